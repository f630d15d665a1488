import { GraphQLError } from 'graphql';
import type { Sent } from './cost.ts';

/** What a request asks for: a document, or the id of one that is stored here. */
export interface Params {
  readonly query?: string;
  readonly documentId?: string;
  readonly variables?: Sent;
  readonly operationName?: string;
}

const bad = (message: string, code = 'BAD_REQUEST'): GraphQLError =>
  new GraphQLError(message, { extensions: { code, http: { status: 400, spec: false } } });

const NAMES = new Set(['query', 'documentId', 'variables', 'operationName', 'extensions']);

/** What the JSON of a request asks for. Throws a GraphQLError for all that is none. */
export function paramsOf(text: string): Params {
  const sent = parseJson(text, 'The body of the request');
  if (Array.isArray(sent)) throw bad('Send one operation in each request.', 'BATCHING_DISABLED');
  if (!isObject(sent)) throw bad('The body of the request must be a JSON object with a "query".');
  return pick(sent);
}

/** What the query string of a GET request asks for. */
export function paramsOfUrl(url: string): Params {
  const mark = url.indexOf('?');
  const given = new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1));
  const sent: Record<string, unknown> = Object.create(null);
  for (const [name, value] of given) {
    if (value === '') continue;
    sent[name] = name === 'variables' || name === 'extensions' ? parseJson(value, `"${name}"`) : value;
  }
  return pick(sent);
}

function pick(sent: Readonly<Record<string, unknown>>): Params {
  const strange = Object.keys(sent).find((name) => !NAMES.has(name) && sent[name] !== null);
  if (strange !== undefined) throw bad(`A request has no "${strange.slice(0, 50)}"; it has ${[...NAMES].join(', ')}.`);
  const query = text(sent, 'query');
  const operationName = text(sent, 'operationName');
  const variables = object(sent, 'variables');
  const documentId = documentIdOf(sent);
  return {
    ...(query !== undefined && { query }),
    ...(operationName !== undefined && { operationName }),
    ...(variables !== undefined && { variables }),
    ...(documentId !== undefined && { documentId }),
  };
}

/** The id of a stored document, as GraphQL over HTTP has it or as Apollo's clients send it. */
export function documentIdOf(sent: Sent): string | undefined {
  const persisted = object(sent, 'extensions')?.persistedQuery;
  return text(sent, 'documentId') ?? (isObject(persisted) ? text(persisted, 'sha256Hash') : undefined);
}

function text(sent: Sent, name: string): string | undefined {
  const value = sent[name] ?? undefined;
  if (value === undefined || typeof value === 'string') return value;
  throw bad(`"${name}" must be a string.`);
}

function object(sent: Sent, name: string): Sent | undefined {
  const value = sent[name] ?? undefined;
  if (value === undefined || isObject(value)) return value;
  throw bad(`"${name}" must be an object.`);
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Half of a pair, which only an escape can bring: bytes that are no UTF-8 became U+FFFD before, and so does this. */
const MAYBE_HALF = /\\u[dD][89a-fA-F]/;

function parseJson(given: string, what: string): unknown {
  try {
    return MAYBE_HALF.test(given) ? JSON.parse(given, wellFormed) : JSON.parse(given);
  } catch {
    throw bad(`${what} must be JSON.`);
  }
}

function wellFormed(_key: string, value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (!isObject(value) || Object.keys(value).every((name) => name.isWellFormed())) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name.toWellFormed(), inner]));
}
