import { currencyDigits } from '../activities/currency-digits.ts';
import type { Builder } from '../contract/graphql.ts';
import type { Aggregate, MeasureCondition, Metric } from '../contract/metric.ts';
import { inherited, needs } from '../contract/scope.ts';
import { ConflictError, ValidationError } from '../errors.ts';
import { Job } from '../jobs/job.ts';
import { createMetricsView } from '../metrics/view.ts';
import { type DefinedMetric, defineMetric, type MetricDraft } from '../pipeline/define-metric.ts';
import { constantCase } from './activity-inputs.ts';
import { core } from './context.ts';
import { readJobs } from './jobs.ts';

const AGGREGATES: Record<Aggregate, string> = {
  count: 'How many.',
  sum: 'The sum of a field.',
  mean: 'The mean of a field.',
  min: 'The least value of a field.',
  max: 'The greatest value of a field.',
  first: 'The value of a field in the first one.',
  last: 'The value of a field in the last one.',
  firstAt: 'When the first one was.',
  lastAt: 'When the last one was.',
  distinctDays: 'On how many calendar days.',
  exists: 'Whether there is any.',
};

const OPERATORS: Record<MeasureCondition['operator'], string> = {
  equal: 'The field has this value.',
  notEqual: 'The field has another value; without a value it does not hold.',
  in: 'The field has one of these values.',
  atLeast: 'The field is this or more.',
  atMost: 'The field is this or less.',
  known: 'Whether the field has a value.',
};

interface ValueInput {
  readonly text?: string | null;
  readonly number?: number | null;
  readonly boolean?: boolean | null;
  readonly texts?: readonly string[] | null;
  readonly numbers?: readonly number[] | null;
}

const givenValue = ({ text, number, boolean, texts, numbers }: ValueInput): MeasureCondition['value'] =>
  text ?? number ?? boolean ?? texts ?? numbers ?? '';

const listed = (words: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(words).map(([value, description]) => [constantCase(value), { value, description }]),
  );

/** The input type of a metric of a marketer. */
export type MetricInput = ReturnType<typeof metricDefinitionsWrite>;

/** `defineMetric`: a metric of a marketer, as data. */
export function metricDefinitionsWrite(builder: Builder) {
  const AggregateEnum = builder.enumType('MetricAggregate', {
    description: 'What is made of the activities.',
    values: listed(AGGREGATES),
  });
  const Operator = builder.enumType('MeasureOperator', {
    description: 'How a field is compared.',
    values: listed(OPERATORS),
  });
  const Value = builder.inputType('MeasureValue', {
    description:
      'What a field is compared with; amounts in minor units, durations in milliseconds, times in epoch milliseconds.',
    isOneOf: true,
    fields: (t) => ({
      text: t.string({ description: 'A text, or a word of an enum as rules write it.' }),
      number: t.float({ description: 'A number.' }),
      boolean: t.boolean({ description: 'True or false.' }),
      texts: t.stringList({ description: 'Any of these texts, for IN.' }),
      numbers: t.floatList({ description: 'Any of these numbers, for IN.' }),
    }),
  });
  const ConditionInput = builder.inputType('MeasureConditionInput', {
    description: 'A test of one field of an activity.',
    fields: (t) => ({
      field: t.string({ required: true, description: 'Name of the field, such as "channel".' }),
      operator: t.field({ type: Operator, required: true, description: 'How it is compared.' }),
      value: t.field({ type: Value, required: true, description: 'What it is compared with.' }),
    }),
  });
  const MeasureInput = builder.inputType('MeasureInput', {
    description: 'How a metric follows from activities.',
    fields: (t) => ({
      from: t.stringList({
        required: true,
        description: 'Kinds of activity, such as "purchase"; or one type of thread: "complaint", "plan".',
      }),
      where: t.field({ type: [ConditionInput], description: 'Only activities for which all of these hold.' }),
      aggregate: t.field({ type: AggregateEnum, required: true, description: 'What is made of them.' }),
      of: t.string({ description: 'The field to sum, average or pick.' }),
      windowDays: t.int({ description: 'Only the last so many days of 24 hours, 1 to 3650; left out: of all time.' }),
    }),
  });
  const Input = builder.inputType('DefineMetricInput', {
    description: 'A metric of your own.',
    fields: (t) => ({
      key: t.string({ required: true, description: 'Its name in rules and in the API: "appLoginsLast30Days".' }),
      title: t.string({ required: true, description: 'For people.' }),
      description: t.string({ required: true, description: 'What it says.' }),
      unit: t.string({ description: 'What one is: "logins". Left out: by its type.' }),
      direction: t.field({
        type: 'MetricDirection' as never,
        defaultValue: 'neutral' as never,
        description: 'Which direction is good news.',
      }),
      measure: t.field({ type: MeasureInput, required: true, description: 'How it follows from activities.' }),
    }),
  });
  const Success = builder.objectRef<DefinedMetric>('DefineMetricSuccess').implement({
    extensions: inherited,
    description: 'The metric exists: activities move it from now on, and a job measures it for all customers.',
    fields: (t) => ({
      metric: t.field({ type: 'MetricDefinition', description: 'The metric.', resolve: ({ metric }) => metric }),
      job: t.field({
        type: Job,
        description: 'The job that measures it for all customers.',
        resolve: async ({ jobId }, _args, context) => (await readJobs(context, [jobId]))[0] as Job,
      }),
    }),
  });
  builder.mutationField('defineMetric', (t) =>
    t.field({
      extensions: needs('metrics:write'),
      type: Success,
      description: 'Adds a metric of your own. It is exact for every customer, whenever what it counts happened.',
      errors: {
        types: [ValidationError, ConflictError],
        union: { name: 'DefineMetricResult', description: 'Success, or why there is no such metric.' },
        directResult: true,
      },
      args: { input: t.arg({ type: Input, required: true, description: 'The metric.' }) },
      resolve: async (_root, { input }, context) => {
        const { road, database, currency } = core(context).services;
        const defined = await defineMetric(road, context.viewer, metricDraft(input));
        await createMetricsView(database, (await road.engine()).plan, currencyDigits(currency) ?? 2);
        return defined;
      },
    }),
  );
  return Input;
}

/** A metric as `DefineMetricInput` brings it. */
export interface MetricInputValue extends Omit<MetricDraft, 'direction' | 'measure'> {
  readonly direction?: unknown;
  readonly measure: {
    readonly from: readonly string[];
    readonly where?:
      | readonly { readonly field: string; readonly operator: unknown; readonly value: ValueInput }[]
      | null;
    readonly aggregate: unknown;
    readonly of?: string | null;
    readonly windowDays?: number | null;
  };
}

/** The draft that an input means. */
export function metricDraft({ measure, direction, ...rest }: MetricInputValue): MetricDraft {
  const { from, where, of, windowDays } = measure;
  return {
    ...rest,
    direction: (direction as Metric['direction'] | null | undefined) ?? 'neutral',
    measure: {
      from: from.length === 1 ? (from[0] as string) : from,
      ...(where?.length
        ? {
            where: where.map(({ field, operator, value }) => ({
              field,
              operator: operator as MeasureCondition['operator'],
              value: givenValue(value),
            })),
          }
        : {}),
      aggregate: measure.aggregate as Aggregate,
      ...(typeof of === 'string' ? { of } : {}),
      ...(typeof windowDays === 'number' ? { windowDays } : {}),
    },
  };
}
