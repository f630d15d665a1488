import fc from 'fast-check';
import { hostileJson, hostileNumber, hostileText } from './hostile.ts';

const VALID = [
  '{ customers(first: 2) { nodes { id externalId metrics { ordersEver spendEver { amount } } } totalCount } }',
  'query A($n: Int = 3, $w: CustomerFilter) { customers(first: $n, where: $w) { ...P } } fragment P on CustomerConnection { pageInfo { hasNextPage } }',
  'query { node(id: "Q3VzdG9tZXI6MQ==") { __typename ... on Customer { segments { key } } } changes { nodes { cursor } } }',
  'subscription F($after: String) { changes(after: $after) { cursor type } }',
  '{ __schema { types { name fields { name args { name } } } } }',
];
const TOKENS = [
  '{',
  '}',
  '(',
  ')',
  '[',
  ']',
  '...',
  '@',
  '$',
  '&',
  '!',
  '|',
  '=',
  ':',
  '"',
  '"""',
  '#',
  ',',
  '\\',
  '.',
  '-',
  '\ufeff',
  '\0',

  'query',
  'mutation',
  'subscription',
  'fragment',
  'on',
  'null',
  'true',
  'schema',
  'type',
  'extend',
  'customers',
  '__typename',

  '1e999',
  '-',
  '00',
  '0x1',
  '1.',
  '9'.repeat(400),
  '"\\u{110000}"',
  '"\\ud800"',
  '@include(if: true)',
  '@skip',
  '__proto__',
];

/** A document that was right, with parts left out, doubled, moved or put in. */
const mutated: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom(...VALID).map((text) => text.split(/(?<=[\s{}()[\]:!$])|(?=[\s{}()[\]:!$])/)),
    fc.array(
      fc.tuple(fc.nat(), fc.constantFrom('drop', 'double', 'put', 'swap'), fc.constantFrom(...TOKENS), fc.nat()),
      {
        minLength: 1,
        maxLength: 6,
      },
    ),
  )
  .map(([parts, edits]) => {
    const text = [...parts];
    for (const [place, how, token, other] of edits) {
      const at = place % text.length;
      if (how === 'drop') text.splice(at, 1, '');
      else if (how === 'double') text.splice(at, 0, ...text.slice(at, at + 1 + (other % 9)));
      else if (how === 'put') text.splice(at, 0, ` ${token} `);
      else [text[at], text[other % text.length]] = [text[other % text.length] ?? '', text[at] ?? ''];
    }
    return text.join('');
  });

const repeated = (unit: string, end = ''): fc.Arbitrary<string> =>
  fc.constantFrom(13, 41, 500, 2000, 20_000).map((times) => unit.repeat(times) + end.repeat(times));

const documents: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 12, arbitrary: mutated },
  { weight: 4, arbitrary: fc.array(fc.constantFrom(...TOKENS), { maxLength: 40 }).map((tokens) => tokens.join(' ')) },
  { weight: 2, arbitrary: hostileText },
  { weight: 1, arbitrary: hostileJson },
  repeated('{a', '}'),
  repeated('{a(b:['),
  repeated('['),
  repeated('{a(b:{c:', '})}'),
  repeated('query($a:[', ']){a}'),
  repeated('... on Query {', '}').map((text) => `{ ${text} }`),
  repeated('@include(if: true)').map((text) => `{ __typename ${text} }`),
  repeated('a: __typename ').map((text) => `{ ${text} }`),
  repeated('{ __typename }'),
  repeated('#\n').map((text) => `${text} { __typename }`),
  repeated('"').map((text) => `{ node(id: ${text}) { id } }`),
  fc.constantFrom(2, 20, 300).map((count) => {
    const fragments = Array.from(
      { length: count },
      (_, i) => `fragment F${i} on Query { ...F${(i + 1) % count} ...F${i} }`,
    );
    return `{ ...F0 } ${fragments.join(' ')}`;
  }),
  fc.constantFrom(5, 100, 300).map((count) => {
    const fragments = Array.from({ length: count }, (_, i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`);
    return `{ ...F0 } ${fragments.join(' ')} fragment F${count} on Query { a: __typename customers { totalCount } }`;
  }),
);

const rarely = (arbitrary: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 15, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });

/** Bodies of requests: hostile documents and variables, and what is no request at all. */
export const bodies: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 20,
    arbitrary: fc
      .record({
        query: documents,
        variables: fc.option(
          fc.oneof(
            { weight: 4, arbitrary: fc.record({ n: fc.integer(), w: fc.constant(null), after: hostileText }) },
            {
              weight: 4,
              arbitrary: fc.record({ n: hostileNumber, w: hostileJson, after: hostileText }, { requiredKeys: [] }),
            },
            { weight: 1, arbitrary: hostileJson },
          ),
          { nil: undefined },
        ),
        operationName: rarely(fc.oneof(fc.constantFrom('A', 'F'), hostileText)),
        extensions: rarely(
          fc.oneof(
            hostileJson,
            hostileJson.map((persistedQuery) => ({ persistedQuery })),
          ),
        ),
        documentId: rarely(hostileJson),
      })
      .map((body) => JSON.stringify(body)),
  },
  { weight: 3, arbitrary: hostileJson.map((body) => JSON.stringify(body) ?? '') },
  { weight: 3, arbitrary: hostileText },
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.constantFrom(...VALID), fc.nat(), fc.nat(20), hostileText)
      .map(([query, at, length, text]) => {
        const body = JSON.stringify({ query, variables: { n: 2 } });
        const from = at % body.length;
        return body.slice(0, from) + text + body.slice(from + length);
      }),
  },
  fc
    .constantFrom(50, 5000, 200_000)
    .map((depth) => `{"query":"{__typename}","variables":${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}}`),
  fc.constantFrom(50, 5000, 200_000).map((depth) => '['.repeat(depth)),
);

/** Now and then something else than what is right. */
const seldom = <T>(right: T, ...wrong: T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight: 25, arbitrary: fc.constant(right) }, fc.constantFrom(...wrong));

/** Headers, mostly right. */
export const headers: fc.Arbitrary<Record<string, string>> = fc
  .record({
    'content-type': seldom(
      'application/json',

      'application/json; charset=utf-16',
      'APPLICATION/JSON;',
      'text/plain',
      'multipart/form-data',
      'a/b/c',
      ';',
      '',
    ),
    accept: seldom(
      'application/graphql-response+json',
      'application/json',
      '*/*',
      'text/html',
      'text/event-stream',
      'image/png',
      ';;,,q=x',
      'multipart/mixed',
      'application/json;charset=latin1',
      'application/graphql-response+json, application/json;q=0.9',
    ),
    'x-graphql-csrf': seldom('1', ''),
    'content-length': seldom('', '-1', 'x', '99999999999', '1, 2'),
    'content-encoding': seldom('', 'gzip', 'br', 'identity'),
  })
  .map((all) => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== '')));
/** Methods, mostly right. */
export const methods = seldom('POST', 'GET', 'GET', 'GET', 'PUT', 'DELETE', 'PATCH', 'HEAD');
