import type { IncomingMessage, ServerResponse } from 'node:http';
import { GraphQLError, getOperationAST } from 'graphql';
import { type Access, UnauthenticatedError } from '../access/access.ts';
import type { Viewer } from '../contract/viewer.ts';
import { OverloadedError } from '../errors.ts';
import { parseKept, type SentDocument } from '../graphql/check-document.ts';
import { limitsFor } from '../graphql/limits.ts';
import { readBody } from '../graphql/read-body.ts';
import { paramsOf, paramsOfUrl } from '../graphql/read-params.ts';
import { EventStream } from '../graphql/streams/event-stream.ts';
import type { Streams } from '../graphql/streams/streams.ts';
import { tooManyStreams } from '../graphql/streams/too-many-streams.ts';
import type { TrustedDocuments } from '../graphql/trusted-documents.ts';
import type { GraphqlServer } from '../graphql/yoga.ts';
import { answerJson } from './http.ts';

/** Bytes of a request for a stream. */
const MOST_BYTES = 1_000_000;

interface Parts {
  readonly access: Access;
  readonly streams: Streams;
  readonly trusted: TrustedDocuments;
  readonly yoga: GraphqlServer;
}

/** Whether a request may ask for a stream of events; all others are no business of ours. */
export const mayWantStream = ({ method, headers }: IncomingMessage): boolean =>
  headers.accept?.includes('text/event-stream') === true &&
  ((method === 'POST' && /^application\/json\b/i.test(headers['content-type'] ?? '')) ||
    // what other sites can send through a browser carries none of these
    (method === 'GET' && ('x-graphql-csrf' in headers || 'x-requested-with' in headers)));

/** Answers a subscription as server-sent events; what turns out to be something else is answered by Yoga. */
export async function answerStream(
  { access, streams, trusted, yoga }: Parts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { connections } = streams;
  if (connections.closing) return refuse(response, 503, [CLOSING]);
  const viewer = await access.authenticateFrom(request, request.headers.authorization).catch(nobody);
  if (viewer instanceof GraphQLError) return refuseNobody(response, viewer);
  const most = Math.min(MOST_BYTES, limitsFor(viewer).bodyBytes);
  const body = request.method === 'POST' ? await readBody(request, most).catch(unreadable) : undefined;
  if (body instanceof Unreadable) return refuse(response, body.status, [body.error]);
  const sent = documentIn(body, request.url ?? '', viewer, trusted);
  if (!sent || !isSubscription(streams, sent)) return forward(yoga, viewer, request, response, body);

  const prepared = streams.prepare(viewer, sent);
  const errors = 'errors' in prepared ? prepared.errors : [];
  if (errors.some(({ extensions }) => extensions.code === 'FORBIDDEN')) return refuse(response, 403, errors);
  const wait = errors.find(({ extensions }) => extensions.code === 'THROTTLED')?.extensions.retryAfter;
  if (typeof wait === 'number') {
    response.setHeader('retry-after', wait);
    return refuse(response, 429, errors);
  }
  if (response.destroyed) return;
  if (!connections.take('stream', viewer)) return refuse(response, 429, [tooManyStreams()]);
  const stream = new EventStream(response, viewer, () => {
    connections.delete(stream);
    connections.give('stream', viewer);
  });
  connections.add(stream);
  if ('errors' in prepared) return stream.end({ errors, comeBack: false });
  const lastSeen = request.headers['last-event-id'];
  await streams.start(viewer, prepared, stream, typeof lastSeen === 'string' && lastSeen !== '' ? lastSeen : undefined);
}

function isSubscription({ schema }: Streams, { query, operationName }: SentDocument): boolean {
  const document = parseKept(schema, query);
  return !(document instanceof GraphQLError) && getOperationAST(document, operationName)?.operation === 'subscription';
}

/** A request that was too long or too slow. */
class Unreadable {
  readonly status: number;
  readonly error: GraphQLError;

  constructor({ message, extensions: { code, http } }: GraphQLError) {
    this.status = http?.status ?? 400;
    this.error = new GraphQLError(message, { extensions: { code } });
  }
}

function unreadable(error: unknown): Unreadable {
  if (error instanceof GraphQLError) return new Unreadable(error);
  throw error;
}

function nobody(error: unknown): GraphQLError {
  if (!(error instanceof UnauthenticatedError || error instanceof OverloadedError)) throw error;
  return new GraphQLError(error.message, { extensions: { code: error.code } });
}

function refuseNobody(response: ServerResponse, error: GraphQLError): void {
  const { code } = error.extensions;
  if (code === 'UNAUTHENTICATED') response.setHeader('www-authenticate', 'Bearer');
  else response.setHeader('retry-after', 1);
  refuse(response, code === 'THROTTLED' ? 429 : code === 'OVERLOADED' ? 503 : 401, [error]);
}

/** What a request asks for; undefined when it cannot be asked, and Yoga will say why. */
function documentIn(
  body: string | undefined,
  url: string,
  viewer: Viewer,
  trusted: TrustedDocuments,
): SentDocument | undefined {
  try {
    const params = body === undefined ? paramsOfUrl(url) : paramsOf(body);
    return { ...params, query: trusted.textFor(viewer, params) };
  } catch (error) {
    if (error instanceof GraphQLError) return undefined;
    throw error;
  }
}

/** Answers what was read already as if it had come to Yoga at once. */
async function forward(
  yoga: GraphqlServer,
  viewer: Viewer,
  { url, method, headers }: IncomingMessage,
  response: ServerResponse,
  body: string | undefined,
): Promise<void> {
  const given = Object.entries(headers).filter(([name]) => !/^(content-length|transfer-encoding)$/.test(name));
  const sent = {
    method: method ?? 'GET',
    headers: given as [string, string][],
    ...(body === undefined ? {} : { body }),
  };
  const answer = await yoga.fetch(new URL(url ?? '/', 'http://localhost').href, sent as never, { viewer } as never);
  response.writeHead(answer.status, [...answer.headers].flat()).end(await answer.text());
}

function refuse(response: ServerResponse, status: number, errors: readonly GraphQLError[]): void {
  response.setHeader('connection', 'close');
  answerJson(response, status, { errors });
}

const CLOSING = new GraphQLError('The server closes: connect again.', { extensions: { code: 'OVERLOADED' } });
