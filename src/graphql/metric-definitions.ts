import type { Builder } from '../contract/graphql.ts';
import type { Metric, MetricType } from '../contract/metric.ts';
import { needs } from '../contract/scope.ts';
import type { Language } from '../language/language.ts';
import { core } from './context.ts';

declare module '../contract/graphql.ts' {
  interface GraphObjects {
    MetricDefinition: Metric;
  }
}

const UNITS: Partial<Record<MetricType, string>> = {
  money: 'The currency of the account.',
  instant: 'An instant.',
  boolean: 'True or false.',
  duration: 'In milliseconds.',
};

const DIRECTIONS: Record<Metric['direction'], string> = {
  higherIsBetter: 'Higher is better.',
  lowerIsBetter: 'Lower is better.',
  neutral: 'Neither direction is better.',
};

/** All that is to be known about a metric, in sentences. */
export const describeMetric = ({ title, description, type, unit, direction }: Metric): string =>
  `${title}. ${description} ${UNITS[type] ?? `In ${unit}.`} ${DIRECTIONS[direction]} Null: unknown.`;

const translated = (metric: Metric, language: Language): Pick<Metric, 'title' | 'description'> =>
  (language === 'en' ? undefined : metric.translations?.[language]) ?? metric;

/** The metrics that exist, and single values of metrics in a form that fits every type. */
export function metricDefinitions(builder: Builder, contributed: readonly Metric[]): void {
  const own = (metric: Metric): boolean => !contributed.some(({ key }) => key === metric.key);
  const Type = builder.enumType('MetricType', {
    description: 'What kind of value a metric has.',
    values: {
      INTEGER: { value: 'integer', description: 'A whole number.' },
      DECIMAL: { value: 'decimal', description: 'A number.' },
      MONEY: { value: 'money', description: 'An amount of money.' },
      DURATION: { value: 'duration', description: 'A time span in milliseconds.' },
      INSTANT: { value: 'instant', description: 'A point in time.' },
      BOOLEAN: { value: 'boolean', description: 'True or false.' },
    } as const,
  });
  const Direction = builder.enumType('MetricDirection', {
    description: 'Which direction of a metric is good news.',
    values: {
      HIGHER_IS_BETTER: { value: 'higherIsBetter', description: 'More is better.' },
      LOWER_IS_BETTER: { value: 'lowerIsBetter', description: 'Less is better.' },
      NEUTRAL: { value: 'neutral', description: 'Neither.' },
    } as const,
  });
  builder.objectType('MetricDefinition', {
    extensions: needs('metrics:read'),
    description: 'A metric: a typed value about each customer that follows from activities.',
    fields: (t) => ({
      key: t.exposeString('key', { description: 'Its name in rules, in the API and in reports.' }),
      title: t.string({
        description: 'For people, in the language of the request.',
        resolve: (metric, _args, { language }) => translated(metric, language).title,
      }),
      description: t.string({
        description: 'What it says, in the language of the request.',
        resolve: (metric, _args, { language }) => translated(metric, language).description,
      }),
      type: t.expose('type', { type: Type, description: 'What kind of value it has.' }),
      unit: t.exposeString('unit', { description: 'What one is: orders, days, points …' }),
      direction: t.expose('direction', { type: Direction, description: 'Which direction is good news.' }),
      own: t.boolean({
        description: 'Whether a marketer defined it; such metrics have no field of their own.',
        resolve: own,
      }),
    }),
  });
  builder.objectType('MetricValue', {
    extensions: needs('customers:read'),
    description: 'A metric of one customer, in the field that fits its type; all are null when it is unknown.',
    fields: (t) => ({
      key: t.string({ description: 'Key of the metric.', resolve: ({ metric }) => metric.key }),
      title: t.string({
        description: 'Title of the metric, in the language of the request.',
        resolve: ({ metric }, _args, { language }) => translated(metric, language).title,
      }),
      unit: t.string({ description: 'What one is.', resolve: ({ metric }) => metric.unit }),
      direction: t.field({
        type: Direction,
        description: 'Which direction is good news.',
        resolve: ({ metric }) => metric.direction,
      }),
      type: t.field({
        type: Type,
        description: 'Which of the fields holds the value.',
        resolve: ({ metric }) => metric.type,
      }),
      known: t.boolean({ description: 'Whether there is a value.', resolve: ({ value }) => !Number.isNaN(value) }),
      number: t.float({
        nullable: true,
        description: 'The value of an integer, a decimal, or a duration (in milliseconds).',
        resolve: ({ metric, value }) => (!NUMBERS.has(metric.type) || Number.isNaN(value) ? null : value),
      }),
      money: t.field({
        type: 'Money',
        nullable: true,
        description: 'The value, when it is money.',
        resolve: ({ metric, value }, _args, context) =>
          metric.type === 'money' && !Number.isNaN(value)
            ? { minor: value, currency: core(context).services.currency }
            : null,
      }),
      instant: t.field({
        type: 'DateTime',
        nullable: true,
        description: 'The value, when it is an instant.',
        resolve: ({ metric, value }) => (metric.type === 'instant' && !Number.isNaN(value) ? new Date(value) : null),
      }),
      boolean: t.boolean({
        nullable: true,
        description: 'The value, when it is true or false.',
        resolve: ({ metric, value }) => (metric.type === 'boolean' && !Number.isNaN(value) ? value !== 0 : null),
      }),
    }),
  });
  builder.queryField('metricDefinitions', (t) =>
    t.field({
      extensions: needs('metrics:read'),
      type: ['MetricDefinition'],
      description: 'Every metric that exists, those of marketers last.',
      resolve: async (_root, _args, context) => {
        const { plan } = await core(context).engine();
        return [...plan.metrics.values()].map(({ metric }) => metric);
      },
    }),
  );
}

const NUMBERS: ReadonlySet<MetricType> = new Set<MetricType>(['integer', 'decimal', 'duration']);
