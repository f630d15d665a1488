/** Tiers and segments over facts as the road makes them, in an account that counts in pounds. */

import { coreActivities } from '../../src/activities/kinds.ts';
import { coreThreads } from '../../src/activities/threads.ts';
import type { Condition, LeafCondition } from '../../src/contract/condition.ts';
import type { FactCatalogue } from '../../src/contract/fact.ts';
import { calendarOf } from '../../src/metrics/calendar.ts';
import { coreMetrics } from '../../src/metrics/catalogue.ts';
import { listAccumulators, planMetrics } from '../../src/metrics/plan.ts';
import { makeCatalogue } from '../../src/pipeline/make-catalogue.ts';
import { segments } from '../../src/segments/segments.ts';

export const account = { currency: 'GBP', timeZone: 'Europe/London' };

const sources = {
  metrics: coreMetrics,
  kinds: new Map(coreActivities.map((kind) => [kind.key, kind])),
  threads: new Map(coreThreads.map((type) => [type.key, type])),
  keepers: [],
  calendar: calendarOf(account.timeZone),
};

const slots = new Map(
  [...listAccumulators(sources).values()].map(({ key, width }, i) => [key, { slot: i * 4, width, generation: 1 }]),
);
const attributes = [
  { key: 'country', title: 'Country', type: 'string' as const, options: [], personal: false },
  { key: 'plan', title: 'Plan', type: 'enum' as const, options: ['basic', 'pro'], personal: false },
];
const risky: { segments: object[] } = {
  segments: [
    { key: 'at-risk', title: 'At risk', when: { all: [{ fact: 'ordersEver', operator: 'known', value: true }] } },
  ],
};

/** Every fact of core, two attributes, and what one set of segments provides. */
export const catalogue: FactCatalogue = makeCatalogue(
  planMetrics(sources, slots, 1),
  attributes,
  segments.provides?.(risky as never, 'risk') ?? [],
);

export const test = (fact: string, operator: string, value: unknown): LeafCondition => ({ fact, operator, value });

/** A document of segments with one for each condition. */
export const segmentsOf = (...conditions: Condition[]): never =>
  ({ segments: conditions.map((when, i) => ({ key: `s${i}`, title: `Segment ${i}`, when })) }) as never;
