import { defineMetric, type Metric } from '#contract';
import { balanceOf, nextInstant } from '../ledger/balance.ts';
import type { Page } from './books.ts';

export const KEEPER = 'loyalty-tiers.points';

const count = (key: string, title: string, description: string, zh: Metric['title'], zhDescription: string): Metric =>
  defineMetric({
    key,
    title,
    description,
    translations: { zh: { title: zh, description: zhDescription, unit: '分' } },
    type: 'integer',
    unit: 'points',
    direction: key === 'pointsOwed' || key === 'pointsExpiringNext30Days' ? 'lowerIsBetter' : 'higherIsBetter',
    kept: { by: KEEPER, initial: 0 },
  });

/** What customers have in all programmes together. */
export const pointsMetrics: readonly Metric[] = [
  count(
    'pointsBalance',
    'Points to spend',
    'Points to spend, of all programmes.',
    '可用积分',
    '所有积分计划中可用的积分。',
  ),
  count(
    'pointsPending',
    'Pending points',
    'Points that were earned and cannot be spent yet, of all programmes.',
    '待入账积分',
    '所有积分计划中已获得但尚不能使用的积分。',
  ),
  count(
    'pointsOwed',
    'Points owed',
    'Points that were spent and whose purchase was given back; later points pay them off first.',
    '欠扣积分',
    '已使用但对应消费已退款的积分，之后获得的积分先行抵扣。',
  ),
  count(
    'pointsExpiringNext30Days',
    'Points that expire soon',
    'Points to spend that expire within the next 30 days if nothing is done, of all programmes.',
    '即将到期积分',
    '若不使用，将在未来 30 天内到期的可用积分（所有积分计划）。',
  ),
  count(
    'tierCredits',
    'Tier credits',
    'Credits in the qualifying periods as they are now, of all programmes; they are never spent.',
    '等级积分',
    '当前评级周期内的等级积分（所有积分计划），不可消费。',
  ),
  defineMetric({
    key: 'nextPointsExpiryAt',
    title: 'Next expiry of points',
    description: 'When points to spend expire next if nothing is done, of all programmes.',
    translations: {
      zh: { title: '下次积分到期', description: '若不使用，可用积分下次到期的时间（所有积分计划）。', unit: '时间' },
    },
    type: 'instant',
    unit: 'time',
    direction: 'neutral',
    kept: { by: KEEPER },
  }),
];

/** The values of a customer's metrics, by the pages of all its accounts. */
export function valuesOf(pages: readonly Page[]): Record<string, number> {
  const values = { pointsBalance: 0, pointsPending: 0, pointsOwed: 0, pointsExpiringNext30Days: 0, tierCredits: 0 };
  let next = Number.POSITIVE_INFINITY;
  for (const { key, account } of pages) {
    const { available, pending, debt, expiringSoon, nextExpiryAt } = balanceOf(account);
    if (key.purse === 'credits') {
      values.tierCredits += available;
      continue;
    }
    values.pointsBalance += available;
    values.pointsPending += pending;
    values.pointsOwed += debt;
    values.pointsExpiringNext30Days += expiringSoon;
    next = Math.min(next, nextExpiryAt);
  }
  return { ...values, nextPointsExpiryAt: Number.isFinite(next) ? next : Number.NaN };
}

/** When they next become others although nothing happens; Infinity: never. */
export const nextOf = (pages: readonly Page[]): number =>
  Math.min(Number.POSITIVE_INFINITY, ...pages.map(({ account }) => nextInstant(account)));
