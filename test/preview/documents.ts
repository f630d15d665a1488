import fc from 'fast-check';
import type { Condition } from '../../src/contract/condition.ts';
import type { Replacement } from '../../src/pipeline/engine-with.ts';

const leaf = (fact: string, operator: string, value: fc.Arbitrary<unknown>): fc.Arbitrary<Condition> =>
  value.map((it) => ({ fact, operator, value: it }));

const number = fc.integer({ min: 0, max: 5 });
const measured: readonly fc.Arbitrary<Condition>[] = [
  leaf('ordersEver', 'greaterThanInclusive', number),
  leaf('ordersLast30Days', 'lessThan', number),
  leaf('spendLast90Days', 'greaterThan', fc.integer({ min: 0, max: 60_000 })),
  leaf('daysSinceLastPurchase', 'greaterThan', fc.integer({ min: 0, max: 120 })),
  leaf('openComplaints', 'equal', number),
  leaf('lastRating', 'lessThan', fc.integer({ min: 1, max: 5 })),
  leaf('lastPurchaseAt', 'lessThanCalendarDaysAgo', fc.integer({ min: 1, max: 60 })),
  leaf(
    'daysToRenewal',
    'between',
    fc.integer({ min: 0, max: 30 }).map((most) => [0, most]),
  ),
  leaf('locale', 'equal', fc.constantFrom('en', 'de')),
  leaf('attribute.city', 'equal', fc.constantFrom('Ulm', 'Bath')),
];
const member = ['a1', 'a2'].map((key) => leaf(`segment.${key}`, 'equal', fc.boolean()));
const tier = [leaf('tier.b', 'in', fc.constantFrom(['gold'], ['gold', 'silver'], ['silver']))];

function conditions(leaves: readonly fc.Arbitrary<Condition>[]): fc.Arbitrary<Condition> {
  const one = fc.oneof(...leaves);
  const some = fc.array(one, { minLength: 1, maxLength: 3 });
  return fc.oneof(
    some.map((all) => ({ all })),
    some.map((any) => ({ any })),
    one.map((not) => ({ all: [{ not }] })),
  );
}

const segments = (keys: readonly string[], leaves: readonly fc.Arbitrary<Condition>[]) =>
  fc
    .tuple(...keys.map(() => conditions(leaves)))
    .map((whens) => ({ segments: keys.map((key, i) => ({ key, title: key, when: whens[i] })) }));

const document = {
  a: segments(['a1', 'a2', 'a3'], measured),
  b: fc
    .tuple(conditions([...measured, ...member]), conditions(measured), fc.boolean())
    .map(([gold, silver, swapped]) => ({
      tiers: [
        { key: 'gold', title: 'Gold', rank: swapped ? 1 : 2, when: gold },
        { key: 'silver', title: 'Silver', rank: swapped ? 2 : 1, when: silver },
      ],
    })),
  c: fc
    .integer({ min: 1, max: 3 })
    .chain((count) => segments(['c1', 'c2', 'c3'].slice(0, count), [...measured, ...member, ...tier])),
};
const KINDS = { a: 'segments', b: 'loyalty-tiers', c: 'segments' } as const;

const draft = (key: keyof typeof document): fc.Arbitrary<Replacement> =>
  document[key].map((source) => ({ ruleSetKey: key, kind: KINDS[key], source: JSON.stringify(source) }));

/** One to three documents of rule sets that read each other: segments, tiers, and segments again. */
export const drafts: fc.Arbitrary<readonly Replacement[]> = fc.oneof(
  ...(['a', 'b', 'c'] as const).map((key) => fc.tuple(draft(key))),
  fc.tuple(draft('a'), draft('b')),
  fc.tuple(draft('a'), draft('b'), draft('c')),
);

export const allDrafts: fc.Arbitrary<readonly Replacement[]> = fc.tuple(draft('a'), draft('b'), draft('c'));
