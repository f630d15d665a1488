import { expect, it } from 'vitest';
import type { Metric } from '../../src/contract/metric.ts';
import { recount } from '../../src/preview/read-preview.ts';
import { testRoad } from '../support/road.ts';
import { atLeast, buyers, DAY, NOW, outcomeOf, segments, tiers } from './population.ts';
import { makePreview, publishDrafts } from './preview.ts';

const { road, database } = await testRoad();
const active = (orders: number) => segments('lifecycle', { active: atLeast('ordersLast30Days', orders) });
await publishDrafts(road, [
  active(1),
  tiers('loyalty', { gold: atLeast('ordersEver', 4), silver: atLeast('ordersEver', 2) }),
]);
await buyers(road, 5, DAY);

const movesAt = async (at: number, ...drafts: Parameters<typeof makePreview>[1]) =>
  (await outcomeOf(road, await makePreview(road, drafts, at))).moves;

it('of a future instant, windows have lost by then what will have left them', async () => {
  expect(await movesAt(NOW, active(2))).toEqual(['c1 lifecycle: active → null']);
  // the last purchase of each lies 28 days back by then, the one before it 29: both are in the window for one day more
  expect(await movesAt(NOW + 27 * DAY, active(2))).toEqual(['c1 lifecycle: active → null']);
  const everybody = ['c1', 'c2', 'c3', 'c4', 'c5'].map((name) => `${name} lifecycle: active → null`);
  expect(await movesAt(NOW + 28 * DAY, active(2))).toEqual(everybody);
  const gone = await outcomeOf(road, await makePreview(road, [active(1)], NOW + 60 * DAY));
  expect(gone.preview.result?.customers).toBe(5);
  // nobody is active then by either version: what time alone does is not of the draft
  expect(await movesAt(NOW + 60 * DAY, active(2))).toEqual([]);
  const [row] = await database.query<{ latest: number }>('', 'select max(measured_at) as latest from customer');
  expect(row?.latest).toBe(NOW); // nothing was written
});

it('of a past instant, only what was known then counts', async () => {
  // c1 to c5 were recorded before, and c5 bought twice more since
  await database.query('', `update activity set recorded_at = to_timestamp($1::float8 / 1000)`, [NOW]);
  await database.query('', `update customer set created_at = to_timestamp($1::float8 / 1000)`, [NOW]);
  const late = NOW + 10 * DAY;
  const purchase = {
    source: 'test',
    kind: 'purchase',
    payload: { amount: 1000, currency: 'EUR' },
    occurredAt: NOW - DAY,
  };
  const activities = ['x', 'y'].map((key) => ({ ...purchase, customer: { externalId: 'c2' }, key }));
  await road.settle({
    activities: [...activities, { ...purchase, customer: { externalId: 'c9' }, key: 'z' }],
    now: late,
  });
  await database.query(
    '',
    `update activity set recorded_at = to_timestamp($1::float8 / 1000) where recorded_at > to_timestamp($2::float8 / 1000)`,
    [late, NOW],
  );
  await database.query(
    '',
    `update customer set created_at = to_timestamp($1::float8 / 1000) where external_id = 'c9'`,
    [late],
  );
  const draft = segments('lifecycle', { active: atLeast('ordersEver', 3) });
  expect(await movesAt(NOW + 1, draft)).toEqual(['c1 lifecycle: active → null', 'c2 lifecycle: active → null']);
  expect(await movesAt(late, draft)).toEqual(['c1 lifecycle: active → null', 'c9 lifecycle: active → null']);
  const then = await outcomeOf(road, await makePreview(road, [draft], NOW + 1));
  expect(then.preview.customers).toBe(5);
});

it('restricted to a share, a segment, or those who rise, it finds what such a rollout does', async () => {
  const at = NOW + 10 * DAY;
  const draft = tiers('loyalty', { gold: atLeast('ordersEver', 3), silver: atLeast('ordersEver', 5) });
  const rollout = { percent: null, segment: null, upgradesOnly: false, until: null };
  const of = (terms: object) => movesAt(at, { ...draft, rollout: { ...rollout, ...terms } });
  const everybody = await movesAt(at, draft);
  expect(everybody).toEqual(['c3 loyalty: silver → gold']);
  expect(await of({ percent: 100 })).toEqual(everybody);
  expect(await of({ percent: 0 })).toEqual([]);
  expect(await of({ segment: 'active' })).toEqual(everybody);
  const stricter = tiers('loyalty', { gold: atLeast('ordersEver', 3), silver: atLeast('ordersEver', 99) });
  const terms = { ...rollout, upgradesOnly: true };
  expect(await movesAt(at, { ...stricter, rollout: terms })).toEqual(everybody);
});

it('a metric that is new or measured in another way is measured for everybody, and written nowhere', async () => {
  const at = NOW + 10 * DAY;
  const { metrics } = (await road.engine()).plan;
  const orders = metrics.get('ordersEver')?.metric as Metric;
  const changed: Metric = { ...orders, measure: { from: 'purchase', aggregate: 'count', windowDays: 13 } };
  const id = await makePreview(road, [], at, [changed]);
  const { preview, moves } = await outcomeOf(road, id);
  // of the first purchases two are left in the window; c2 bought two more
  expect(moves).toEqual(['c4 loyalty: gold → silver', 'c5 loyalty: gold → silver']);
  expect(preview.result?.metrics.find(({ key }) => key === 'ordersEver')).toEqual({
    key: 'ordersEver',
    before: { known: 6, least: 1, greatest: 5, mean: 3 },
    after: { known: 6, least: 1, greatest: 4, mean: 2 },
  });
  expect((await road.engine()).plan.metrics.get('ordersEver')?.metric).toEqual(orders);
  const fresh: Metric = { ...orders, key: 'recentOrders', measure: changed.measure as never };
  const draft = segments('recent', { recent: atLeast('recentOrders', 2) });
  const both = await outcomeOf(road, await makePreview(road, [draft], at, [fresh]));
  expect(both.moves).toEqual(['c2', 'c3', 'c4', 'c5'].map((name) => `${name} recent: null → recent`));
});

it('a recount counts everybody of whom the preview may say something else', async () => {
  const at = NOW + 10 * DAY;
  const id = await makePreview(road, [active(2)], at);
  const { preview } = await outcomeOf(road, id);
  expect(await recount(database, preview, at)).toEqual({ customers: 6, changed: 0, share: 0, groundMoved: false });
  await road.settle({
    activities: [
      { customer: { externalId: 'c1' }, key: 'n', source: 'test', kind: 'referralMade', payload: { referral: 'r' } },
    ],
    now: at,
  });
  expect(await recount(database, preview, at)).toMatchObject({ changed: 1, share: 1 / 6 });
  // time goes on: purchases leave the window, so that everybody may be elsewhere
  expect((await recount(database, preview, at + 25 * DAY)).changed).toBe(6);
  await publishDrafts(road, [active(5)]);
  expect(await recount(database, preview, at)).toEqual({ customers: 6, changed: 6, share: 1, groundMoved: true });
});
