import type { App } from '../app.ts';
import type { StreamLimits } from '../graphql/streams/connections.ts';
import type { Answer as SocketAnswer } from '../graphql/streams/socket-protocol.ts';
import { Streams } from '../graphql/streams/streams.ts';
import { createSockets } from '../graphql/websocket.ts';
import { createGraphql, type GraphqlServer } from '../graphql/yoga.ts';
import type { Log } from '../log.ts';
import type { Answer, Upgrade } from './http.ts';
import { answerStream, mayWantStream } from './stream-route.ts';

const BEAT = 1000;

export interface GraphqlRouteOptions {
  readonly graphiql: boolean;
  readonly graphiqlKey?: string | undefined;
  readonly streamLimits?: Partial<StreamLimits> | undefined;
  readonly log: Log;
}

/** The API at one path: queries and mutations, streams of events, and sockets. */
export interface GraphqlRoute {
  readonly answer: Answer;
  readonly upgrade: Upgrade;
  readonly streams: Streams;
  /** Ends streams and sockets, so that their clients come back elsewhere. */
  close(): Promise<void>;
}

export function graphqlRoute(
  app: App,
  { graphiql, graphiqlKey, streamLimits, log }: GraphqlRouteOptions,
): GraphqlRoute {
  const { schema, access } = app;
  const report = (error: unknown, requestId: string): void =>
    log.error('a resolver failed unexpectedly', { requestId, error });
  const fail = (error: unknown): void => log.error('a stream failed unexpectedly', { error });
  const yoga = createGraphql(schema, app, { graphiql, graphiqlKey, report });
  const streams = new Streams(schema, app, { report, ...(streamLimits && { limits: streamLimits }) });
  const upgrade = createSockets({ access, streams, trusted: app.trusted, ask: askYoga(yoga) }, fail);
  const beat = setInterval(() => void streams.tick(Date.now()).catch(fail), BEAT);
  return {
    streams,
    upgrade,
    answer: (request, response) => {
      if (mayWantStream(request))
        return answerStream({ access, streams, trusted: app.trusted, yoga }, request, response);
      return yoga(request, response);
    },
    async close() {
      clearInterval(beat);
      await streams.close();
    },
  };
}

/** What comes over a socket is asked as a request, so that nothing that holds for requests can be gone round. */
const askYoga =
  (yoga: GraphqlServer) =>
  async (authorization: string, payload: object): Promise<SocketAnswer> => {
    const headers = { 'content-type': 'application/json', accept: 'application/json', authorization };
    const response = await yoga.fetch('http://localhost/graphql', {
      method: 'POST',
      headers,
      body: JSON.stringify(payload),
    });
    return (await response.json()) as SocketAnswer;
  };
