import type { Metric } from '../contract/metric.ts';
import { metric, overTime, ratio } from './make-metric.ts';

/** Orders, spend, refunds, and how often a customer buys. */
export const buying: readonly Metric[] = [
  ...overTime('orders', 'Orders', '订单数', {
    type: 'integer',
    unit: 'orders',
    measure: { from: 'purchase', aggregate: 'count' },
  }),
  ...overTime('spend', 'Spend', '消费', {
    type: 'money',
    unit: 'money',
    measure: { from: 'purchase', aggregate: 'sum', of: 'amount' },
  }),
  ...[30, 90, 365].map((days) =>
    ratio(
      `averageOrderLast${days}Days`,
      `Average order in the last ${days} days`,
      `近 ${days} 天平均每单金额`,
      `spendLast${days}Days`,
      `ordersLast${days}Days`,
      { type: 'money', unit: 'money' },
    ),
  ),
  ratio('averageOrderEver', 'Average order ever', '累计平均每单金额', 'spendEver', 'ordersEver', {
    type: 'money',
    unit: 'money',
  }),
  ...overTime('purchaseDays', 'Distinct days with a purchase', '有购买的天数', {
    type: 'integer',
    unit: 'days',
    measure: { from: 'purchase', aggregate: 'distinctDays' },
  }),
  ...overTime('refunds', 'Refunds', '退款次数', {
    type: 'integer',
    unit: 'refunds',
    direction: 'lowerIsBetter',
    measure: { from: 'refund', aggregate: 'count' },
  }),
  ...overTime('refunded', 'Amount refunded', '退款金额', {
    type: 'money',
    unit: 'money',
    direction: 'lowerIsBetter',
    measure: { from: 'refund', aggregate: 'sum', of: 'amount' },
  }),
  metric('netSpendEver', {
    title: 'Net spend ever',
    description: 'Spend minus what was refunded, of all time.',
    zh: ['累计净消费', '全部时间内的消费减去退款。'],
    type: 'money',
    unit: 'money',
    derive: { form: 'difference', of: 'spendEver', minus: 'refundedEver' },
  }),
  metric('firstPurchaseAt', {
    title: 'First purchase',
    description: 'When the customer first bought something.',
    zh: ['首次购买时间', '客户第一次购买的时间。'],
    type: 'instant',
    unit: 'time',
    direction: 'neutral',
    measure: { from: 'purchase', aggregate: 'firstAt' },
  }),
  metric('lastPurchaseAt', {
    title: 'Last purchase',
    description: 'When the customer last bought something.',
    zh: ['最近一次购买时间', '客户最近一次购买的时间。'],
    type: 'instant',
    unit: 'time',
    measure: { from: 'purchase', aggregate: 'lastAt' },
  }),
  metric('daysSinceFirstPurchase', {
    title: 'Days since first purchase',
    description: 'Whole days of 24 hours since the first purchase.',
    zh: ['距首次购买天数', '自首次购买以来的整天数（每天按 24 小时计）。'],
    type: 'integer',
    unit: 'days',
    direction: 'neutral',
    derive: { form: 'daysSince', of: 'firstPurchaseAt' },
  }),
  metric('daysSinceLastPurchase', {
    title: 'Days since last purchase',
    description: 'Whole days of 24 hours since the last purchase.',
    zh: ['距最近一次购买天数', '自最近一次购买以来的整天数（每天按 24 小时计）。'],
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
    zh: [
      '购买频率变化',
      '最近 90 天的日均订单数，与客户自身习惯（最近 365 天其余时间的日均订单数，自首次购买起算）相比的变化比例：-0.5 表示频率减半。没有更早的订单时未知。',
    ],
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
