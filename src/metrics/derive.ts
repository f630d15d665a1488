import type { FactTiming } from '../contract/fact.ts';
import type { Derivation, Measure, Metric } from '../contract/metric.ts';
import { type Accumulator, DAY, fieldsOf, makeAccumulator } from './accumulator.ts';
import { keptAccumulator } from './kept.ts';
import type { MetricSources, PlannedMetric } from './plan.ts';

/** How a metric is read from a customer's numbers. NaN is unknown. */
export interface Derived {
  /** In its unit: minor units, milliseconds, epoch milliseconds, 0 or 1. `now` in epoch milliseconds. */
  read(state: Float64Array, now: number): number;
  /** The same as SQL over the array `m` and the instant `now` (double precision), null for unknown. */
  readonly sql: (m: string, now: string) => string;
  /** The slots it is read from. */
  readonly slots: readonly number[];
  /** The metric it counts days from, when its value follows from time as well. */
  readonly timing?: { readonly form: FactTiming['form']; readonly metric: string };
}

/** Every metric with its way of reading; derived ones may be built on others in any order, but not in a circle. */
export function derive(
  sources: MetricSources,
  accumulators: ReadonlyMap<string, Accumulator>,
): Map<string, PlannedMetric> {
  const declared = new Map(sources.metrics.map((metric) => [metric.key, metric]));
  const planned = new Map<string, PlannedMetric>();
  const plan = (key: string, open: readonly string[]): PlannedMetric => {
    const known = planned.get(key);
    if (known) return known;
    const metric = declared.get(key);
    if (!metric) throw new Error(`metric ${open.at(-1)} is derived from ${key}, which does not exist`);
    if (open.includes(key)) throw new Error(`metrics are derived in a circle: ${[...open, key].join(' → ')}`);
    const made = metric.derive
      ? derived(metric.derive, (of) => plan(of, [...open, key]))
      : metric.kept
        ? given(accumulators.get(keptAccumulator(metric).key) as Accumulator)
        : measured(metric as Metric & { measure: Measure }, sources, accumulators);
    const entry = { metric, ...made };
    planned.set(key, entry);
    return entry;
  };
  for (const key of declared.keys()) plan(key, []);
  return planned;
}

const given = ({ slot }: Accumulator): Derived => ({
  slots: [slot],
  read: (state) => state[slot] as number,
  sql: (m) => at(m, slot),
});

function measured(
  { measure }: Metric & { measure: Measure },
  sources: MetricSources,
  all: ReadonlyMap<string, Accumulator>,
): Derived {
  const from = typeof measure.from === 'string' ? [measure.from] : measure.from;
  const find = (operation: Accumulator['operation']) => {
    const { key } = makeAccumulator(operation, measure, fieldsOf(from, sources.kinds, sources.threads));
    return all.get(key) as Accumulator;
  };
  if (measure.aggregate === 'mean') {
    const [sum, count] = [find('sum'), find('count')];
    return {
      slots: [sum.slot, count.slot],
      read: (state) => (state[sum.slot] as number) / sum.scale / ((state[count.slot] as number) || Number.NaN),
      sql: (m) => `(${at(m, sum.slot)} / ${sum.scale} / nullif(${at(m, count.slot)}, 0))`,
    };
  }
  const { slot, scale, operation } = find(measure.aggregate === 'exists' ? 'count' : measure.aggregate);
  if (measure.aggregate === 'exists')
    return {
      slots: [slot],
      read: (state) => (Number.isNaN(state[slot]) ? Number.NaN : Number((state[slot] as number) > 0)),
      sql: (m) => `(${at(m, slot)} > 0)::int`,
    };
  const place = operation === 'first' || operation === 'last' ? slot + 2 : slot;
  return {
    slots: [place],
    read: (state) => (state[place] as number) / scale,
    sql: (m) => (scale === 1 ? at(m, place) : `(${at(m, place)} / ${scale})`),
  };
}

/** Arrays count from 1 in SQL; NaN, our unknown, becomes null. */
const at = (m: string, slot: number): string => `nullif(${m}[${slot + 1}], 'NaN')`;

function derived(form: Derivation, find: (key: string) => PlannedMetric): Derived {
  switch (form.form) {
    case 'daysSince': {
      const of = find(form.of);
      return {
        slots: of.slots,
        read: (state, now) => Math.floor((now - of.read(state, now)) / DAY),
        sql: (m, now) => `floor((${now} - ${of.sql(m, now)}) / ${DAY})`,
        timing: { form: 'daysSince', metric: form.of },
      };
    }
    case 'daysUntil': {
      const of = find(form.of);
      return {
        slots: of.slots,
        read: (state, now) => Math.ceil((of.read(state, now) - now) / DAY),
        sql: (m, now) => `ceil((${of.sql(m, now)} - ${now}) / ${DAY})`,
        timing: { form: 'daysUntil', metric: form.of },
      };
    }
    case 'ratio': {
      const [of, by] = [find(form.of), find(form.by)];
      return {
        slots: [...of.slots, ...by.slots],
        read: (state, now) => of.read(state, now) / (by.read(state, now) || Number.NaN),
        sql: (m, now) => `(${of.sql(m, now)} / nullif(${by.sql(m, now)}, 0))`,
      };
    }
    case 'difference': {
      const [of, minus] = [find(form.of), find(form.minus)];
      return {
        slots: [...of.slots, ...minus.slots],
        read: (state, now) => of.read(state, now) - minus.read(state, now),
        sql: (m, now) => `(${of.sql(m, now)} - ${minus.sql(m, now)})`,
      };
    }
    case 'within': {
      const of = find(form.of);
      if (of.timing) throw new Error(`a metric lies within ${form.of}, which time alone changes`);
      const { from, to } = form;
      return {
        slots: of.slots,
        read: (state, now) => {
          const value = of.read(state, now);
          return Number.isNaN(value) ? Number.NaN : Number(value >= from && value <= to);
        },
        sql: (m, now) => `(${of.sql(m, now)} between ${from} and ${to})::int`,
      };
    }
    case 'rateChange': {
      const [recent, whole, since] = [find(form.recent), find(form.whole), find(form.since)];
      const { recentDays, wholeDays } = form;
      const most = wholeDays - recentDays;
      return {
        slots: [...recent.slots, ...whole.slots, ...since.slots],
        read: (state, now) => {
          const before = whole.read(state, now) - recent.read(state, now);
          const days = Math.min(most, Math.floor((now - since.read(state, now)) / DAY) - recentDays + 1);
          if (!(before > 0 && days > 0)) return Number.NaN;
          return (recent.read(state, now) * days) / (before * recentDays) - 1;
        },
        sql: (m, now) => {
          const before = `nullif(${whole.sql(m, now)} - ${recent.sql(m, now)}, 0)`;
          const age = `floor((${now} - ${since.sql(m, now)}) / ${DAY}) - ${recentDays} + 1`;
          const days = `(case when ${age} > 0 then least(${most}, ${age}) end)`;
          return `(${recent.sql(m, now)} * ${days} / (${before} * ${recentDays}) - 1)`;
        },
        timing: { form: 'eachDaySince', metric: form.since },
      };
    }
  }
}
