import type { Builder } from '../contract/graphql.ts';
import type { Metric } from '../contract/metric.ts';
import { shown } from '../metrics/shown.ts';
import type { Engine } from '../pipeline/engine.ts';
import { badInput } from './bad-input.ts';
import { type Order, orderBy, type SortKey } from './order.ts';

export interface CustomerOrder {
  readonly field?: 'externalId' | 'createdAt' | 'joinedAt' | null;
  readonly metric?: string | null;
  readonly ownMetric?: string | null;
  readonly direction: 'asc' | 'desc';
}

const MOST_KEYS = 4;

const COLUMNS = {
  externalId: { type: 'text', nullable: false, sql: 'c.external_id' },
  createdAt: { type: 'instant', nullable: false, sql: 'c.created_at' },
  joinedAt: { type: 'instant', nullable: true, sql: 'c.joined_at' },
} as const;

/** The inputs by which callers sort customers. */
export function customerOrder(builder: Builder, contributed: readonly Metric[]) {
  const Field = builder.enumType('CustomerOrderField', {
    description: 'What customers can be sorted by, besides metrics.',
    values: {
      EXTERNAL_ID: { value: 'externalId', description: 'Your own id, in the order of its characters.' },
      CREATED_AT: { value: 'createdAt', description: 'When the customer was first heard of here.' },
      JOINED_AT: { value: 'joinedAt', description: 'When the customer became one.' },
    } as const,
  });
  const MetricName = builder.enumType('CustomerOrderMetric', {
    description: 'The metrics, by their names.',
    values: Object.fromEntries(
      contributed.map((metric) => [metric.key, { value: metric.key, description: metric.title }]),
    ),
  });
  const Direction = builder.enumType('OrderDirection', {
    description: 'Which end comes first. Unknown values come last in both directions.',
    values: {
      ASC: { value: 'asc', description: 'The smallest first.' },
      DESC: { value: 'desc', description: 'The greatest first.' },
    } as const,
  });
  return builder.inputType('CustomerOrder', {
    description: 'What to sort by: exactly one of `field`, `metric` and `ownMetric`.',
    fields: (t) => ({
      field: t.field({ type: Field, description: 'A part of the profile.' }),
      metric: t.field({ type: MetricName, description: 'A metric by name.' }),
      ownMetric: t.string({ description: 'A metric by key, also one that a marketer defined.' }),
      direction: t.field({
        type: Direction,
        defaultValue: 'asc',
        required: true,
        description: 'Which end comes first.',
      }),
    }),
  });
}

/** Newest first. */
export const DEFAULT_ORDER: Order = orderBy([{ name: 'createdAt', descending: true, ...COLUMNS.createdAt }], 'c.id');

/** The order that a caller asks for; `now` is the placeholder of the instant. */
export function orderOf(given: readonly CustomerOrder[], { plan }: Engine, now: string): Order {
  if (given.length > MOST_KEYS) throw badInput(`Sort by at most ${MOST_KEYS} things.`, 'BAD_ORDER');
  const keys = given.map(({ field, metric, ownMetric, direction }): SortKey => {
    const asked = [field, metric, ownMetric].filter((one) => one !== undefined && one !== null);
    if (asked.length !== 1) throw badInput('Each entry of orderBy names one thing to sort by.', 'BAD_ORDER');
    const descending = direction === 'desc';
    if (field) return { name: field, descending, ...COLUMNS[field] };
    const key = metric ?? ownMetric ?? '';
    const planned = plan.metrics.get(key);
    if (!planned) throw badInput(`There is no metric "${key}".`, 'UNKNOWN_METRIC');
    const sql = shown(planned, plan).sql('c.metrics', now);
    return { name: `metric ${key}`, descending, type: 'number', nullable: true, sql };
  });
  return orderBy(keys, 'c.id');
}
