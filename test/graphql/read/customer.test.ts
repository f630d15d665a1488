import { beforeAll, describe, expect, it } from 'vitest';
import { type TestApp, testApp } from '../../support/app.ts';
import { happen } from '../../support/story.ts';

const NOW = Date.UTC(2026, 10, 23, 12);
const DAY = 86_400_000;

let system: TestApp;

beforeAll(async () => {
  system = await testApp({ clock: () => NOW });
  const buy = (amount: number, days: number) => ({
    who: 'ada',
    kind: 'purchase',
    at: NOW - days * DAY,
    payload: { amount, currency: 'EUR', channel: 'online', items: [{ sku: 'tea', quantity: 2, amount: 500 }] },
  });
  await happen(system.app, [
    buy(1000, 3),
    buy(1001, 2),
    {
      who: 'ada',
      kind: 'interaction',
      at: NOW - DAY,
      payload: { channel: 'chat', type: 'conversation', duration: 90_000 },
    },
    { who: 'bob', kind: 'referralMade', at: NOW - DAY, payload: { referral: 'r' } },
  ]);
});

interface Found {
  customer: { id: string; externalId: string } | null;
}
const idOf = async (externalId: string): Promise<string> =>
  (
    await system.data<Found>('query ($e: String) { customer(by: { externalId: $e }) { id externalId } }', {
      e: externalId,
    })
  ).customer?.id ?? '';

describe('a customer', () => {
  it('is found by either name, and null is nobody', async () => {
    const id = await idOf('ada');
    const byId = 'query ($id: ID) { customer(by: { id: $id }) { id externalId } }';
    expect(await system.data(byId, { id })).toEqual({ customer: { id, externalId: 'ada' } });
    expect(await idOf('nobody')).toBe('');
    expect(await idOf('a\0da')).toBe('');
    const stranger = Buffer.from('Customer:not-a-uuid').toString('base64');
    expect(await system.data(byId, { id: stranger })).toEqual({ customer: null });
  });

  it('is a node', async () => {
    const ids = [
      await idOf('bob'),
      Buffer.from('Customer:00000000-0000-5000-8000-000000000000').toString('base64'),
      await idOf('ada'),
    ];
    const text = `query ($id: ID!, $ids: [ID!]!) { node(id: $id) { __typename id }
      nodes(ids: $ids) { __typename id ... on Customer { externalId metrics { ordersEver } } } }`;
    expect(await system.data(text, { id: ids[0], ids })).toEqual({
      node: { __typename: 'Customer', id: ids[0] },
      nodes: [
        { __typename: 'Customer', id: ids[0], externalId: 'bob', metrics: { ordersEver: 0 } },
        null,
        { __typename: 'Customer', id: ids[2], externalId: 'ada', metrics: { ordersEver: 2 } },
      ],
    });
  });

  it('has metrics as typed values; what is unknown is null', async () => {
    const { customers } = await system.data<{ customers: { edges: { node: { metrics: unknown } }[] } }>(
      `{ customers(orderBy: [{ field: EXTERNAL_ID }]) { edges { node { metrics {
        ordersEver lastPurchaseAt daysSinceLastPurchase meanRating meanResolutionTime
        spendEver { amount amountMinor currencyCode } averageOrderEver { amount amountMinor }
        value(key: "averageOrderEver") { title unit type direction known number money { amount } }
        none: value(key: "nope") { key } } } } } }`,
    );
    const value = {
      title: 'Average order ever',
      unit: 'money',
      type: 'MONEY',
      direction: 'HIGHER_IS_BETTER',
      number: null,
    };
    expect(customers.edges.map(({ node }) => node.metrics)).toEqual([
      {
        ordersEver: 2,
        lastPurchaseAt: new Date(NOW - 2 * DAY).toISOString(),
        daysSinceLastPurchase: 2,
        meanRating: null,
        meanResolutionTime: null,
        spendEver: { amount: '20.01', amountMinor: 2001, currencyCode: 'EUR' },
        averageOrderEver: { amount: '10.01', amountMinor: 1001 }, // 1000.5, half away from zero
        value: { ...value, known: true, money: { amount: '10.01' } },
        none: null,
      },
      {
        ordersEver: 0,
        lastPurchaseAt: null,
        daysSinceLastPurchase: null,
        meanRating: null,
        meanResolutionTime: null,
        spendEver: { amount: '0.00', amountMinor: 0, currencyCode: 'EUR' },
        averageOrderEver: null,
        value: { ...value, known: false, money: null },
        none: null,
      },
    ]);
  });

  it('lists every metric there is, as the definitions say', async () => {
    const { customer, metricDefinitions } = await system.data<{
      customer: { metrics: { all: { key: string; type: string }[] } };
      metricDefinitions: { key: string; own: boolean; type: string }[];
    }>(`{ customer(by: { externalId: "ada" }) { metrics { all { key type } } } metricDefinitions { key type own } }`);
    expect(metricDefinitions.length).toBeGreaterThan(60);
    expect(metricDefinitions.filter(({ own }) => own)).toEqual([]);
    expect(customer.metrics.all).toEqual(metricDefinitions.map(({ key, type }) => ({ key, type })));
  });
});

describe('a timeline', () => {
  const TIMELINE = `query ($kinds: [ActivityKind!], $first: Int, $after: String, $last: Int) {
    customer(by: { externalId: "ada" }) { activities(kinds: $kinds, first: $first, after: $after, last: $last) {
      totalCount pageInfo { hasNextPage endCursor }
      edges { node { __typename kind occurredAt
        ... on PurchaseActivity { amount { amount } channel items { sku quantity amount { amount } } }
        ... on InteractionActivity { duration type } } } } } }`;
  interface Timeline {
    customer: {
      activities: { totalCount: number; pageInfo: { endCursor: string }; edges: { node: { kind: string } }[] };
    };
  }

  it('has the newest first, each kind with its fields', async () => {
    const { customer } = await system.data<Timeline>(TIMELINE);
    const bought = { __typename: 'PurchaseActivity', kind: 'purchase', channel: 'ONLINE' };
    const items = [{ sku: 'tea', quantity: 2, amount: { amount: '5.00' } }];
    expect(customer.activities.totalCount).toBe(3);
    expect(customer.activities.edges.map(({ node }) => node)).toEqual([
      {
        __typename: 'InteractionActivity',
        kind: 'interaction',
        occurredAt: at(1),
        duration: 90_000,
        type: 'CONVERSATION',
      },
      { ...bought, occurredAt: at(2), amount: { amount: '10.01' }, items },
      { ...bought, occurredAt: at(3), amount: { amount: '10.00' }, items },
    ]);
  });
  const at = (days: number) => new Date(NOW - days * DAY).toISOString();

  it('is paged, and narrowed to kinds', async () => {
    const first = await system.data<Timeline>(TIMELINE, { first: 2 });
    const { endCursor } = first.customer.activities.pageInfo;
    const rest = await system.data<Timeline>(TIMELINE, { first: 2, after: endCursor });
    expect(rest.customer.activities.edges).toHaveLength(1);
    const last = await system.data<Timeline>(TIMELINE, { last: 1 });
    expect(last.customer.activities.edges).toEqual(rest.customer.activities.edges);
    const narrowed = await system.data<Timeline>(TIMELINE, { kinds: ['INTERACTION', 'REFUND'] });
    expect(narrowed.customer.activities.edges.map(({ node }) => node.kind)).toEqual(['interaction']);
    expect(narrowed.customer.activities.totalCount).toBe(1);
    const { errors } = await system.run(TIMELINE, { after: 'nonsense' });
    expect(errors?.[0]?.extensions?.code).toBe('BAD_CURSOR');
  });
});

it('writes money with the decimals of its currency', async () => {
  const yen = await testApp({ currency: 'JPY', clock: () => NOW });
  await happen(yen.app, [{ who: 'emi', kind: 'purchase', at: NOW, payload: { amount: 1250, currency: 'JPY' } }]);
  const text = (where: string) =>
    `{ customers(where: { metrics: { spendEver: { ${where} } } }) { edges { node { metrics { spendEver { amount currencyCode } } } } } }`;
  expect(await yen.data(text('eq: "1250"'))).toEqual({
    customers: { edges: [{ node: { metrics: { spendEver: { amount: '1250', currencyCode: 'JPY' } } } }] },
  });
  expect((await yen.run(text('eq: "1250.5"'))).errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
});

it('serves metrics that marketers defined', async () => {
  const { app } = await testApp({ clock: () => NOW });
  const definition = {
    key: 'teasEver',
    title: 'Teas',
    description: 'Chats.',
    type: 'integer',
    unit: 'teas',
    direction: 'higherIsBetter',
    measure: {
      from: 'interaction',
      where: [{ field: 'channel', operator: 'equal', value: 'chat' }],
      aggregate: 'count',
    },
  };
  await app.database.query('', 'insert into metric_definition (key, definition) values ($1, $2)', [
    'teasEver',
    definition,
  ]);
  const again = await testApp({ url: app.database.url, clock: () => NOW });
  await happen(again.app, [
    { who: 'ada', kind: 'interaction', at: NOW, payload: { channel: 'chat', type: 'conversation' } },
    { who: 'bob', kind: 'interaction', at: NOW, payload: { channel: 'call', type: 'conversation' } },
  ]);
  expect(
    await again.data(`{ customers(where: { metric: [{ key: "teasEver", number: { gte: 1 } }] }, orderBy: [{ ownMetric: "teasEver" }]) {
      edges { node { externalId metrics { value(key: "teasEver") { number unit } } } } } }`),
  ).toEqual({
    customers: { edges: [{ node: { externalId: 'ada', metrics: { value: { number: 1, unit: 'teas' } } } }] },
  });
});
