import { defineMetric, type Metric } from '../contract/metric.ts';

/** What a metric says besides its key; `higherIsBetter` unless it says otherwise. */
type Spec = Pick<Metric, 'title' | 'description' | 'type' | 'unit'> &
  Partial<Pick<Metric, 'direction' | 'measure' | 'derive'>>;
/** One metric of core. */
export const metric = (key: string, spec: Spec): Metric => defineMetric({ key, direction: 'higherIsBetter', ...spec });

/** A metric in the last 30, 90 and 365 days, and ever. */
export function overTime(
  name: string,
  what: string,
  spec: Pick<Metric, 'type' | 'unit' | 'measure'> & Partial<Metric>,
): Metric[] {
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
  const ever = metric(`${name}Ever`, {
    ...spec,
    direction,
    title: `${what} ever`,
    description: `${what}, of all time.`,
    measure,
  });
  return [...windows, ever];
}

/** One metric divided by another. */
export const ratio = (key: string, title: string, of: string, by: string, spec: Partial<Metric>): Metric =>
  metric(key, {
    title,
    description: `${title}; unknown without any.`,
    type: 'money',
    unit: 'money',
    ...spec,
    derive: { form: 'ratio', of, by },
  });
