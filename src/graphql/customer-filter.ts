import type { Builder } from '../contract/graphql.ts';
import type { Metric, MetricType } from '../contract/metric.ts';
import { isLarge } from '../metrics/shown.ts';
import type { Comparison } from './comparison-inputs.ts';
import { describeMetric } from './metric-definitions.ts';

export interface OwnMetricFilter {
  readonly key: string;
  readonly number?: Comparison<number> | null;
  readonly money?: Comparison<string> | null;
  readonly instant?: Comparison<Date> | null;
  readonly boolean?: Comparison<boolean> | null;
}

export interface AttributeFilter {
  readonly key: string;
  readonly string?: Comparison<string> | null;
  readonly number?: Comparison<number> | null;
  readonly boolean?: Comparison<boolean> | null;
  readonly date?: Comparison<string> | null;
}

export interface SegmentsFilter {
  readonly has?: string | null;
  readonly hasAny?: readonly string[] | null;
  readonly hasAll?: readonly string[] | null;
  readonly hasNone?: readonly string[] | null;
}

export interface OutcomesFilter extends SegmentsFilter {
  readonly kind: string;
  readonly ruleSet?: string | null;
}

/** Which customers; all that is given must hold. */
export interface CustomerFilter {
  readonly externalId?: Comparison<string> | null;
  readonly locale?: Comparison<string> | null;
  readonly createdAt?: Comparison<Date> | null;
  readonly joinedAt?: Comparison<Date> | null;
  readonly metrics?: Readonly<Record<string, Comparison<never> | null>> | null;
  readonly metric?: readonly OwnMetricFilter[] | null;
  readonly attributes?: readonly AttributeFilter[] | null;
  readonly segments?: SegmentsFilter | null;
  readonly outcomes?: readonly OutcomesFilter[] | null;
  readonly and?: readonly CustomerFilter[] | null;
  readonly or?: readonly CustomerFilter[] | null;
  readonly not?: CustomerFilter | null;
}

declare module '../contract/graphql.ts' {
  interface GraphInputs {
    CustomerFilter: CustomerFilter;
    CustomerMetricsFilter: Readonly<Record<string, Comparison<never> | null>>;
    OwnMetricFilter: OwnMetricFilter;
    AttributeFilter: AttributeFilter;
    SegmentsFilter: SegmentsFilter;
    OutcomesFilter: OutcomesFilter;
  }
}

const FILTERS: Record<MetricType, string> = {
  integer: 'IntFilter',
  decimal: 'FloatFilter',
  money: 'MoneyFilter',
  duration: 'LongFilter',
  instant: 'DateTimeFilter',
  boolean: 'BooleanFilter',
};

/** The filter of customers as input types, with a field for each metric. */
export function customerFilter(builder: Builder, contributed: readonly Metric[]): void {
  const byKey = new Map(contributed.map((metric) => [metric.key, metric]));
  const filterOf = (metric: Metric): 'IntFilter' =>
    (isLarge(metric, (key) => byKey.get(key)) ? 'LongFilter' : FILTERS[metric.type]) as 'IntFilter';
  builder.inputType('CustomerMetricsFilter', {
    description: 'Tests metrics; all that is given must hold.',
    fields: (t) =>
      Object.fromEntries(
        contributed.map((metric) => [
          metric.key,
          t.field({ type: filterOf(metric), description: describeMetric(metric) }),
        ]),
      ) as never,
  });
  builder.inputType('OwnMetricFilter', {
    description: 'Tests a metric by its key, also one that a marketer defined: with the one field that fits its type.',
    fields: (t) => ({
      key: t.string({ required: true, description: 'Key of the metric.' }),
      number: t.field({
        type: 'FloatFilter',
        description: 'For an integer, a decimal, or a duration in milliseconds.',
      }),
      money: t.field({ type: 'MoneyFilter', description: 'For money.' }),
      instant: t.field({ type: 'DateTimeFilter', description: 'For an instant.' }),
      boolean: t.field({ type: 'BooleanFilter', description: 'For true or false.' }),
    }),
  });
  builder.inputType('AttributeFilter', {
    description: 'Tests an attribute: with the one field that fits its type.',
    fields: (t) => ({
      key: t.string({ required: true, description: 'Key of the attribute.' }),
      string: t.field({ type: 'StringFilter', description: 'For text, also one of a list of options.' }),
      number: t.field({ type: 'FloatFilter', description: 'For a number.' }),
      boolean: t.field({ type: 'BooleanFilter', description: 'For true or false.' }),
      date: t.field({ type: 'DateFilter', description: 'For a calendar day.' }),
    }),
  });
  builder.inputType('SegmentsFilter', {
    description: 'Tests membership of segments, by their keys; all that is given must hold.',
    fields: (t) => ({
      has: t.string({ description: 'Member of this one.' }),
      hasAny: t.stringList({ description: 'Member of at least one of these.' }),
      hasAll: t.stringList({ description: 'Member of all of these.' }),
      hasNone: t.stringList({ description: 'Member of none of these.' }),
    }),
  });
  builder.inputType('OutcomesFilter', {
    description: 'Tests what rule sets of a kind say holds, by the keys of outcomes; all that is given must hold.',
    fields: (t) => ({
      kind: t.string({ required: true, description: 'Kind of rule set, such as "loyalty-tiers".' }),
      ruleSet: t.string({ description: 'Key of a rule set, when there are several of this kind.' }),
      has: t.string({ description: 'This one holds.' }),
      hasAny: t.stringList({ description: 'At least one of these holds.' }),
      hasAll: t.stringList({ description: 'All of these hold.' }),
      hasNone: t.stringList({ description: 'None of these holds.' }),
    }),
  });
  builder.inputType('CustomerFilter', {
    description: 'Which customers: all that is given must hold; an empty filter holds for everybody.',
    fields: (t) => ({
      externalId: t.field({ type: 'StringFilter', description: 'Your own id.' }),
      locale: t.field({ type: 'StringFilter', description: 'Language and region.' }),
      createdAt: t.field({ type: 'DateTimeFilter', description: 'When the customer was first heard of here.' }),
      joinedAt: t.field({ type: 'DateTimeFilter', description: 'When the customer became one.' }),
      metrics: t.field({ type: 'CustomerMetricsFilter', description: 'Metrics by name.' }),
      metric: t.field({ type: ['OwnMetricFilter'], description: 'Metrics by key, also those that marketers defined.' }),
      attributes: t.field({ type: ['AttributeFilter'], description: 'Attributes.' }),
      segments: t.field({ type: 'SegmentsFilter', description: 'Membership of segments.' }),
      outcomes: t.field({ type: ['OutcomesFilter'], description: 'What rule sets of any kind say, such as the tier.' }),
      and: t.field({ type: ['CustomerFilter'], description: 'All of these hold.' }) as never,
      or: t.field({ type: ['CustomerFilter'], description: 'At least one of these holds.' }) as never,
      not: t.field({ type: 'CustomerFilter', description: 'This does not hold.' }),
    }),
  });
}
