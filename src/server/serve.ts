import { setTimeout as sleep } from 'node:timers/promises';
import type { App } from '../app.ts';
import type { Role } from '../config.ts';
import type { StreamLimits } from '../graphql/streams/connections.ts';
import type { Streams } from '../graphql/streams/streams.ts';
import type { Log } from '../log.ts';
import { guarded } from './authenticate.ts';
import { answerExport } from './export-route.ts';
import { graphqlRoute } from './graphql-route.ts';
import { answerJson, answerText, listen, type Routes } from './http.ts';
import { answerImport } from './import-route.ts';
import { answerPreview } from './preview-route.ts';
import { answerRespond } from './respond-route.ts';
import { answerUpload } from './upload-route.ts';
import { numberChanges, startApiWork, startWorkers } from './workers.ts';

export interface ServeOptions {
  readonly host: string;
  readonly port: number;
  readonly role: Role;
  readonly graphiql: boolean;
  /** A key that GraphiQL sends unless told otherwise: whoever opens the page has it. */
  readonly graphiqlKey?: string | undefined;
  /** How many streams are open at most. */
  readonly streamLimits?: Partial<StreamLimits> | undefined;
  readonly log: Log;
}

export interface Serving {
  readonly port: number;
  readonly url: string;
  /** The open subscriptions. */
  readonly streams: Streams;
  /** Ends in order: not ready, no new requests, streams end, everything taken is answered. The app stays open. */
  close(): Promise<void>;
}

/** How long requests that were taken may still need when the server closes. */
const PATIENCE = 10_000;

/** Serves an app by its role: the API, the workers, or both. `/health` and `/ready` are there in every role. */
export async function serve(app: App, options: ServeOptions): Promise<Serving> {
  const { host, port, role, graphiql, graphiqlKey, streamLimits, log } = options;
  let ready = true;
  const graphql = graphqlRoute(app, { graphiql, graphiqlKey, streamLimits, log });
  const api: Routes = [
    ['/graphql', graphql.answer],
    [
      '/uploads/',
      guarded(app.access, 'imports:write', (asked, to, rest) => answerUpload(app.database, asked, to, rest)),
    ],
    [
      '/imports/',
      guarded(app.access, 'imports:write', (asked, to, rest) => answerImport(app.database, asked, to, rest)),
    ],
    ['/previews/', answerPreview(app)],
    ['/s/', answerRespond(app)],
    ['/customers/', guarded(app.access, 'customers:erase', answerExport(app))],
    ['/', (_request, response) => response.writeHead(302, { location: '/graphql' }).end()],
  ];
  const routes: Routes = [
    ['/health', (_request, response) => answerText(response, 200, 'alive')],
    [
      '/ready',
      async (_request, response) => {
        const answers = ready && (await answersWithin(app, 2000));
        answerJson(response, answers ? 200 : 503, { ready: answers });
      },
    ],
    ...(role === 'worker' ? [] : api),
  ];
  if (role !== 'worker') await app.feed.listen();
  const upgrade = role === 'worker' ? undefined : graphql.upgrade;
  const listening = await listen({ routes, upgrade }, host, port, log);
  const workers = role === 'api' ? undefined : startWorkers(app, log);
  const apiWork = role === 'worker' ? undefined : startApiWork(app, log);
  // what is committed here is numbered at once, and does not wait for a worker to look
  const sequencer = new AbortController();
  const sequencing = role === 'api' ? numberChanges(app, log, sequencer.signal) : undefined;

  const close = async (): Promise<void> => {
    ready = false;
    const { finished } = listening.stopAccepting();
    await graphql.close();
    await app.feed.close();
    await Promise.race([finished, sleep(PATIENCE, undefined, { ref: false })]);
    listening.cut();
    await finished;
    await app.gatherer.drained();
    await workers?.stop();
    await apiWork?.stop();
    sequencer.abort();
    await sequencing;
  };
  let closing: Promise<void> | undefined;
  const shown = host.includes(':') ? `[${host}]` : host;
  return {
    port: listening.port,
    url: `http://${shown}:${listening.port}`,
    streams: graphql.streams,
    close: () => (closing ??= close()),
  };
}

async function answersWithin(app: App, ms: number): Promise<boolean> {
  const asked = app.database.query('ready', 'select 1').then(
    () => true,
    () => false,
  );
  return Promise.race([asked, sleep(ms, false, { ref: false })]);
}
