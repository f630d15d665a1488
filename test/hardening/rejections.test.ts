import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bearer, type Running, start } from '../server/running.ts';
import { keyFor } from '../support/app.ts';
import { type Answered, answered } from './asked.ts';

let running: Running;
let partner: string;
beforeAll(async () => {
  running = await start({ role: 'api', rateLimit: 30_000 });
  partner = await keyFor(running.app, { name: 'acme', role: 'partner' });
  running.app.feed.head = () => Promise.reject('a text instead of an error');
});
afterAll(() => running.close());

interface Sent {
  readonly method?: string;
  readonly url?: string;
  readonly headers?: Record<string, string>;
  readonly body?: BodyInit;
  readonly key?: string;
}

const query = (text: string, variables?: unknown) => ({ body: JSON.stringify({ query: text, variables }) });
const nested = (depth: number, value = '1') => '['.repeat(depth) + value + ']'.repeat(depth);
const purchase = { purchase: { amount: { amountMinor: 1, currencyCode: 'EUR' } } };
const RECORD =
  'mutation ($activities: [ActivityInput!]!) { recordActivities(input: { activities: $activities }) { __typename } }';

async function send({ method = 'POST', url = '', headers = {}, body, key = running.key }: Sent): Promise<Answered> {
  const response = await fetch(`${running.server.url}/graphql${url}`, {
    method,
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
      ...(key && bearer(key)),
      ...headers,
    },
    ...(body === undefined ? {} : { body }),
  });
  return answered(response);
}

/** Every way to be answered without data: what is sent, the status, and the code. */
const PATHS: [what: string, status: number, code: string, sent: () => Sent][] = [
  ['nobody', 401, 'UNAUTHENTICATED', () => ({ ...query('{ __typename }'), key: '' })],
  ['an unknown key', 401, 'UNAUTHENTICATED', () => ({ ...query('{ __typename }'), key: 'rtn_x' })],
  ['another method', 405, 'METHOD_NOT_ALLOWED', () => ({ method: 'PUT', ...query('{ __typename }') })],
  ['no content type', 415, 'UNSUPPORTED_MEDIA_TYPE', () => ({ ...query('{ a }'), headers: { 'content-type': '' } })],
  [
    'a form, url-encoded',
    415,
    'UNSUPPORTED_MEDIA_TYPE',
    () => ({ body: 'query=%7B__typename%7D', headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
  ],
  [
    'a form of several parts',
    415,
    'UNSUPPORTED_MEDIA_TYPE',
    () => ({ body: '--x--', headers: { 'content-type': 'multipart/form-data; boundary=x' } }),
  ],
  [
    'plain text',
    415,
    'UNSUPPORTED_MEDIA_TYPE',
    () => ({ ...query('{ __typename }'), headers: { 'content-type': 'text/plain' } }),
  ],
  [
    'a bare document',
    415,
    'UNSUPPORTED_MEDIA_TYPE',
    () => ({ body: '{ __typename }', headers: { 'content-type': 'application/graphql' } }),
  ],
  [
    'an answer in a type that there is not',
    406,
    'NOT_ACCEPTABLE',
    () => ({ ...query('{ __typename }'), headers: { accept: 'image/png' } }),
  ],
  ['a GET that any page could make', 403, 'CSRF', () => ({ method: 'GET', url: '?query=%7B__typename%7D' })],
  [
    'a mutation by GET',
    405,
    'BAD_REQUEST',
    () => ({ method: 'GET', url: '?query=mutation%7B__typename%7D', headers: { 'x-graphql-csrf': '1' } }),
  ],
  [
    'a GET with variables that are not JSON',
    400,
    'BAD_REQUEST',
    () => ({ method: 'GET', url: '?query=%7B__typename%7D&variables=%7B', headers: { 'x-graphql-csrf': '1' } }),
  ],
  ['no body', 400, 'BAD_REQUEST', () => ({})],
  ['a body that is not JSON', 400, 'BAD_REQUEST', () => ({ body: '{' })],
  [
    'a body that is compressed',
    400,
    'BAD_REQUEST',
    () => ({ body: new Uint8Array(gzipSync('{"query":"{__typename}"}')) }),
  ],
  ['JSON that is no object', 400, 'BAD_REQUEST', () => ({ body: '"{ __typename }"' })],
  ['JSON without a query', 400, 'BAD_REQUEST', () => ({ body: '{}' })],
  ['a query that is no text', 400, 'BAD_REQUEST', () => ({ body: '{"query":1}' })],
  [
    'an operation name that is no text',
    400,
    'BAD_REQUEST',
    () => ({ body: '{"query":"{__typename}","operationName":[]}' }),
  ],
  ['variables that are no object', 400, 'BAD_REQUEST', () => query('{ __typename }', [1])],
  [
    'a parameter that there is not',
    400,
    'BAD_REQUEST',
    () => ({ body: '{"query":"{__typename}","__proto__":{"a":1}}' }),
  ],
  ['a batch', 400, 'BATCHING_DISABLED', () => ({ body: '[{"query":"{__typename}"}]' })],
  [
    'too large a body',
    413,
    'TOO_LARGE',
    () => ({ body: JSON.stringify({ query: '{ a }', variables: { a: 'x'.repeat(20_000_000) } }) }),
  ],
  [
    'too large a body of a partner',
    413,
    'TOO_LARGE',
    () => ({ key: partner, body: JSON.stringify({ query: '{ a }', variables: { a: 'x'.repeat(256_000) } }) }),
  ],
  [
    'the id of a document that is not stored',
    404,
    'DOCUMENT_NOT_FOUND',
    () => ({ body: `{"documentId":"sha256:${'0'.repeat(64)}"}` }),
  ],
  ['a document that does not parse', 400, 'GRAPHQL_PARSE_FAILED', () => query('{')],
  ['an empty document', 400, 'GRAPHQL_PARSE_FAILED', () => query('')],
  ['too long a document', 400, 'DOCUMENT_TOO_LARGE', () => query(`{ __typename } #${' '.repeat(200_000)}`)],
  ['too many tokens', 400, 'TOO_MANY_TOKENS', () => query(`{ ${'a '.repeat(4000)} }`)],
  ['brackets 2,000 deep', 400, 'QUERY_TOO_DEEP', () => query('{a'.repeat(1900) + '}'.repeat(1900))],
  ['fields 13 deep', 400, 'QUERY_TOO_DEEP', () => query('{a'.repeat(13) + '}'.repeat(13))],
  ['values 100 deep', 400, 'QUERY_TOO_DEEP', () => query(`{ a(b: ${nested(100)}) }`)],
  [
    '31 aliases',
    400,
    'TOO_MANY_ALIASES',
    () => query(`{ ${Array.from({ length: 31 }, (_, i) => `a${i}: __typename`).join(' ')} }`),
  ],
  ['21 directives', 400, 'TOO_MANY_DIRECTIVES', () => query(`{ __typename ${'@include(if: true) '.repeat(21)} }`)],
  ['21 fields at the root', 400, 'TOO_MANY_ROOT_FIELDS', () => query(`{ ${'__typename '.repeat(21)} }`)],
  ['201 items in a list', 400, 'TOO_MANY_ITEMS', () => query(`{ nodes(ids: [${'"a" '.repeat(201)}]) { id } }`)],
  ['a field that there is not', 400, 'GRAPHQL_VALIDATION_FAILED', () => query('{ nope }')],
  [
    'fragments in a circle',
    400,
    'GRAPHQL_VALIDATION_FAILED',
    () => query('{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }'),
  ],
  ['no operation', 400, 'OPERATION_RESOLUTION_FAILURE', () => query('fragment A on Query { __typename }')],
  [
    'an operation that the document has not',
    400,
    'OPERATION_RESOLUTION_FAILURE',
    () => ({ body: '{"query":"query A { __typename }","operationName":"B"}' }),
  ],
  [
    'a question about the schema, of a partner',
    400,
    'INTROSPECTION_DISABLED',
    () => ({ key: partner, ...query('{ __schema { types { name } } }') }),
  ],
  [
    'a field that one may not select',
    403,
    'FORBIDDEN',
    () => ({ key: partner, ...query('{ customers { totalCount } }') }),
  ],
  [
    'a variable that does not fit',
    400,
    'BAD_USER_INPUT',
    () => query('query ($n: Int) { customers(first: $n) { totalCount } }', { n: 'x' }),
  ],
  ['variables 41 deep', 400, 'VARIABLES_TOO_DEEP', () => query('{ __typename }', { a: JSON.parse(nested(40)) })],
  [
    'variables 100,000 deep',
    400,
    'VARIABLES_TOO_DEEP',
    () => ({ body: `{"query":"{ __typename }","variables":{"a":${nested(100_000)}}}` }),
  ],
  [
    'too costly an operation',
    400,
    'QUERY_TOO_COSTLY',
    () => query('query ($n: Int) { customers(first: $n) { nodes { id } } }', { n: 1e9 }),
  ],
  ['a subscription that is no stream', 406, 'NOT_A_STREAM', () => query('subscription { changes { cursor } }')],
  ['data that is null, for what was sent', 400, 'BAD_PAGE', () => query('{ customers(first: 101) { totalCount } }')],
  ['data that is null, for a fault of ours', 500, 'INTERNAL_SERVER_ERROR', () => query('{ feedCursor }')],
];

describe('what is not answered', () => {
  it.each(PATHS)('has a status of 400 or more, a code and no data: %s', async (_what, status, code, sent) => {
    const answer = await send(sent());
    expect([answer.status, ...answer.codes.slice(0, 1)]).toEqual([status, code]);
    expect(answer.data ?? null).toBeNull();
    expect(answer.codes.every((one) => typeof one === 'string')).toBe(true);
    expect(answer.errors.every(({ message }) => /^\S.*[^\s]$/s.test(message))).toBe(true);
    expect(answer.headers.get('content-type')).toMatch(/json/);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.text).not.toContain('/src/');
  });

  it('has the same status for clients that know nothing but application/json, unless the document is at fault', async () => {
    for (const [what, status, code, sent] of PATHS) {
      if (status === 406) continue;
      const { headers, ...rest } = sent();
      const answer = await send({ ...rest, headers: { ...headers, accept: 'application/json' } });
      const quiet = /^GRAPHQL_(PARSE|VALIDATION)_FAILED$/.test(code);
      expect([what, answer.status, answer.codes[0]]).toEqual([what, quiet ? 200 : status, code]);
    }
  });

  it('is told when to come again once a client has used up its points', async () => {
    const key = await keyFor(running.app, { name: 'busy', role: 'frontend' });
    const activities = Array.from({ length: 1000 }, (_, i) => ({
      customer: { externalId: `c${i % 10}` },
      key: `k${i}`,
      activity: purchase,
    }));
    // all at once: points come back with time, and a slow machine would get them back between one and the next
    const answers = await Promise.all(
      Array.from({ length: 40 }, () => send({ key, ...query(RECORD, { activities }) })),
    );
    const last = answers.find(({ status }) => status === 429) as Answered;
    expect([last.status, last.codes, last.data]).toEqual([429, ['THROTTLED'], undefined]);
    expect(last.headers.get('retry-after')).toBe('1');
    expect(JSON.parse(last.text)).toEqual({
      errors: [
        {
          message: 'This client has used up its points: this operation costs 10100. Send it again in 1 s.',
          extensions: { code: 'THROTTLED', retryAfter: 1 },
        },
      ],
      extensions: {
        cost: {
          requestedQueryCost: 10_100,
          throttleStatus: { maximumAvailable: 300_000, currentlyAvailable: expect.any(Number), restoreRate: 30_000 },
        },
      },
    });
    // what was taken is there, and what was refused cost nothing to others
    expect((await send(query('{ __typename }'))).status).toBe(200);
  });
});

describe('what is answered in part', () => {
  it('has the status 200 and says what is missing', async () => {
    const answer = await send(query('{ __typename node(id: "nope") { id } }'));
    expect([answer.status, answer.data]).toEqual([200, { __typename: 'Query', node: null }]);
  });
});
