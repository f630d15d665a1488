import type { Builder, BuilderTypes } from '../contract/graphql.ts';
import type { Metric } from '../contract/metric.ts';
import { needs } from '../contract/scope.ts';
import type { MetricPlan, PlannedMetric } from '../metrics/plan.ts';
import { isLarge, type Shown, shown } from '../metrics/shown.ts';
import { core } from './context.ts';
import type { CustomerRow } from './customer-row.ts';
import { describeMetric } from './metric-definitions.ts';
import type { MoneyAmount } from './money.ts';

declare module '../contract/graphql.ts' {
  interface GraphObjects {
    CustomerMetrics: CustomerRow;
    MetricValue: MetricReading;
  }
}

/** One metric of one customer. */
export interface MetricReading {
  readonly metric: Metric;
  /** In its unit; NaN is unknown. */
  readonly value: number;
}

type Fields = PothosSchemaTypes.ObjectFieldBuilder<PothosSchemaTypes.ExtendDefaultTypes<BuilderTypes>, CustomerRow>;

/** Fields that `CustomerMetrics` has besides one for each metric. */
const RESERVED = ['all', 'value'];

/** The metrics of a customer: a typed field for each, and all of them as a list. */
export function metrics(builder: Builder, contributed: readonly Metric[]): void {
  for (const { key } of contributed)
    if (RESERVED.includes(key)) throw new Error(`a metric cannot be called "${key}": the API has a field of that name`);
  const byKey = new Map(contributed.map((metric) => [metric.key, metric]));
  builder.objectType('CustomerMetrics', {
    extensions: needs('customers:read'),
    description: 'The metrics of a customer, as of its last activity and of now. Null is unknown.',
    fields: (t) => ({
      all: t.field({
        type: ['MetricValue'],
        description: 'Every metric that exists, also those that marketers defined, known or not.',
        resolve: (row) => [...row.engine.plan.metrics.values()].map((planned) => readingOf(row, planned)),
      }),
      value: t.field({
        type: 'MetricValue',
        nullable: true,
        description: 'One metric by its key; null when there is none of this key.',
        args: { key: t.arg.string({ required: true, description: 'Key of the metric.' }) },
        resolve: (row, { key }) => {
          const planned = row.engine.plan.metrics.get(key);
          return planned ? readingOf(row, planned) : null;
        },
      }),
      ...Object.fromEntries(contributed.map((metric) => [metric.key, metricField(t, metric, byKey)])),
    }),
  });
}

function readingOf({ numbers, now, engine: { plan } }: CustomerRow, planned: PlannedMetric): MetricReading {
  return { metric: planned.metric, value: shown(planned, plan).read(numbers, now) };
}

/** Reads one metric of rows; finds it in the plan only when the plan is another one. */
function reader(key: string): (row: CustomerRow) => number {
  let plan: MetricPlan | undefined;
  let found: Shown | undefined;
  return (row) => {
    if (row.engine.plan !== plan) {
      plan = row.engine.plan;
      found = shown(plan.metrics.get(key) as PlannedMetric, plan);
    }
    return (found as Shown).read(row.numbers, row.now);
  };
}

const unlessUnknown = (value: number): number | null => (Number.isNaN(value) ? null : value);

function metricField(t: Fields, metric: Metric, byKey: ReadonlyMap<string, Metric>) {
  const read = reader(metric.key);
  const options = { nullable: true, description: describeMetric(metric) } as const;
  switch (metric.type) {
    case 'integer':
      return isLarge(metric, (key) => byKey.get(key))
        ? t.field({ ...options, type: 'Long', resolve: (row) => unlessUnknown(read(row)) })
        : t.int({ ...options, resolve: (row) => unlessUnknown(read(row)) });
    case 'duration':
      return t.field({ ...options, type: 'Long', resolve: (row) => unlessUnknown(read(row)) });
    case 'decimal':
      return t.float({ ...options, resolve: (row) => unlessUnknown(read(row)) });
    case 'boolean':
      return t.boolean({
        ...options,
        resolve: (row) => {
          const value = read(row);
          return Number.isNaN(value) ? null : value !== 0;
        },
      });
    case 'instant':
      return t.field({
        ...options,
        type: 'DateTime',
        resolve: (row) => {
          const value = read(row);
          return Number.isNaN(value) ? null : new Date(value);
        },
      });
    case 'money':
      return t.field({
        ...options,
        type: 'Money',
        resolve: (row, _args, context): MoneyAmount | null => {
          const value = read(row);
          return Number.isNaN(value) ? null : { minor: value, currency: core(context).services.currency };
        },
      });
  }
}
