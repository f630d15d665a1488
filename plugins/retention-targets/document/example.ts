import type { LeafCondition } from '#contract';
import type { RetentionDocument } from './document.ts';

const test = (fact: string, operator: string, value: number | boolean): LeafCondition => ({ fact, operator, value });

/** A shop without contracts: whoever bought within three months is a customer, and after a year nobody is. */
export const example: RetentionDocument = {
  stages: [
    {
      ...{ key: 'won-back', title: 'Won back', phase: 'wonBack', after: ['lapsed', 'churned'] },
      when: { all: [test('daysSinceLastPurchase', 'lessThan', 90), test('ordersEver', 'greaterThanInclusive', 2)] },
    },
    {
      ...{ key: 'onboarding', title: 'Onboarding', phase: 'onboarding' },
      when: { all: [test('ordersEver', 'lessThanInclusive', 1), test('daysSinceLastPurchase', 'lessThan', 90)] },
    },
    {
      ...{ key: 'active', title: 'Active', phase: 'active' },
      when: { all: [test('daysSinceLastPurchase', 'lessThan', 90)] },
    },
    {
      ...{ key: 'at-risk', title: 'At risk', phase: 'atRisk' },
      when: { all: [test('daysSinceLastPurchase', 'lessThan', 180)] },
    },
    {
      ...{ key: 'lapsed', title: 'Lapsed', phase: 'lapsed' },
      when: { all: [test('daysSinceLastPurchase', 'lessThan', 365)] },
    },
    {
      ...{ key: 'churned', title: 'Churned', phase: 'churned' },
      when: { all: [test('daysSinceLastPurchase', 'greaterThanInclusive', 365)] },
    },
  ],
  otherwise: 'onboarding',
  signals: [
    {
      ...{ key: 'complaint', title: 'Complaint open' },
      when: { all: [test('openComplaints', 'greaterThanInclusive', 1)] },
    },
    {
      ...{ key: 'slowing', title: 'Buys half as often as before' },
      when: { all: [test('purchaseFrequencyChange', 'lessThanInclusive', -0.5)] },
    },
    {
      ...{ key: 'quiet', title: 'Was in touch every quarter, and is no more' },
      when: {
        all: [
          test('interactionsLast365Days', 'greaterThanInclusive', 4),
          test('interactionsLast90Days', 'lessThanInclusive', 0),
        ],
      },
    },
    {
      ...{ key: 'bad-service', title: 'Rated a service low at last' },
      when: { all: [test('lastRating', 'lessThanInclusive', 2)] },
    },
    {
      ...{ key: 'renewal', title: 'Renewal is near' },
      when: { all: [test('daysToRenewal', 'lessThanInclusive', 30)] },
    },
  ],
  quadrant: {
    satisfied: { all: [test('lastNps', 'greaterThanInclusive', 7)] },
    dissatisfied: { all: [test('lastNps', 'lessThanInclusive', 6)] },
    leaving: { all: [test('daysSinceLastPurchase', 'greaterThanInclusive', 90)] },
  },
  targets: [
    {
      ...{ key: 'all', title: 'All customers', base: 0.6, from: '2026-01-01', years: 3 },
      ladder: { by: 'points', step: 0.03, atMost: 0.8 },
      above: { industry: 'retail' },
    },
  ],
};
