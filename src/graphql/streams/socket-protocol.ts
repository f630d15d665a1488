import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { type ExecutionResult, GraphQLError, getOperationAST } from 'graphql';
import { CloseCode, type Context, type ServerOptions, type SubscribePayload } from 'graphql-ws';
import type { WebSocket } from 'ws';
import { type Access, UnauthenticatedError } from '../../access/access.ts';
import type { Viewer } from '../../contract/viewer.ts';
import { OverloadedError } from '../../errors.ts';
import { parseKept } from '../check-document.ts';
import { documentIdOf } from '../read-params.ts';
import type { TrustedDocuments } from '../trusted-documents.ts';
import { SocketSession, TRY_AGAIN } from './socket-session.ts';
import { SocketStream } from './socket-stream.ts';
import type { Prepared, Streams } from './streams.ts';
import { tooManyStreams } from './too-many-streams.ts';

/** What a query or a mutation is answered with; no data: it was refused. */
export interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly object[];
}

export interface SocketParts {
  readonly access: Access;
  readonly streams: Streams;
  readonly trusted: TrustedDocuments;
  /** Runs a query or a mutation as one that comes over HTTP, with everything that holds there. */
  ask(authorization: string, payload: SubscribePayload): Promise<Answer>;
}

/** A socket, and who is behind it once that was shown. */
interface Extra {
  readonly webSocket: WebSocket;
  readonly socket: Socket;
  readonly request: IncomingMessage;
  authorization?: string;
  session?: SocketSession;
}

type Parameters = Record<string, unknown>;

/** An operation on its way through the protocol. */
interface Running {
  readonly context: Context<Parameters, Extra>;
  readonly id: string;
  readonly payload: SubscribePayload;
  /** Of a subscription. */
  readonly prepared: Prepared | undefined;
}

const runningOf = (args: { readonly contextValue?: unknown }): Running => args.contextValue as Running;

/** How operations of sockets are checked and run. */
export function socketProtocol({ access, streams, trusted, ask }: SocketParts): ServerOptions<Parameters, Extra> {
  const { connections, schema } = streams;
  const { streamsPerSocket } = connections.limits;
  return {
    async onConnect({ extra, connectionParams }) {
      const { webSocket, socket, request } = extra;
      const given = connectionParams?.authorization ?? connectionParams?.Authorization;
      const authorization = typeof given === 'string' ? given : (request.headers.authorization ?? '');
      const viewer = await access.authenticateFrom(request, authorization).catch(nobody);
      if ('closeCode' in viewer) return refuse(webSocket, viewer.closeCode, viewer.reason);
      if (webSocket.readyState !== webSocket.OPEN) return false;
      if (!connections.take('socket', viewer))
        return refuse(webSocket, CloseCode.TooManyInitialisationRequests, 'TOO_MANY_STREAMS');
      extra.authorization = authorization;
      extra.session = new SocketSession(webSocket, socket, viewer);
      connections.add(extra.session);
      return true;
    },

    onClose({ extra: { session } }) {
      if (!session) return;
      connections.delete(session);
      connections.give('socket', session.viewer);
    },

    onSubscribe(context, id, payload) {
      const { session } = context.extra;
      if (!session) return [NO_OPERATION];
      const query = textOf(trusted, session.viewer, payload);
      if (query instanceof GraphQLError) return [query];
      const document = parseKept(schema, query);
      if (document instanceof GraphQLError) return [document];
      if (Object.keys(context.subscriptions).length > streamsPerSocket)
        return [tooManyStreams(`One socket carries at most ${streamsPerSocket} operations at a time.`)];
      const operationName = payload.operationName ?? null;
      const operation = getOperationAST(document, operationName);
      if (!operation) return [NO_OPERATION];
      const isStream = operation.operation === 'subscription';
      const prepared = isStream ? streams.prepare(session.viewer, { ...payload, query } as never) : undefined;
      if (prepared && 'errors' in prepared) return prepared.errors;
      return { schema, document, operationName, contextValue: { context, id, payload, prepared } satisfies Running };
    },

    async execute(args) {
      const { context, id, payload } = runningOf(args);
      const answer = await ask(context.extra.authorization ?? '', payload);
      return 'data' in answer ? (answer as ExecutionResult) : reject(context, id, answer.errors ?? []);
    },

    subscribe(args) {
      const { context, id, prepared } = runningOf(args);
      const { session, webSocket, socket } = context.extra as Extra & { session: SocketSession };
      const { viewer } = session;
      if (!connections.take('stream', viewer)) return reject(context, id, [tooManyStreams()]);
      const stream = new SocketStream(id, webSocket, socket, (silently) => {
        session.streams.delete(stream);
        connections.give('stream', viewer);
        if (silently) forget(context, id);
      });
      session.streams.add(stream);
      void streams.start(viewer, prepared as Prepared, stream);
      return stream as never;
    },

    // what was asked as over HTTP is as it is to be shown
    onNext: (_context, _id, _payload, _args, result) => result as never,
  };
}

const NO_OPERATION = new GraphQLError('The document must have one operation, or `operationName` name one of it.', {
  extensions: { code: 'BAD_USER_INPUT' },
});

/** The document that is meant: what was sent, or what is stored under its id. */
function textOf(trusted: TrustedDocuments, viewer: Viewer, payload: SubscribePayload): string | GraphQLError {
  try {
    return trusted.textFor(viewer, { query: payload.query, documentId: documentIdOf({ ...payload }) });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return new GraphQLError(error.message, { extensions: { code: error.extensions.code } });
  }
}

interface Nobody {
  readonly closeCode: number;
  readonly reason: string;
}

/** Clients come back after 1013, and do not after 4401. */
function nobody(error: unknown): Nobody {
  const isUnknown = error instanceof UnauthenticatedError;
  if (!isUnknown && !(error instanceof OverloadedError)) throw error;
  return { closeCode: error.code === 'UNAUTHENTICATED' ? CloseCode.Unauthorized : TRY_AGAIN, reason: error.code };
}

function refuse(webSocket: WebSocket, code: number, reason: string): false {
  webSocket.close(code, reason);
  return false;
}

/** Ends an operation that came to nothing, with the message that the protocol has for it. */
function reject({ extra, subscriptions }: Running['context'], id: string, errors: readonly object[]): never {
  if (!(id in subscriptions)) return undefined as never;
  extra.webSocket.send(JSON.stringify({ id, type: 'error', payload: errors }));
  delete (subscriptions as Record<string, unknown>)[id];
  return undefined as never;
}

const forget = ({ subscriptions }: Running['context'], id: string): void => {
  delete (subscriptions as Record<string, unknown>)[id];
};
