import type { Metric } from '../contract/metric.ts';
import { metric } from './make-metric.ts';

/** Plans, referrals and ratings. */
export const relationship: readonly Metric[] = [
  metric('activePlans', {
    title: 'Active plans',
    description: 'Plans that were started or renewed, and not cancelled since.',
    zh: ['有效方案数', '已开始或续订、且之后未取消的方案。'],
    type: 'integer',
    unit: 'plans',
    measure: { from: 'plan', where: [{ field: 'active', operator: 'equal', value: true }], aggregate: 'count' },
  }),
  metric('planValue', {
    title: 'Plan value a year',
    description: 'Price of all active plans for a year.',
    zh: ['方案年价值', '所有有效方案一年的价格。'],
    type: 'money',
    unit: 'money',
    measure: { from: 'plan', aggregate: 'sum', of: 'yearlyValue' },
  }),
  metric('nextRenewalAt', {
    title: 'Next renewal',
    description: 'When the first of the active plans ends its term.',
    zh: ['下次续订时间', '有效方案中最早到期的时间。'],
    type: 'instant',
    unit: 'time',
    direction: 'neutral',
    measure: { from: 'plan', aggregate: 'min', of: 'renewsAt' },
  }),
  metric('daysToRenewal', {
    title: 'Days to renewal',
    description: 'Days of 24 hours until the next renewal, rounded up; below 0 when it is overdue.',
    zh: ['距续订天数', '距下次续订的天数（每天按 24 小时计，向上取整）；逾期时小于 0。'],
    type: 'integer',
    unit: 'days',
    direction: 'neutral',
    derive: { form: 'daysUntil', of: 'nextRenewalAt' },
  }),
  ...(
    [
      ['renewals', 'Plan renewals', '方案续订次数', 'planRenewed', 'higherIsBetter'],
      ['upgrades', 'Plan upgrades', '方案升级次数', 'planUpgraded', 'higherIsBetter'],
      ['downgrades', 'Plan downgrades', '方案降级次数', 'planDowngraded', 'lowerIsBetter'],
      ['cancellations', 'Plan cancellations', '方案取消次数', 'planCancelled', 'lowerIsBetter'],
    ] as const
  ).flatMap(([name, what, zh, from, direction]) =>
    [365, undefined].map((windowDays) =>
      metric(`${name}${windowDays ? `Last${windowDays}Days` : 'Ever'}`, {
        title: `${what} ${windowDays ? `in the last ${windowDays} days` : 'ever'}`,
        description: `${what}${windowDays ? ` within the last ${windowDays} days` : ', of all time'}.`,
        zh: windowDays
          ? [`近 ${windowDays} 天${zh}`, `最近 ${windowDays} 天内的${zh}。`]
          : [`累计${zh}`, `全部时间内的${zh}。`],
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
    zh: ['推荐人数', '客户向其推荐我们的人数。'],
    type: 'integer',
    unit: 'referrals',
    measure: { from: 'referralMade', aggregate: 'count' },
  }),
  metric('referralsConverted', {
    title: 'Referrals converted',
    description: 'Recommended people who became customers.',
    zh: ['推荐成功人数', '经推荐成为客户的人数。'],
    type: 'integer',
    unit: 'referrals',
    measure: { from: 'referralConverted', aggregate: 'count' },
  }),
  metric('lastRating', {
    title: 'Last rating',
    description: 'The latest rating, on the scale it was given on.',
    zh: ['最近一次评分', '最近一次评分，按其评分时的量表。'],
    type: 'decimal',
    unit: 'points',
    measure: { from: 'rating', aggregate: 'last', of: 'score' },
  }),
  metric('lastRatingAt', {
    title: 'Time of the last rating',
    description: 'When the customer last rated something.',
    zh: ['最近一次评分时间', '客户最近一次评分的时间。'],
    type: 'instant',
    unit: 'time',
    direction: 'neutral',
    measure: { from: 'rating', aggregate: 'lastAt' },
  }),
  metric('meanRating', {
    title: 'Mean rating',
    description: 'Mean of all ratings; meaningful when they share one scale.',
    zh: ['平均评分', '所有评分的平均值；使用同一量表时才有意义。'],
    type: 'decimal',
    unit: 'points',
    measure: { from: 'rating', aggregate: 'mean', of: 'score' },
  }),
];
