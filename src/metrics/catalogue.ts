import { defineMetric, type Metric } from '../contract/metric.ts';

type Spec = Pick<Metric, 'title' | 'description' | 'type' | 'unit'> &
  Partial<Pick<Metric, 'direction' | 'measure' | 'derive'>>;
const metric = (key: string, spec: Spec): Metric => defineMetric({ key, direction: 'higherIsBetter', ...spec });

/** A metric in the last 30, 90 and 365 days, and ever. */
function overTime(name: string, what: string, spec: Pick<Metric, 'type' | 'unit' | 'measure'> & Partial<Metric>): Metric[] {
  const direction = spec.direction ?? 'higherIsBetter';
  const measure = spec.measure as NonNullable<Metric['measure']>;
  const windows = [30, 90, 365].map((days) =>
    metric(`${name}Last${days}Days`, {
      ...spec,
      direction,
      title: `${what} in the last ${days} days`,
      description: `${what} whose time lies within the last ${days} days of 24 hours.`,
      measure: { ...measure, windowDays: days },
    }),
  );
  const ever = metric(`${name}Ever`, { ...spec, direction, title: `${what} ever`, description: `${what}, of all time.`, measure });
  return [...windows, ever];
}

const ratio = (key: string, title: string, of: string, by: string, spec: Partial<Metric>): Metric =>
  metric(key, { title, description: `${title}; unknown without any.`, type: 'money', unit: 'money', ...spec, derive: { form: 'ratio', of, by } });

const interactions = (['social', 'email', 'chat', 'call', 'web', 'app'] as const).map((channel) =>
  metric(`${channel}InteractionsEver`, {
    title: `Interactions by ${channel}`,
    description: `Interactions over the channel "${channel}", of all time.`,
    type: 'integer',
    unit: 'interactions',
    measure: { from: 'interaction', where: [{ field: 'channel', operator: 'equal', value: channel }], aggregate: 'count' },
  }),
);

const buying: readonly Metric[] = [
  ...overTime('orders', 'Orders', { type: 'integer', unit: 'orders', measure: { from: 'purchase', aggregate: 'count' } }),
  ...overTime('spend', 'Spend', {
    type: 'money',
    unit: 'money',
    measure: { from: 'purchase', aggregate: 'sum', of: 'amount' },
  }),
  ...[30, 90, 365].map((days) =>
    ratio(`averageOrderLast${days}Days`, `Average order in the last ${days} days`, `spendLast${days}Days`, `ordersLast${days}Days`, {}),
  ),
  ratio('averageOrderEver', 'Average order ever', 'spendEver', 'ordersEver', {}),
  ...overTime('purchaseDays', 'Distinct days with a purchase', {
    type: 'integer',
    unit: 'days',
    measure: { from: 'purchase', aggregate: 'distinctDays' },
  }),
  ...overTime('refunds', 'Refunds', {
    type: 'integer',
    unit: 'refunds',
    direction: 'lowerIsBetter',
    measure: { from: 'refund', aggregate: 'count' },
  }),
  ...overTime('refunded', 'Amount refunded', {
    type: 'money',
    unit: 'money',
    direction: 'lowerIsBetter',
    measure: { from: 'refund', aggregate: 'sum', of: 'amount' },
  }),
  metric('netSpendEver', {
    title: 'Net spend ever',
    description: 'Spend minus what was refunded, of all time.',
    type: 'money',
    unit: 'money',
    derive: { form: 'difference', of: 'spendEver', minus: 'refundedEver' },
  }),
  metric('firstPurchaseAt', {
    title: 'First purchase',
    description: 'When the customer first bought something.',
    type: 'instant',
    unit: 'time',
    direction: 'neutral',
    measure: { from: 'purchase', aggregate: 'firstAt' },
  }),
  metric('lastPurchaseAt', {
    title: 'Last purchase',
    description: 'When the customer last bought something.',
    type: 'instant',
    unit: 'time',
    measure: { from: 'purchase', aggregate: 'lastAt' },
  }),
  metric('daysSinceFirstPurchase', {
    title: 'Days since first purchase',
    description: 'Whole days of 24 hours since the first purchase.',
    type: 'integer',
    unit: 'days',
    direction: 'neutral',
    derive: { form: 'daysSince', of: 'firstPurchaseAt' },
  }),
  metric('daysSinceLastPurchase', {
    title: 'Days since last purchase',
    description: 'Whole days of 24 hours since the last purchase.',
    type: 'integer',
    unit: 'days',
    direction: 'lowerIsBetter',
    derive: { form: 'daysSince', of: 'lastPurchaseAt' },
  }),
  metric('purchaseFrequencyChange', {
    title: 'Change of purchase frequency',
    description:
      'Orders a day in the last 90 days against the customer’s own habit, the orders a day in the rest of the last ' +
      '365 days (counted from the first purchase on), as a share: -0.5 is half as often. Unknown without earlier orders.',
    type: 'decimal',
    unit: 'share',
    derive: {
      form: 'rateChange',
      recent: 'ordersLast90Days',
      recentDays: 90,
      whole: 'ordersLast365Days',
      wholeDays: 365,
      since: 'firstPurchaseAt',
    },
  }),
];

const service: readonly Metric[] = [
  ...overTime('interactions', 'Interactions', {
    type: 'integer',
    unit: 'interactions',
    measure: { from: 'interaction', aggregate: 'count' },
  }),
  ...interactions,
  metric('lastInteractionAt', {
    title: 'Last interaction',
    description: 'When the customer was last in touch.',
    type: 'instant',
    unit: 'time',
    measure: { from: 'interaction', aggregate: 'lastAt' },
  }),
  metric('openComplaints', {
    title: 'Open complaints',
    description: 'Complaints that were opened and are not resolved.',
    type: 'integer',
    unit: 'complaints',
    direction: 'lowerIsBetter',
    measure: { from: 'complaint', where: [{ field: 'open', operator: 'equal', value: true }], aggregate: 'count' },
  }),
  ...overTime('complaints', 'Complaints opened', {
    type: 'integer',
    unit: 'complaints',
    direction: 'lowerIsBetter',
    measure: { from: 'complaintOpened', aggregate: 'count' },
  }),
  metric('lastComplaintAt', {
    title: 'Last complaint',
    description: 'When the customer last opened a complaint.',
    type: 'instant',
    unit: 'time',
    direction: 'neutral',
    measure: { from: 'complaintOpened', aggregate: 'lastAt' },
  }),
  metric('meanResponseTime', {
    title: 'Mean response time',
    description: 'Mean time from a complaint to its first answer, over complaints that were answered.',
    type: 'duration',
    unit: 'milliseconds',
    direction: 'lowerIsBetter',
    measure: { from: 'complaint', aggregate: 'mean', of: 'responseTime' },
  }),
  metric('meanResolutionTime', {
    title: 'Mean resolution time',
    description: 'Mean time from a complaint to its last resolution, over complaints that are resolved.',
    type: 'duration',
    unit: 'milliseconds',
    direction: 'lowerIsBetter',
    measure: { from: 'complaint', aggregate: 'mean', of: 'resolutionTime' },
  }),
  metric('complaintsResolved', {
    title: 'Complaints resolved',
    description: 'Complaints that were resolved and not reopened since.',
    type: 'integer',
    unit: 'complaints',
    direction: 'neutral',
    measure: { from: 'complaint', where: [{ field: 'resolved', operator: 'equal', value: true }], aggregate: 'count' },
  }),
  metric('complaintsResolvedAtFirstContact', {
    title: 'Complaints resolved at first contact',
    description: 'Resolved complaints that needed one contact only and were never reopened.',
    type: 'integer',
    unit: 'complaints',
    measure: { from: 'complaint', where: [{ field: 'firstContact', operator: 'equal', value: true }], aggregate: 'count' },
  }),
  ratio('firstContactShare', 'Share resolved at first contact', 'complaintsResolvedAtFirstContact', 'complaintsResolved', {
    type: 'decimal',
    unit: 'share',
  }),
];

const relationship: readonly Metric[] = [
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

/** The metrics that core brings: buying, service and relationship. */
export const coreMetrics: readonly Metric[] = [...buying, ...service, ...relationship];
