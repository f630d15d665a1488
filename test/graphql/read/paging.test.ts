import { beforeAll, describe, expect, it } from 'vitest';
import { type TestApp, testApp } from '../../support/app.ts';
import { recordStatements } from '../../support/database.ts';
import { happen } from '../../support/story.ts';

const NOW = Date.UTC(2026, 10, 23, 12);
const DAY = 86_400_000;

interface Page {
  customers: {
    totalCount?: number;
    edges: { cursor: string; node: { externalId: string } }[];
    pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
  };
}

const PAGE = `query ($first: Int, $last: Int, $after: String, $before: String, $orderBy: [CustomerOrder!]) {
  customers(first: $first, last: $last, after: $after, before: $before, orderBy: $orderBy) {
    edges { cursor node { externalId } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`;

const ORDERS: readonly (readonly object[] | undefined)[] = [
  undefined,
  [{ field: 'CREATED_AT', direction: 'ASC' }],
  [{ field: 'EXTERNAL_ID', direction: 'DESC' }],
  [{ field: 'JOINED_AT', direction: 'ASC' }],
  [{ field: 'JOINED_AT', direction: 'DESC' }],
  [{ metric: 'ordersEver', direction: 'DESC' }],
  [{ metric: 'averageOrderEver', direction: 'ASC' }],
  [
    { metric: 'daysSinceLastPurchase', direction: 'DESC' },
    { field: 'EXTERNAL_ID', direction: 'ASC' },
  ],
  [
    { metric: 'meanRating', direction: 'DESC' },
    { field: 'JOINED_AT', direction: 'ASC' },
    { metric: 'ordersEver', direction: 'ASC' },
  ],
];

let system: TestApp;
let everybody: string[];

beforeAll(async () => {
  system = await testApp({ clock: () => NOW });
  // many ties: few different values, and some that are unknown
  const events = Array.from({ length: 40 }, (_, i) => i).flatMap((i) => {
    const who = `c${String(i).padStart(2, '0')}`;
    const rating = { who, kind: 'rating', at: NOW - DAY, payload: { score: i % 3, scaleMin: 0, scaleMax: 10 } };
    const purchases = Array.from({ length: i % 4 }, (_unused, n) => ({
      who,
      kind: 'purchase',
      at: NOW - (n + (i % 5)) * DAY,
      payload: { amount: 1000 + (i % 3) * 333, currency: 'EUR' },
    }));
    const referral = { who, kind: 'referralMade', at: NOW - DAY, payload: { referral: 'r' } };
    return [referral, ...(i % 2 ? [rating] : []), ...purchases];
  });
  const profiles = Array.from({ length: 40 }, (_, i) => ({
    customer: { externalId: `c${String(i).padStart(2, '0')}` },
    ...(i % 3 ? { joinedAt: NOW - (i % 4) * DAY } : {}),
  }));
  await happen(system.app, events, profiles);
  everybody = Array.from({ length: 40 }, (_, i) => `c${String(i).padStart(2, '0')}`);
});

const names = ({ customers }: Page) => customers.edges.map(({ node }) => node.externalId);

describe('paging', () => {
  it.each(ORDERS.map((orderBy) => [JSON.stringify(orderBy) ?? 'newest first', orderBy]))(
    'meets everybody once, forwards and backwards alike, by %s',
    async (_name, orderBy) => {
      const whole = names(await system.data<Page>(PAGE, { first: 100, orderBy }));
      expect(whole.toSorted()).toEqual(everybody);

      const forwards: string[] = [];
      for (let after: string | null = null, more = true; more; ) {
        const page: Page = await system.data<Page>(PAGE, { first: 7, after, orderBy });
        expect(page.customers.pageInfo.hasPreviousPage).toBe(after !== null);
        forwards.push(...names(page));
        after = page.customers.pageInfo.endCursor;
        more = page.customers.pageInfo.hasNextPage;
      }
      expect(forwards).toEqual(whole);

      const backwards: string[] = [];
      for (let before: string | null = null, more = true; more; ) {
        const page: Page = await system.data<Page>(PAGE, { last: 7, before, orderBy });
        expect(page.customers.pageInfo.hasNextPage).toBe(before !== null);
        backwards.unshift(...names(page));
        before = page.customers.pageInfo.startCursor;
        more = page.customers.pageInfo.hasPreviousPage;
      }
      expect(backwards).toEqual(whole);
    },
  );

  it('reads between two cursors', async () => {
    const { customers } = await system.data<Page>(PAGE, { first: 20, orderBy: ORDERS[5] });
    const [after, before] = [customers.edges[3]?.cursor, customers.edges[9]?.cursor];
    const between = await system.data<Page>(PAGE, { first: 100, after, before, orderBy: ORDERS[5] });
    expect(names(between)).toEqual(customers.edges.slice(4, 9).map(({ node }) => node.externalId));
  });

  it('reads one statement for a page, and counts only when the count is selected', async () => {
    await system.data(PAGE, { first: 5 });
    const recorder = recordStatements();
    await system.data(PAGE, { first: 5 });
    expect(recorder.stop()).toHaveLength(1);
    const counting = recordStatements();
    const { customers } = await system.data<Page>('{ customers(first: 2) { totalCount edges { node { id } } } }');
    expect(customers.totalCount).toBe(40);
    expect(counting.stop().filter((text) => text.includes('count(*)'))).toHaveLength(1);
  });
});

describe('a cursor that came back', () => {
  const forged = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const id = '00000000-0000-5000-8000-000000000000';

  it('is refused when it is not one', async () => {
    const { customers } = await system.data<Page>(PAGE, { first: 1 });
    const [signature] = JSON.parse(Buffer.from(customers.edges[0]?.cursor ?? '', 'base64url').toString());
    const hostile = [
      '',
      'x',
      '🦊',
      'A'.repeat(100_000),
      forged({}),
      forged(null),
      forged([signature]),
      forged([signature, NOW, `${id}'; drop table customer; --`, NOW]),
      forged([signature, NOW, id, 'tomorrow']),
      forged([signature, NOW, id, null]),
      forged([signature, NOW, id, 9e15]),
      forged([signature, NOW, id, -9e15]),
      forged([signature, NOW, id, NOW, NOW]),
      forged([signature, null, id, NOW]),
      forged(['other', NOW, id, NOW]),
    ];
    for (const after of hostile) {
      const { errors, data } = await system.run<Page | null>(PAGE, { first: 1, after });
      expect([after.slice(0, 40), errors?.[0]?.extensions?.code]).toEqual([after.slice(0, 40), 'BAD_CURSOR']);
      expect(data).toBeNull();
    }
  });

  it('is refused in a list that is sorted otherwise', async () => {
    const { customers } = await system.data<Page>(PAGE, { first: 1, orderBy: ORDERS[5] });
    const { errors } = await system.run(PAGE, { first: 1, after: customers.edges[0]?.cursor, orderBy: ORDERS[6] });
    expect(errors?.[0]?.extensions?.code).toBe('BAD_CURSOR');
  });
});

it('refuses pages without bounds', async () => {
  for (const args of [{ first: 101 }, { last: 101 }, { first: -1 }, { first: 1, last: 1 }]) {
    const { errors } = await system.run(PAGE, args);
    expect(errors?.[0]?.extensions?.code).toBe('BAD_PAGE');
  }
});
