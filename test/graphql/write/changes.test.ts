import { beforeAll, describe, expect, it } from 'vitest';
import { operator } from '../../../src/access/viewer.ts';
import { publishVersion } from '../../../src/authoring/publish.ts';
import { saveRuleSet } from '../../../src/authoring/save-rule-set.ts';
import { encodeCursor } from '../../../src/feed/cursor.ts';
import { drainSequencer } from '../../../src/feed/sequencer.ts';
import { type TestApp, testApp } from '../../support/app.ts';
import { recordStatements } from '../../support/database.ts';
import { purchase, record, test } from './record.ts';

let app: TestApp;

interface Node {
  __typename: string;
  id: string;
  cursor: string;
  position: number;
  changeSeq: number;
  type: string;
  ruleSet: string;
  versionNumber: number;
  cause: { by: string; activityId: string | null };
  why: unknown;
  customer: { externalId: string; metrics: { ordersEver: number } };
  segmentKey?: string;
  fromTier?: string | null;
  toTier?: string | null;
}
interface Page {
  changes: {
    edges: { cursor: string; node: Node }[];
    pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string | null; startCursor: string | null };
  };
}

const read = async (args: string): Promise<Page['changes']> =>
  (
    await app.data<Page>(`{ changes(${args}) {
      edges { cursor node {
        __typename id cursor position changeSeq type ruleSet versionNumber cause { by activityId } why
        customer { externalId metrics { ordersEver } }
        ... on SegmentEntered { segmentKey } ... on SegmentLeft { segmentKey } ... on TierChanged { fromTier toTier }
      } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`)
  ).changes;

beforeAll(async () => {
  app = await testApp();
  const { road, database } = app.app;
  const when = (value: number) => ({ all: [test('ordersEver', 'greaterThanInclusive', value)] });
  const segments = {
    segments: [
      { key: 'one', title: 'One', when: when(1) },
      { key: 'three', title: 'Three', when: when(3) },
    ],
  };
  const tiers = {
    tiers: [
      { key: 'silver', title: 'Silver', rank: 1, when: when(2) },
      { key: 'gold', title: 'Gold', rank: 2, when: when(3) },
    ],
  };
  for (const [key, kind, document] of [
    ['orders', 'segments', segments],
    ['club', 'loyalty-tiers', tiers],
  ] as const) {
    await saveRuleSet(road, operator, { key, kind, title: key, source: JSON.stringify(document) });
    await publishVersion(road, operator, key, 1);
  }
  for (const round of [1, 2, 3])
    await record(
      app,
      Array.from({ length: 10 }, (_, i) => purchase(`c${i}`, `k${round}`)),
    );
  await drainSequencer(database);
});

describe('the connection of changes', () => {
  it('tells every change with its own fields, its cause and why', async () => {
    const { edges } = await read('first: 100');
    expect(edges).toHaveLength(40);
    expect(edges.map(({ node }) => node.position)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
    const mine = edges.map(({ node }) => node).filter(({ customer }) => customer.externalId === 'c3');
    expect(
      mine.map(({ changeSeq, type, segmentKey, fromTier, toTier }) => [
        changeSeq,
        type,
        segmentKey ?? `${fromTier} → ${toTier}`,
      ]),
    ).toEqual(
      [
        [1, 'SEGMENT_ENTERED', 'one'],
        [2, 'TIER_CHANGED', 'null → silver'],
        [3, 'TIER_CHANGED', 'silver → gold'],
        [4, 'SEGMENT_ENTERED', 'three'],
      ].sort((a, b) => Number(a[0]) - Number(b[0])),
    );
    for (const node of mine) {
      expect(node).toMatchObject({
        cause: { by: 'ACTIVITY', activityId: expect.any(String) },
        versionNumber: 1,
        customer: { metrics: { ordersEver: 3 } },
      });
      expect(JSON.stringify(node.why)).toContain('ordersEver');
    }
    expect(mine[0]?.ruleSet).toBe('orders');
    expect(new Set(edges.map(({ node }) => node.id)).size).toBe(40);
  });

  it('can be read in pages from both ends, and each cursor leads on', async () => {
    const all = (await read('first: 100')).edges.map(({ node }) => node.id);
    const forwards: string[] = [];
    let after = '';
    for (let pages = 0; pages < 10; pages++) {
      const { edges, pageInfo } = await read(`first: 7${after && `, after: "${after}"`}`);
      forwards.push(...edges.map(({ node }) => node.id));
      expect(pageInfo.hasPreviousPage).toBe(after !== '');
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor ?? '';
    }
    expect(forwards).toEqual(all);
    const end = await read('last: 3');
    expect(end.edges.map(({ node }) => node.id)).toEqual(all.slice(-3));
    expect(end.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    const before = await read(`last: 3, before: "${end.pageInfo.startCursor}"`);
    expect(before.edges.map(({ node }) => node.id)).toEqual(all.slice(-6, -3));
    expect((await read(`first: 5, after: "${end.pageInfo.endCursor}"`)).edges).toEqual([]);
  });

  it('can be narrowed to types and to segments', async () => {
    const tiers = await read('first: 100, types: [TIER_CHANGED]');
    expect(tiers.edges.map(({ node }) => node.type)).toEqual(Array(20).fill('TIER_CHANGED'));
    const three = await read('first: 100, segments: ["three"]');
    expect(three.edges.map(({ node }) => node.segmentKey)).toEqual(Array(10).fill('three'));
    expect((await read('first: 100, segments: ["three"], types: [SEGMENT_LEFT]')).edges).toEqual([]);
  });

  it('refuses cursors of other feeds, and pages that are too large, with a code and a status', async () => {
    const foreign = encodeCursor({ epoch: '00000000-0000-4000-8000-000000000000', position: 3 });
    for (const cursor of ['nonsense', foreign]) {
      const response = await app.post(
        { query: `{ changes(after: "${cursor}") { nodes { id } } }` },
        { accept: 'application/graphql-response+json' },
      );
      expect(response.status).toBe(400);
      const { data, errors } = (await response.json()) as {
        data: null;
        errors: { extensions: { code: string }; message: string }[];
      };
      expect(data).toBeNull();
      expect(errors[0]?.extensions.code).toBe('BAD_CURSOR');
      expect(errors[0]?.message).toContain('Read the members of your segments again');
    }
    expect((await app.run('{ changes(first: 101) { nodes { id } } }')).errors?.[0]?.extensions?.code).toBeTruthy();
  });

  it('gives the place behind the newest change', async () => {
    const { feedCursor } = await app.data<{ feedCursor: string }>('{ feedCursor }');
    expect(feedCursor).toBe((await read('last: 1')).edges[0]?.cursor);
  });

  it('sends as many statements for a page of forty as for one change', async () => {
    await read('first: 1');
    const count = async (first: number): Promise<number> => {
      const statements = recordStatements();
      await read(`first: ${first}`);
      return statements.stop().length;
    };
    expect(await count(40)).toBe(await count(1));
  });
});
