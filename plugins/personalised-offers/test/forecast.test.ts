import { expect, it } from 'vitest';
import { customerIdOf } from '../../../src/activities/identify.ts';
import { readPreview } from '../../../src/preview/read-preview.ts';
import { makePreview } from '../../../test/preview/preview.ts';
import { OFFERS, type OffersDocument } from '../offers/document.ts';
import { buy, DAY, NOON, offer, setting } from './setting.ts';

const names = Array.from({ length: 60 }, (_, i) => `c${i}`);
const many = { all: [{ fact: 'ordersEver', operator: 'greaterThanInclusive', value: 2 }] };
const own = await setting({
  spring: {
    budgets: [{ key: 'pot', title: 'Pot', amount: 5000 }],
    offers: [
      offer('welcome', { when: many, group: 'one' }),
      offer('thanks', { when: many, cost: 700, budget: 'pot' }),
      offer('early', { from: '2026-07-11T12:00:00Z' }),
    ],
  },
});
// every third bought twice
await own.record(NOON, ...names.flatMap((who, i) => [buy(who, 'a', NOON), ...(i % 3 ? [] : [buy(who, 'b', NOON)])]));

/** How often each offer was made, and for how many it was refused, by name and reason. */
async function counted(): Promise<Record<string, number>> {
  const rows = await own.database.query<{ name: string; count: number }>(
    'counted',
    `select name, count(*)::int from (
       select rule_set || ' ' || offer as name from personalised_offers_offer union all
       select rule_set || ' ' || offer || ' ' || reason from personalised_offers_refusal) x group by 1`,
  );
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
}

it('a preview tells how many offers publishing would make, and why not more', async () => {
  const before = await counted();
  const document: OffersDocument = {
    experiment: { holdout: 0.2, won: { by: 'purchase', withinDays: 30 } },
    budgets: [{ key: 'purse', title: 'Purse', amount: 10_000 }],
    offers: [
      offer('rival', { group: 'one', caps: { inAll: { most: 9 } } }),
      offer('twin', { group: 'one' }),
      offer('paid', { cost: 900, budget: 'purse' }),
      offer('later', { from: '2026-07-21T12:00:00Z' }),
      offer('case', { bought: { any: ['phone'], withinDays: 30 } }),
      offer('nobody', { when: { all: [{ fact: 'ordersEver', operator: 'greaterThan', value: 5 }] } }),
    ],
  };
  const now = NOON + DAY;
  const draft = { ruleSetKey: 'summer', kind: OFFERS, source: JSON.stringify(document) };
  const preview = await readPreview(own.database, await makePreview(own.road, [draft], now));
  expect(await counted()).toEqual(before);

  await own.publish('summer', document);
  await own.road.settle({ activities: [], customerIds: names.map((who) => customerIdOf(who)), now });
  const after = await counted();
  const told = (preview?.result?.forecasts ?? []).flatMap(({ type, ruleSet, key, customers, withheld }) => [
    [`${type} ${ruleSet} ${key}`, customers],
    ...Object.entries(withheld).map(([reason, times]) => [`${ruleSet} ${key} ${reason}`, times]),
  ]);
  const happened = Object.entries(after)
    .filter(([name]) => name.startsWith('summer '))
    .map(([name, count]) => [name.split(' ').length === 2 ? `offer.made ${name}` : name, count]);
  expect(Object.fromEntries(told.filter(([, count]) => count !== 0))).toEqual(Object.fromEntries(happened));
  expect(Object.keys(Object.fromEntries(told)).sort()).toEqual([
    'offer.made summer case',
    'offer.made summer later',
    'offer.made summer paid',
    'offer.made summer rival',
    'offer.made summer twin',
    'summer case notBought',
    'summer later notYet',
    'summer paid budgetSpent',
    'summer paid heldOut',
    'summer rival capReached',
    'summer rival groupTaken',
    'summer rival heldOut',
    'summer twin groupTaken',
    'summer twin heldOut',
  ]);
});
