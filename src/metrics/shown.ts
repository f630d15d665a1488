import type { Metric } from '../contract/metric.ts';
import type { MetricPlan, PlannedMetric } from './plan.ts';

/** A metric as it is shown, filtered and sorted: what is counted in whole units is whole. NaN and null: unknown. */
export interface Shown {
  readonly metric: Metric;
  read(state: Float64Array, now: number): number;
  readonly sql: (m: string, now: string) => string;
}

const views = new WeakMap<PlannedMetric, Shown>();

/**
 * How the metric is shown. Money, durations and whole numbers that come from a division are rounded to their unit, half
 * away from zero, in Node and in SQL alike.
 */
export function shown(planned: PlannedMetric, plan: MetricPlan): Shown {
  const known = views.get(planned);
  if (known) return known;
  const { metric, read, sql } = planned;
  const made: Shown =
    metric.type !== 'decimal' && isFractional(metric, plan)
      ? {
          metric,
          read: (state, now) => rounded(read(state, now)),
          sql: (m, now) => `(sign(${sql(m, now)}) * floor(abs(${sql(m, now)}) + 0.5))`,
        }
      : { metric, read, sql };
  views.set(planned, made);
  return made;
}

/** To the nearest whole number, half away from zero. */
export const rounded = (value: number): number => Math.sign(value) * Math.floor(Math.abs(value) + 0.5);

function isFractional({ measure, derive }: Metric, plan: MetricPlan): boolean {
  if (measure) return measure.aggregate === 'mean';
  if (derive?.form === 'difference')
    return [derive.of, derive.minus].some((key) => isFractional((plan.metrics.get(key) as PlannedMetric).metric, plan));
  return derive?.form === 'ratio' || derive?.form === 'rateChange';
}

/** Whether whole numbers of this metric may exceed 32 bits. */
export function isLarge({ type, measure, derive, kept }: Metric, find: (key: string) => Metric | undefined): boolean {
  if (type !== 'integer') return false;
  if (kept) return true;
  if (measure) return !['count', 'distinctDays', 'exists'].includes(measure.aggregate);
  if (derive?.form !== 'difference') return derive?.form === 'ratio';
  const parts = [find(derive.of), find(derive.minus)];
  return parts.some((part) => part === undefined || isLarge(part, find));
}
