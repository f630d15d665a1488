import { setTimeout as sleep } from 'node:timers/promises';
import type { App } from '../app.ts';
import type { Role } from '../config.ts';
import { createGraphql } from '../graphql/yoga.ts';
import type { Log } from '../log.ts';
import { guarded } from './authenticate.ts';
import { answerJson, answerText, listen, type Routes } from './http.ts';
import { answerImport } from './import-route.ts';
import { answerUpload } from './upload-route.ts';
import { startWorkers } from './workers.ts';

export interface ServeOptions {
  readonly host: string;
  readonly port: number;
  readonly role: Role;
  readonly graphiql: boolean;
  readonly log: Log;
}

export interface Serving {
  readonly port: number;
  readonly url: string;
  /** Ends in order: not ready, no new requests, streams complete, everything taken is answered. The app stays open. */
  close(): Promise<void>;
}

/** How long requests that were taken may still need when the server closes. */
const PATIENCE = 10_000;

/** Of one GraphQL request: a thousand activities at their largest. Files come as uploads. */
const MOST_BYTES = 20_000_000;

/** Serves an app by its role: the API, the workers, or both. `/health` and `/ready` are there in every role. */
export async function serve(app: App, { host, port, role, graphiql, log }: ServeOptions): Promise<Serving> {
  let ready = true;
  const yoga = createGraphql(app.schema, app, {
    graphiql,
    report: (error, requestId) => log.error('a resolver failed unexpectedly', { requestId, error }),
  });
  const api: Routes = [
    [
      '/graphql',
      (request, response) => {
        if (Number(request.headers['content-length'] ?? 0) <= MOST_BYTES) return yoga(request, response);
        response.setHeader('connection', 'close');
        answerJson(response, 413, {
          errors: [{ message: 'A request has at most 20 MB.', extensions: { code: 'TOO_LARGE' } }],
        });
      },
    ],
    ['/uploads/', guarded(app.access, 'imports:write', (...given) => answerUpload(app.database, ...given))],
    ['/imports/', guarded(app.access, 'imports:write', (...given) => answerImport(app.database, ...given))],
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
  const listening = await listen(routes, host, port, log);
  const workers = role === 'api' ? undefined : startWorkers(app, log);

  const close = async (): Promise<void> => {
    ready = false;
    const { finished } = listening.stopAccepting();
    await app.feed.close(); // streams complete
    await Promise.race([finished, sleep(PATIENCE, undefined, { ref: false })]);
    listening.cut();
    await finished;
    await app.gatherer.drained();
    await workers?.stop();
  };
  let closing: Promise<void> | undefined;
  const shown = host.includes(':') ? `[${host}]` : host;
  return {
    port: listening.port,
    url: `http://${shown}:${listening.port}`,
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
