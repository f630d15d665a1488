import { operator } from '../src/access/viewer.ts';
import type { ActivityDraft } from '../src/activities/draft.ts';
import { publishVersion } from '../src/authoring/publish.ts';
import { saveRuleSet } from '../src/authoring/save-rule-set.ts';
import type { Road } from '../src/pipeline/road.ts';

/** A small seeded generator (mulberry32): the same workload in every run. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Thirty facts and the range in which a customer's value mostly lies. */
export const FACTS: readonly (readonly [string, number])[] = [
  ['ordersLast30Days', 6],
  ['ordersLast90Days', 12],
  ['ordersLast365Days', 20],
  ['ordersEver', 20],
  ['spendLast30Days', 40_000],
  ['spendLast90Days', 80_000],
  ['spendLast365Days', 120_000],
  ['spendEver', 120_000],
  ['averageOrderLast30Days', 9000],
  ['averageOrderLast90Days', 9000],
  ['averageOrderLast365Days', 9000],
  ['averageOrderEver', 9000],
  ['purchaseDaysLast30Days', 6],
  ['purchaseDaysLast90Days', 12],
  ['purchaseDaysLast365Days', 20],
  ['purchaseDaysEver', 20],
  ['refundsLast30Days', 2],
  ['refundsLast90Days', 2],
  ['refundsEver', 2],
  ['refundedEver', 20_000],
  ['netSpendEver', 120_000],
  ['interactionsLast30Days', 6],
  ['interactionsLast90Days', 12],
  ['interactionsLast365Days', 20],
  ['interactionsEver', 20],
  ['emailInteractionsEver', 6],
  ['webInteractionsEver', 6],
  ['referralsMade', 2],
  ['lastRating', 5],
  ['meanRating', 5],
];

/** How far apart thresholds lie: of ten activities about three move a customer over one of the fifty. */
export const SPREAD = 16;

/** Segments over thirty facts, about four comparisons each, nested `all`, `any` and `not`. */
export function segmentsDocument(count: number, seed = 7): string {
  const random = seeded(seed);
  const leaf = () => {
    const [fact, most] = FACTS[Math.floor(random() * FACTS.length)] as (typeof FACTS)[number];
    const operator = random() < 0.5 ? 'greaterThanInclusive' : 'lessThan';
    return { fact, operator, value: Math.max(1, Math.round(random() * most * SPREAD)) };
  };
  const segments = Array.from({ length: count }, (_, i) => {
    const shape = i % 3;
    const when =
      shape === 0
        ? { all: [leaf(), leaf(), { any: [leaf(), leaf()] }] }
        : shape === 1
          ? { any: [{ all: [leaf(), leaf()] }, { all: [leaf(), leaf()] }] }
          : { all: [leaf(), { any: [leaf(), leaf()] }, { not: leaf() }] };
    return { key: `s${i}`, title: `Segment ${i}`, when };
  });
  return JSON.stringify({ segments });
}

/** The same document with another threshold in each of its first `changed` rules. */
export function changedDocument(count: number, changed: number): string {
  const { segments } = JSON.parse(segmentsDocument(count)) as { segments: object[] };
  const moved = segments.map((segment, i) => {
    let done = i >= changed;
    return JSON.parse(JSON.stringify(segment), (key: string, value: number): number => {
      if (key !== 'value' || done) return value;
      done = true;
      return value + 1;
    });
  });
  return JSON.stringify({ segments: moved });
}

export async function publishSegments(road: Road, count = 50): Promise<void> {
  await saveRuleSet(road, operator, {
    key: 'bench',
    kind: 'segments',
    title: 'Segments',
    source: segmentsDocument(count),
  });
  await publishVersion(road, operator, 'bench', 1);
}

/** Endless activities of a shop's customers, in order of time: purchases, interactions, some refunds and ratings. */
export function* activities(
  customers: number,
  from: number,
  step: number,
  seed = 11,
  prefix = 'c',
): Generator<ActivityDraft> {
  const random = seeded(seed);
  for (let n = 0; ; n++) {
    const customer = { externalId: `${prefix}${Math.floor(random() * customers)}` };
    const base = { customer, key: `k${n}`, source: 'bench', occurredAt: Math.floor(from + n * step) };
    const pick = random();
    if (pick < 0.5)
      yield { ...base, kind: 'purchase', payload: { amount: 500 + Math.floor(random() * 20_000), currency: 'EUR' } };
    else if (pick < 0.9)
      yield { ...base, kind: 'interaction', payload: { channel: random() < 0.5 ? 'email' : 'web', type: 'click' } };
    else if (pick < 0.95)
      yield { ...base, kind: 'refund', payload: { amount: 500 + Math.floor(random() * 2000), currency: 'EUR' } };
    else yield { ...base, kind: 'rating', payload: { score: 1 + Math.floor(random() * 5), scaleMin: 1, scaleMax: 5 } };
  }
}

export function take<T>(source: Iterator<T>, count: number): T[] {
  const items: T[] = [];
  while (items.length < count) items.push(source.next().value as T);
  return items;
}
