import type { AttributeDraft } from '../customers/declare-attribute.ts';
import { minorUnits } from './money.ts';

/** A rule set of the demo: its document is what a marketer would write. */
export interface DemoRuleSet {
  readonly key: string;
  readonly kind: string;
  readonly title: string;
  readonly document: object;
}

const test = (fact: string, operator: string, value: unknown) => ({ fact, operator, value });
const atLeast = (fact: string, value: number) => test(fact, 'greaterThanInclusive', value);

/** What is known about the invented customers besides what they do. */
export const demoAttributes: readonly AttributeDraft[] = [
  { key: 'country', title: 'Country', type: 'string' },
  { key: 'newsletter', title: 'Reads the newsletter', type: 'boolean' },
  { key: 'birthDate', title: 'Date of birth', type: 'date' },
  { key: 'plan', title: 'Plan', type: 'string' },
];

/** Segments, tiers and offers for the invented customers; amounts suit the currency of the account. */
export function demoRuleSets(currency: string): readonly DemoRuleSet[] {
  const money = (euros: number): number => Math.round(euros * minorUnits(currency));
  const monetary = (key: string, name: string, terms: object) => ({ key, name, kind: 'monetary', ...terms });
  const freeDelivery = monetary('free-delivery', 'Free delivery', {
    value: { amount: money(4.9), per: 'order' },
    cost: { amount: money(3), per: 'order' },
  });
  const memberPrice = monetary('member-price', 'Member price', {
    value: { percent: 5, per: 'order' },
    limit: { amount: money(100), per: 'year' },
  });
  const earlyAccess = { key: 'early-access', name: 'Early access', kind: 'non-monetary' };
  return [
    {
      key: 'lifecycle',
      kind: 'segments',
      title: 'Where customers stand',
      document: {
        segments: [
          {
            key: 'active',
            title: 'Active',
            description: 'Bought something in the last 30 days.',
            when: { all: [atLeast('ordersLast30Days', 1)] },
          },
          {
            key: 'lapsed',
            title: 'Lapsed',
            description: 'Bought before, and nothing for half a year.',
            when: { all: [atLeast('daysSinceLastPurchase', 180)] },
          },
          {
            key: 'at-risk',
            title: 'At risk',
            description: 'Buys much less than usual, or waits for us to solve a complaint.',
            when: {
              any: [
                {
                  all: [
                    atLeast('ordersEver', 3),
                    test('purchaseFrequencyChange', 'lessThan', -0.5),
                    test('daysSinceLastPurchase', 'lessThan', 180),
                  ],
                },
                { all: [atLeast('openComplaints', 1)] },
              ],
            },
          },
          {
            key: 'big-spenders',
            title: 'Big spenders',
            description: 'Spent a lot within a year.',
            when: { all: [atLeast('spendLast365Days', money(1000))] },
          },
          {
            key: 'promoters',
            title: 'Promoters',
            description: 'Likes us, and tells others.',
            when: { all: [atLeast('meanRating', 4), atLeast('referralsMade', 1)] },
          },
        ],
      },
    },
    {
      key: 'loyalty',
      kind: 'loyalty-tiers',
      title: 'Loyalty programme',
      document: {
        tiers: [
          { key: 'bronze', title: 'Bronze', rank: 1, when: { all: [atLeast('ordersLast365Days', 1)] } },
          {
            key: 'silver',
            title: 'Silver',
            rank: 2,
            benefits: ['Birthday card', freeDelivery],
            when: { all: [atLeast('ordersLast365Days', 3), atLeast('spendLast365Days', money(300))] },
          },
          {
            key: 'gold',
            title: 'Gold',
            rank: 3,
            benefits: ['Birthday card', freeDelivery, memberPrice, earlyAccess],
            when: { all: [atLeast('ordersLast365Days', 6), atLeast('spendLast365Days', money(1000))] },
          },
        ],
      },
    },
    {
      key: 'life',
      kind: 'retention-targets',
      title: 'Keeping customers',
      document: {
        stages: [
          {
            ...{ key: 'won-back', title: 'Won back', phase: 'wonBack', after: ['lapsed'] },
            when: { all: [test('daysSinceLastPurchase', 'lessThan', 60)] },
          },
          {
            ...{ key: 'active', title: 'Active', phase: 'active' },
            when: { all: [test('daysSinceLastPurchase', 'lessThan', 60), atLeast('ordersEver', 2)] },
          },
          {
            ...{ key: 'at-risk', title: 'At risk', phase: 'atRisk' },
            when: { all: [atLeast('daysSinceLastPurchase', 60), test('daysSinceLastPurchase', 'lessThan', 120)] },
          },
          {
            ...{ key: 'lapsed', title: 'Lapsed', phase: 'lapsed' },
            when: { all: [atLeast('daysSinceLastPurchase', 120)] },
          },
          {
            ...{ key: 'onboarding', title: 'Onboarding', phase: 'onboarding' },
            when: { all: [test('ordersEver', 'lessThan', 2)] },
          },
        ],
        otherwise: 'onboarding',
        signals: [
          { key: 'complaint', title: 'A complaint is open', when: { all: [atLeast('openComplaints', 1)] } },
          {
            ...{ key: 'slowing', title: 'Buys half as often as before' },
            when: { all: [test('purchaseFrequencyChange', 'lessThanInclusive', -0.5)] },
          },
          {
            key: 'bad-service',
            title: 'Rated low at last',
            when: { all: [test('lastRating', 'lessThanInclusive', 2)] },
          },
          { key: 'renewal', title: 'Renewal is near', when: { all: [test('daysToRenewal', 'lessThanInclusive', 30)] } },
        ],
        quadrant: {
          satisfied: { all: [atLeast('meanRating', 4)] },
          dissatisfied: { all: [test('meanRating', 'lessThan', 4)] },
          leaving: { all: [atLeast('daysSinceLastPurchase', 60)] },
        },
      },
    },
    {
      key: 'voices',
      kind: 'feedback-loop',
      title: 'Closing the loop',
      document: {
        rules: [
          {
            ...{ key: 'unhappy', title: 'Dissatisfied' },
            upon: { activity: 'rating', fields: [{ field: 'score', to: 2 }] },
            follow: { openCase: { priority: 'high', owner: 'support' } },
          },
          {
            ...{ key: 'review', title: 'Ask for a review' },
            upon: { activity: 'rating', fields: [{ field: 'score', from: 5 }] },
            when: { all: [test('openComplaints', 'lessThanInclusive', 0)] },
            follow: { ask: 'review' },
          },
        ],
        hours: { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: 9, until: 17 },
        deadlines: { analysed: 8, acted: 24, told: 40 },
        escalateTo: 'support-lead',
      },
    },
    {
      key: 'offers',
      kind: 'personalised-offers',
      title: 'Offers',
      document: {
        experiment: { holdout: 0.1, won: { by: 'purchase', withinDays: 30 } },
        budgets: [{ key: 'thanks', title: 'Thanks', amount: money(2000) }],
        offers: [
          {
            key: 'thank-you',
            title: '5 off the next order',
            message: { en: 'Thank you: 5 off your next order.', zh: '感谢惠顾：下一单立减 5 元。' },
            when: { all: [atLeast('ordersLast365Days', 2)] },
            upon: { after: 'purchase', withinHours: 24 },
            openDays: 14,
            priority: 1,
            value: money(5),
            group: 'discounts',
            cost: money(5),
            budget: 'thanks',
            caps: { perCustomer: { most: 1, days: 60 } },
            contact: false,
          },
          {
            key: 'come-back',
            title: 'Free delivery for whoever comes back',
            message: { en: 'We missed you: your next delivery is free.', zh: '好久不见：下一单免运费。' },
            when: { all: [atLeast('daysSinceLastPurchase', 90), test('daysSinceLastPurchase', 'lessThan', 365)] },
            openDays: 30,
            group: 'discounts',
            caps: { perCustomer: { most: 1, days: 180 } },
          },
        ],
      },
    },
  ];
}
