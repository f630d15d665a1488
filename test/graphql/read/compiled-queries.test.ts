import { execute, type GraphQLError, parse } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { operator } from '../../../src/access/viewer.ts';
import { createContext } from '../../../src/graphql/create-context.ts';
import { type TestApp, testApp } from '../../support/app.ts';
import { recordStatements } from '../../support/database.ts';
import { happen, publish } from '../../support/story.ts';

const NOW = Date.UTC(2026, 10, 23, 12);
const when = { all: [{ fact: 'ordersEver', operator: 'greaterThanInclusive', value: 1 }] };

let system: TestApp;

beforeAll(async () => {
  system = await testApp({ clock: () => NOW });
  await publish(system.app, 'groups', 'segments', {
    segments: [{ key: 'buyers', title: 'Käufer "A" \\ \u2028 🦊', when }],
  });
  await publish(system.app, 'club', 'loyalty-tiers', { tiers: [{ key: 'gold', title: 'Gold', rank: 1, when }] });
  const buy = (who: string, at: number) => ({ who, kind: 'purchase', at, payload: { amount: 999, currency: 'EUR' } });
  await happen(system.app, [
    buy('上海 "q" \\ \n\u0001', NOW - 5000),
    buy('emoji 🦊 \u2028', NOW - 4000),
    buy('ada', NOW - 3000),
    { who: 'bob', kind: 'rating', at: NOW, payload: { score: 3.25, scaleMin: 0, scaleMax: 10 } },
  ]);
});

const PLAIN: [name: string, document: string, variables?: Record<string, unknown>][] = [
  [
    'a page',
    '{ customers(first: 3) { edges { cursor node { id externalId createdAt version } } pageInfo { hasNextPage endCursor } } }',
  ],
  [
    'aliases and merged selections',
    '{ a: customers { nodes { x: externalId metrics { ordersEver } metrics { all { key number money { amount } } } } } a: customers { nodes { locale } } }',
  ],
  [
    'fragments',
    'query Q { customers { ...C } } fragment C on CustomerConnection { __typename nodes { ... on Node { id __typename } ...D } } fragment D on Customer { tier { key since } segments { key title: segment { title } } }',
  ],
  [
    'abstract types',
    '{ customers { nodes { externalId activities { totalCount edges { node { __typename id ... on PurchaseActivity { amount { amount } } ... on RatingActivity { score } } } } } } }',
  ],
  [
    'what is waited for at every depth',
    '{ segments { key memberCount members(first: 2) { totalCount nodes { externalId segments { why cause { by } segment { memberCount } } } } } loyaltyTiers { key } }',
  ],
  [
    'variables',
    'query ($n: Int = 2, $w: CustomerFilter) { customers(first: $n, where: $w) { nodes { externalId } totalCount } }',
    { w: { externalId: { startsWith: 'e' } } },
  ],
  [
    'conditions',
    'query ($yes: Boolean!) { customers { nodes { externalId locale @include(if: $yes) ... @skip(if: $yes) { version } } } }',
    { yes: true },
  ],
  ['nothing found', '{ customer(by: { externalId: "nobody" }) { id } node(id: "Q3VzdG9tZXI6eA==") { id } }'],
];

const FAULTY: [name: string, document: string][] = [
  ['a bad cursor', '{ customers(after: "x") { nodes { id } } segments { key } }'],
  ['a fault below the root', '{ customers { nodes { externalId activities(after: "x") { nodes { id } } } } }'],
  ['a fault in one of two', '{ good: customers { nodes { externalId } } bad: node(id: "nonsense") { id } }'],
];

const standard = async (document: string, variables: Record<string, unknown> = {}) =>
  JSON.parse(
    JSON.stringify(
      await execute({
        schema: system.app.schema,
        document: parse(document),
        variableValues: variables,
        contextValue: createContext(system.app, operator),
      }),
    ),
  ) as { data: unknown; errors?: GraphQLError[] };

describe('a query that is compiled', () => {
  it.each(PLAIN)(
    'answers as the standard executor does: %s',
    async (...[, document, variables]: (typeof PLAIN)[number]) => {
      const expected = await standard(document, variables);
      expect(expected.errors).toBeUndefined();
      for (let time = 0; time < 2; time++) {
        const response = await system.post({ query: document, variables });
        const text = await response.text();
        // the same text: order of keys included
        expect(text.replace(/,"extensions":\{"cost":[^[]*\}\}$/, '}')).toBe(JSON.stringify(expected));
        expect(text).toContain('"extensions":{"cost":{"requestedQueryCost":');
      }
    },
  );

  it.each(FAULTY)('leaves faults to the standard executor: %s', async (_name, document) => {
    const expected = await standard(document);
    const { data, errors } = await system.run(document);
    expect(data).toEqual(expected.data);
    expect(errors?.map(({ path }) => path)).toEqual(expected.errors?.map(({ path }) => path));
    expect(errors?.length).toBeGreaterThan(0);
  });

  it('refuses variables that do not fit', async () => {
    const { errors } = await system.run('query ($n: Int!) { customers(first: $n) { nodes { id } } }', { n: 'x' });
    expect(errors).toHaveLength(1);
  });

  it('chooses the operation by its name', async () => {
    const query = 'query A { a: __typename } query B { b: __typename } mutation C { __typename }';
    const ask = async (operationName: string) => (await system.post({ query, operationName })).json();
    expect(await ask('A')).toMatchObject({ data: { a: 'Query' } });
    expect(await ask('B')).toMatchObject({ data: { b: 'Query' } });
    expect(await ask('C')).toMatchObject({ data: { __typename: 'Mutation' } });
  });

  it('sends no statement twice', async () => {
    const recorder = recordStatements();
    await system.data('{ customers(first: 2) { totalCount nodes { activities { nodes { key } } } } }');
    expect(recorder.stop()).toHaveLength(3);
  });
});
