import type { Metric } from '../contract/metric.ts';
import { metric } from './make-metric.ts';

/** Plans, referrals and ratings. */
export const relationship: readonly Metric[] = [
  metric('activePlans', {
    title: 'Active plans',
    description: 'Plans that were started or renewed, and not cancelled since.',
    type: 'integer',
    unit: 'plans',
    measure: { from: 'plan', where: [{ field: 'active', operator: 'equal', value: true }], aggregate: 'count' },
  }),
  metric('planValue', {
    title: 'Plan value a year',
    description: 'Price of all active plans for a year.',
    type: 'money',
    unit: 'money',
    measure: { from: 'plan', aggregate: 'sum', of: 'yearlyValue' },
  }),
  metric('nextRenewalAt', {
    title: 'Next renewal',
    description: 'When the first of the active plans ends its term.',
    type: 'instant',
    unit: 'time',
    direction: 'neutral',
    measure: { from: 'plan', aggregate: 'min', of: 'renewsAt' },
  }),
  metric('daysToRenewal', {
    title: 'Days to renewal',
    description: 'Days of 24 hours until the next renewal, rounded up; below 0 when it is overdue.',
    type: 'integer',
    unit: 'days',
    direction: 'neutral',
    derive: { form: 'daysUntil', of: 'nextRenewalAt' },
  }),
  ...(
    [
      ['renewals', 'Plan renewals', 'planRenewed', 'higherIsBetter'],
      ['upgrades', 'Plan upgrades', 'planUpgraded', 'higherIsBetter'],
      ['downgrades', 'Plan downgrades', 'planDowngraded', 'lowerIsBetter'],
      ['cancellations', 'Plan cancellations', 'planCancelled', 'lowerIsBetter'],
    ] as const
  ).flatMap(([name, what, from, direction]) =>
    [365, undefined].map((windowDays) =>
      metric(`${name}${windowDays ? `Last${windowDays}Days` : 'Ever'}`, {
        title: `${what} ${windowDays ? `in the last ${windowDays} days` : 'ever'}`,
        description: `${what}${windowDays ? ` within the last ${windowDays} days` : ', of all time'}.`,
        type: 'integer',
        unit: 'times',
        direction,
        measure: windowDays ? { from, aggregate: 'count', windowDays } : { from, aggregate: 'count' },
      }),
    ),
  ),
  metric('referralsMade', {
    title: 'Referrals made',
    description: 'People the customer recommended us to.',
    type: 'integer',
    unit: 'referrals',
    measure: { from: 'referralMade', aggregate: 'count' },
  }),
  metric('referralsConverted', {
    title: 'Referrals converted',
    description: 'Recommended people who became customers.',
    type: 'integer',
    unit: 'referrals',
    measure: { from: 'referralConverted', aggregate: 'count' },
  }),
  metric('lastRating', {
    title: 'Last rating',
    description: 'The latest rating, on the scale it was given on.',
    type: 'decimal',
    unit: 'points',
    measure: { from: 'rating', aggregate: 'last', of: 'score' },
  }),
  metric('lastRatingAt', {
    title: 'Time of the last rating',
    description: 'When the customer last rated something.',
    type: 'instant',
    unit: 'time',
    direction: 'neutral',
    measure: { from: 'rating', aggregate: 'lastAt' },
  }),
  metric('meanRating', {
    title: 'Mean rating',
    description: 'Mean of all ratings; meaningful when they share one scale.',
    type: 'decimal',
    unit: 'points',
    measure: { from: 'rating', aggregate: 'mean', of: 'score' },
  }),
];
