import type { ActivityKind, Field } from '../contract/activity.ts';
import type { Builder, BuilderTypes } from '../contract/graphql.ts';
import { inherited, needs } from '../contract/scope.ts';
import { constantCase, pascalCase } from './activity-inputs.ts';
import { core } from './context.ts';
import { globalId } from './global-ids.ts';

/** An activity as it was recorded. */
export interface RecordedActivity {
  readonly id: string;
  readonly kind: string;
  readonly occurredAt: Date;
  readonly recordedAt: Date;
  readonly source: string;
  readonly key: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

interface Item {
  readonly sku: string;
  readonly quantity: number;
  readonly amount?: number | null;
  readonly currency: string;
}

declare module '../contract/graphql.ts' {
  interface GraphObjects {
    ActivityItem: Item;
  }
}

type Fields = PothosSchemaTypes.ObjectFieldBuilder<
  PothosSchemaTypes.ExtendDefaultTypes<BuilderTypes>,
  RecordedActivity
>;

const typeName = (kind: string): string => `${pascalCase(kind)}Activity`;

/** The interface of activities, and an object type for each kind with its fields; also the enum of kinds. */
export function activityTypes(builder: Builder, kinds: ReadonlyMap<string, ActivityKind>) {
  const Activity = builder.interfaceRef<RecordedActivity>('Activity').implement({
    extensions: needs('activities:read'),
    description: 'Something that a customer did or said at a time. Its type tells more.',
    resolveType: ({ kind }) => (kinds.has(kind) ? typeName(kind) : 'OtherActivity'),
    fields: (t) => ({
      id: t.id({ description: 'Opaque id.', resolve: ({ id }, _args, context) => globalId(context, 'Activity', id) }),
      kind: t.exposeString('kind', { description: 'Key of its kind, as rules and metrics name it.' }),
      occurredAt: t.expose('occurredAt', { type: 'DateTime', description: 'When it happened.' }),
      recordedAt: t.expose('recordedAt', { type: 'DateTime', description: 'When we learned of it.' }),
      source: t.exposeString('source', { description: 'The system it came from.' }),
      key: t.exposeString('key', { description: 'Its key in that system.' }),
    }),
  });
  builder.objectType('ActivityItem', {
    extensions: inherited,
    description: 'One of the things that a purchase was made of.',
    fields: (t) => ({
      sku: t.exposeString('sku', { description: 'Key of the article.' }),
      quantity: t.exposeFloat('quantity', { description: 'How many, or how much.' }),
      amount: t.field({
        type: 'Money',
        nullable: true,
        description: 'Price of all of them together.',
        resolve: ({ amount, currency }) => (typeof amount === 'number' ? { minor: amount, currency } : null),
      }),
    }),
  });
  for (const kind of kinds.values())
    builder.objectType(builder.objectRef<RecordedActivity>(typeName(kind.key)), {
      extensions: needs('activities:read'),
      description: kind.description,
      interfaces: [Activity],
      fields: (t) =>
        Object.fromEntries(
          Object.entries(kind.fields)
            .filter(([name]) => name !== 'currency' || !hasMoney(kind))
            .map(([name, field]) => [name, payloadField(t, kind, name, field)]),
        ),
    });
  builder.objectType(builder.objectRef<RecordedActivity>('OtherActivity'), {
    extensions: needs('activities:read'),
    description: 'An activity of a kind that nothing brings any more.',
    interfaces: [Activity],
  });
  const Kind = builder.enumType('ActivityKind', {
    description: 'A kind of activity.',
    values: Object.fromEntries(
      [...kinds.values()].map(({ key, description }) => [constantCase(key), { value: key, description }]),
    ),
  });
  return { Activity, Kind };
}

const hasMoney = ({ fields }: ActivityKind): boolean => Object.values(fields).some(({ type }) => type === 'money');

function payloadField(t: Fields, kind: ActivityKind, name: string, { type, description, personal }: Field) {
  const guard = personal ? { extensions: needs('personal:read') } : {};
  const options = { nullable: true, description, ...guard } as const;
  const value = <T>({ payload }: RecordedActivity): T | null => (payload[name] as T | undefined) ?? null;
  switch (type) {
    case 'money':
      return t.field({
        ...options,
        type: 'Money',
        resolve: (activity, _args, context) => {
          const minor = value<number>(activity);
          return minor === null ? null : { minor, currency: currencyOf(activity, core(context).services.currency) };
        },
      });
    case 'items':
      return t.field({
        ...options,
        type: ['ActivityItem'],
        resolve: (activity, _args, context) => {
          const currency = currencyOf(activity, core(context).services.currency);
          return value<Omit<Item, 'currency'>[]>(activity)?.map((item) => ({ ...item, currency })) ?? null;
        },
      });
    case 'enum':
      // the enum that the input of this kind made
      return t.field({
        ...options,
        type: `${pascalCase(kind.key)}${pascalCase(name)}` as never,
        resolve: value as never,
      });
    case 'text':
      return t.string({ ...options, resolve: (activity) => value<string>(activity) });
    case 'boolean':
      return t.boolean({ ...options, resolve: (activity) => value<boolean>(activity) });
    case 'decimal':
      return t.float({ ...options, resolve: (activity) => value<number>(activity) });
    case 'instant':
      return t.field({
        ...options,
        type: 'DateTime',
        resolve: (activity) => {
          const at = value<number>(activity);
          return at === null ? null : new Date(at);
        },
      });
    default:
      return t.field({ ...options, type: 'Long', resolve: (activity) => value<number>(activity) });
  }
}

const currencyOf = ({ payload }: RecordedActivity, fallback: string): string =>
  typeof payload.currency === 'string' ? payload.currency : fallback;
