import type { Metric } from '../contract/metric.ts';
import { metric, overTime, ratio } from './make-metric.ts';

/** Orders, spend, refunds, and how often a customer buys. */
export const buying: readonly Metric[] = [
  ...overTime('orders', 'Orders', {
    type: 'integer',
    unit: 'orders',
    measure: { from: 'purchase', aggregate: 'count' },
  }),
  ...overTime('spend', 'Spend', {
    type: 'money',
    unit: 'money',
    measure: { from: 'purchase', aggregate: 'sum', of: 'amount' },
  }),
  ...[30, 90, 365].map((days) =>
    ratio(
      `averageOrderLast${days}Days`,
      `Average order in the last ${days} days`,
      `spendLast${days}Days`,
      `ordersLast${days}Days`,
      {},
    ),
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
