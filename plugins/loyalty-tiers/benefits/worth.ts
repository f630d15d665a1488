import type { Benefit, BenefitLimit, BenefitValue, Period, SaidBenefit } from './benefit.ts';

/** What a customer does in a year: how many orders, and how much is spent in minor units. */
export interface Year {
  readonly orders: number;
  readonly spend: number;
}

/** What benefits are worth to a customer in a year, and what they cost, in minor units. */
export interface Worth {
  readonly value: number;
  readonly cost: number;
  /** Those that have no value in money, and those of which nobody said what they cost. */
  readonly unvalued: readonly SaidBenefit[];
  readonly uncosted: readonly SaidBenefit[];
}

const PERIODS: Readonly<Record<Period, number>> = { month: 12, quarter: 4, year: 1 };

/** Counted as if orders came evenly over the year. */
export function worthOf(benefits: readonly SaidBenefit[], year: Year): Worth {
  const each = benefits.map((benefit) => ({
    benefit,
    ...(typeof benefit === 'string' ? {} : worthOfOne(benefit, year)),
  }));
  return {
    value: total(each.map(({ value = 0 }) => value)),
    cost: total(each.map(({ cost = 0 }) => cost)),
    unvalued: each.filter(({ value }) => value === undefined).map(({ benefit }) => benefit),
    uncosted: each.filter(({ cost }) => cost === undefined).map(({ benefit }) => benefit),
  };
}

/** No more than can be told exactly. */
const total = (amounts: readonly number[]): number =>
  Math.min(
    Number.MAX_SAFE_INTEGER,
    amounts.reduce((sum, one) => sum + one, 0),
  );

interface Amounts {
  readonly value?: number | undefined;
  readonly cost?: number | undefined;
}

function worthOfOne({ value, cost, limit }: Benefit, year: Year): Amounts {
  const often = (per: 'order' | Period): number => Math.min(timesIn(per, year), over(limit?.times, limit));
  /** What one of them is worth. */
  const each = ({ amount, percent = 0, per }: BenefitValue): number =>
    amount ?? (percent / 100) * (year.spend / Math.max(1, timesIn(per, year)));
  const worth = value && Math.round(Math.min(often(value.per) * each(value), over(limit?.amount, limit)));
  return { value: worth, cost: cost ? cost.amount * often(cost.per) : worth };
}

const timesIn = (per: 'order' | Period, { orders }: Year): number => (per === 'order' ? orders : PERIODS[per]);

/** A bound of a limit, over the year. */
const over = (bound: number | undefined, limit: BenefitLimit | undefined): number =>
  bound === undefined || !limit ? Number.POSITIVE_INFINITY : bound * PERIODS[limit.per];
