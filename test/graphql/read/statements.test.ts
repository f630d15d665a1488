import { beforeAll, expect, it } from 'vitest';
import { type TestApp, testApp } from '../../support/app.ts';
import { recordStatements } from '../../support/database.ts';
import { happen, publish } from '../../support/story.ts';

const NOW = Date.UTC(2026, 10, 23, 12);
const when = { all: [{ fact: 'ordersEver', operator: 'greaterThanInclusive', value: 1 }] };

let system: TestApp;

beforeAll(async () => {
  system = await testApp({ clock: () => NOW });
  await publish(system.app, 'groups', 'segments', {
    segments: ['a', 'b', 'c'].map((key) => ({ key, title: key, when })),
  });
  await publish(system.app, 'club', 'loyalty-tiers', { tiers: [{ key: 'gold', title: 'Gold', rank: 1, when }] });
  const events = Array.from({ length: 100 }, (_, i) => i).flatMap((i) =>
    [1, 2, 3].map((n) => ({
      who: `c${i}`,
      kind: 'purchase',
      at: NOW - n * 1000,
      payload: { amount: n, currency: 'EUR' },
    })),
  );
  await happen(system.app, events);
});

async function count(document: string, variables: Record<string, unknown>): Promise<number> {
  const recorder = recordStatements();
  await system.data(document, variables);
  return recorder.stop().length;
}

const PEOPLE = `metrics { ordersEver spendEver { amount } all { key } } segments { key since } tier { key since }`;

it.each([
  [
    'metrics, segments and tier',
    `query ($first: Int) { customers(first: $first) { edges { cursor node { id ${PEOPLE} } } } }`,
    1,
  ],
  [
    'the timeline as well',
    `query ($first: Int) { customers(first: $first) { totalCount edges { node { ${PEOPLE}
       activities(first: 2) { totalCount edges { cursor node { kind } } } } } } }`,
    4,
  ],
  [
    'why it holds as well',
    `query ($first: Int) { customers(first: $first) { edges { node { ${PEOPLE} segments { cause { by } versionNumber why
       segment { memberCount } } tier { why } outcomes { why } } } } }`,
    3,
  ],
  [
    'a filter and an order',
    `query ($first: Int) { customers(first: $first, where: { metrics: { ordersEver: { gte: 1 } } },
       orderBy: [{ metric: spendEver, direction: DESC }]) { edges { node { ${PEOPLE} } } } }`,
    2,
  ],
  [
    'members of segments',
    `query ($first: Int) { segments { memberCount members(first: $first) { totalCount edges { since node { ${PEOPLE} } } } } }`,
    3,
  ],
])('%s: as many statements for 100 as for 1', async (_name, document, statements) => {
  await system.data(document, { first: 1 });
  expect(await count(document, { first: 1 })).toBe(statements);
  expect(await count(document, { first: 100 })).toBe(statements);
});

it('nodes are read together', async () => {
  const { customers } = await system.data<{ customers: { edges: { node: { id: string } }[] } }>(
    '{ customers(first: 100) { edges { node { id } } } }',
  );
  const ids = customers.edges.map(({ node }) => node.id);
  expect(await count(`query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Customer { ${PEOPLE} } } }`, { ids })).toBe(
    1,
  );
});
