import { operator } from '../../src/access/viewer.ts';
import { declareAttribute } from '../../src/customers/declare-attribute.ts';
import { generatePopulation } from '../../src/demo/population.ts';
import { demoAttributes } from '../../src/demo/rule-sets.ts';
import { publishDemoSurveys } from '../../src/demo/surveys.ts';
import { publish, type TestRoad, testRoad } from '../support/road.ts';

export const DAY = 86_400_000;
export const NOW = Date.UTC(2026, 10, 27, 9, 30);

const leaf = (fact: string, operator: string, value: unknown) => ({ fact, operator, value });
const atLeast = (fact: string, value: number) => leaf(fact, 'greaterThanInclusive', value);
const segment = (key: string, when: object) => ({ key, title: key, when });

const lifecycle = [
  segment('active', atLeast('ordersLast30Days', 1)),
  segment('lapsed', {
    all: [leaf('daysSinceLastPurchase', 'greaterThan', 120), leaf('lastPurchaseAt', 'known', true)],
  }),
  segment('slowing', {
    any: [
      { all: [atLeast('ordersEver', 3), leaf('purchaseFrequencyChange', 'lessThan', -0.5)] },
      { not: { any: [leaf('openComplaints', 'equal', 0), leaf('meanRating', 'greaterThan', 4)] } },
    ],
  }),
  segment('quiet', { not: atLeast('interactionsLast90Days', 2) }),
  segment('fan', { any: [atLeast('lastRating', 4.5), atLeast('referralsMade', 1)] }),
  segment('regular', leaf('ordersLast365Days', 'between', [4, 8])),
  segment('odd', leaf('ordersEver', 'notIn', [1, 2, 5, 9])),
  segment('season', {
    all: [
      leaf('lastPurchaseAt', 'after', '2026-11-01T00:00:00Z'),
      leaf('lastPurchaseAt', 'before', '2026-12-31T00:00:00Z'),
    ],
  }),
  segment('renewing', leaf('nextRenewalAt', 'withinElapsedDaysAhead', 30)),
  segment('recent', leaf('lastPurchaseAt', 'lessThanCalendarDaysAgo', 7)),
  segment('reader', { all: [leaf('attribute.newsletter', 'equal', true), leaf('locale', 'startsWith', 'de')] }),
  segment('abroad', { all: [leaf('attribute.country', 'notIn', ['DE', 'FR']), leaf('locale', 'notEqual', 'en-GB')] }),
];
const tier = (key: string, rank: number, orders: number, spend: number) => ({
  ...segment(key, { all: [atLeast('ordersLast365Days', orders), atLeast('spendLast365Days', spend)] }),
  rank,
});
const offers = [
  segment('win-back', { all: [leaf('segment.lapsed', 'equal', true), leaf('tierRank.loyalty', 'lessThan', 2)] }),
  segment('thanks', {
    any: [
      leaf('tier.loyalty', 'equal', 'gold'),
      { all: [leaf('segment.fan', 'equal', true), atLeast('spendEver', 20_000)] },
    ],
  }),
  segment('care', { all: [leaf('segment.slowing', 'equal', true), { not: leaf('segment.quiet', 'equal', true) }] }),
];

/** Segments, tiers, and segments that read both, over the sample population as it is now. */
export async function explainedRoad(customers: number): Promise<TestRoad & { readonly ids: readonly string[] }> {
  const made = await testRoad();
  const { road, database } = made;
  await publishDemoSurveys(road, operator);
  for (const attribute of demoAttributes) await declareAttribute(database, operator, attribute);
  await publish(road, 'lifecycle', 'segments', { segments: lifecycle });
  await publish(road, 'loyalty', 'loyalty-tiers', {
    tiers: [tier('bronze', 1, 1, 0), tier('silver', 2, 3, 15_000), tier('gold', 3, 6, 50_000)],
  });
  await publish(road, 'offers', 'segments', { segments: offers });
  for (const { profile, activities } of generatePopulation({ customers, seed: 11, now: NOW, currency: 'EUR' }))
    await road.settle({ profiles: [profile], activities, now: NOW });
  const rows = await database.query<{ id: string }>('ids', 'select id from customer order by id');
  return { ...made, ids: rows.map(({ id }) => id) };
}
