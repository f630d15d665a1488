import type { Cause, ChangeType } from '../contract/change.ts';
import type { Builder, GraphContext } from '../contract/graphql.ts';
import { needs } from '../contract/scope.ts';
import { Customer } from '../customers/customer.ts';
import { encodeCursor } from '../feed/cursor.ts';
import type { FeedChange } from '../feed/feed.ts';
import { constantCase } from './activity-inputs.ts';
import { loadCustomer } from './customer-reference.ts';
import { globalId } from './global-ids.ts';

/** A change on its way to a reader, with the feed it belongs to. */
export interface ToldChange extends FeedChange {
  readonly epoch: string;
  /** Of the change before it in the stream of this reader, or of the cursor from which the reader began. */
  readonly previousPosition: number;
}

/** The interface of all changes, and the enum of their types. */
export type ChangeTypes = ReturnType<typeof changeTypes>;

interface VersionName {
  readonly ruleSet: string;
  readonly number: number;
}

/** `Change`, and an object type for each type of change that core and plugins declare, with its fields by their names. */
export function changeTypes(builder: Builder, declared: ReadonlyMap<string, ChangeType>) {
  const Type = builder.enumType('ChangeType', {
    description: 'What kind of difference a change is.',
    values: Object.fromEntries(
      [...declared.values()].map(({ type, description }) => [constantCase(type), { value: type, description }]),
    ),
  });
  const CauseBy = builder.enumType('CauseBy', {
    description: 'What brought a change about.',
    values: {
      ACTIVITY: { value: 'activity', description: 'An activity was recorded.' },
      PROFILE: { value: 'profile', description: 'The profile of the customer was edited.' },
      ACTION: { value: 'action', description: 'Something was done by hand.' },
      TIME: { value: 'time', description: 'Nothing but time passed.' },
      PUBLISH: { value: 'publish', description: 'A version of the rule set was published.' },
      METRIC: { value: 'metric', description: 'A metric was added.' },
      ERASURE: { value: 'erasure', description: 'A person was erased.' },
      DELIVERY: { value: 'delivery', description: 'What became of deliveries to a webhook endpoint.' },
    } as const,
  });
  const CauseRef = builder.objectRef<Cause>('ChangeCause').implement({
    extensions: needs('feed:read'),
    description: 'Why a change happened.',
    fields: (t) => ({
      by: t.expose('by', { type: CauseBy, description: 'What brought it about.' }),
      activityId: t.id({
        extensions: needs('activities:read'),
        nullable: true,
        description: 'The activity, when `by` is ACTIVITY.',
        resolve: ({ activityId }, _args, context) =>
          activityId === undefined ? null : globalId(context, 'Activity', activityId),
      }),
      versionId: t.id({
        extensions: needs('rules:read'),
        nullable: true,
        description: 'The version of the rule set, when `by` is PUBLISH.',
        resolve: ({ versionId }, _args, context) =>
          versionId === undefined ? null : globalId(context, 'RuleSetVersion', versionId),
      }),
    }),
  });
  const isAboutCustomer = (type: string): boolean => (declared.get(type)?.subject ?? 'customer') === 'customer';
  const Change = builder.interfaceRef<ToldChange>('Change').implement({
    extensions: needs('feed:read'),
    description: 'One difference that was committed. Each customer has them without gaps, in order of `changeSeq`.',
    resolveType: ({ type }) => declared.get(type)?.name,
    fields: (t) => ({
      id: t.id({
        description: 'The same for a change for ever: drop repeats by it.',
        resolve: ({ customerId, changeSeq }, _args, context) =>
          globalId(context, 'Change', `${customerId}:${changeSeq}`),
      }),
      cursor: t.string({
        description: 'Go on after this change by giving it as `after`.',
        resolve: ({ epoch, position }) => encodeCursor({ epoch, position }),
      }),
      position: t.expose('position', { type: 'Long', description: 'Its place in the feed; positions have no gaps.' }),
      previousPosition: t.expose('previousPosition', {
        type: 'Long',
        description:
          'Nothing that fits your filter and that you may see lies between this position and `position`. When it is greater ' +
          'than the last position you have, you missed something: go on after the last cursor you have.',
      }),
      changeSeq: t.exposeInt('changeSeq', { description: 'Its number among the changes of the customer: 1, 2, 3 …' }),
      customer: t.field({
        type: Customer,
        nullable: true,
        description: 'The customer as it is now; null when the change is about something else.',
        resolve: ({ type, customerId }, _args, context) =>
          isAboutCustomer(type) ? loadCustomer(context, customerId) : null,
      }),
      customerId: t.id({
        nullable: true,
        description: 'Id of the customer; null when the change is about something else.',
        resolve: ({ type, customerId }, _args, context) =>
          isAboutCustomer(type) ? globalId(context, 'Customer', customerId) : null,
      }),
      occurredAt: t.field({
        type: 'DateTime',
        description: 'When it began to hold.',
        resolve: ({ createdAt }) => createdAt,
      }),
      type: t.field({ type: Type, description: 'What kind of difference.', resolve: ({ type }) => type }),
      ruleSet: t.string({
        nullable: true,
        description: 'Key of the rule set that says so; null when none does.',
        resolve: async ({ versionId }, _args, context) =>
          versionId === null ? null : (await versionOf(context, versionId)).ruleSet,
      }),
      versionNumber: t.int({
        nullable: true,
        description: 'Number of the version of the rule set that said so; null when none does.',
        resolve: async ({ versionId }, _args, context) =>
          versionId === null ? null : (await versionOf(context, versionId)).number,
      }),
      cause: t.field({ type: CauseRef, description: 'What brought it about.', resolve: ({ cause }) => cause }),
      why: t.field({
        extensions: needs('rules:read'),
        type: 'JSON',
        nullable: true,
        description: 'The conditions that decided, with the values that were seen; null when nothing holds any more.',
        resolve: ({ why }) => why,
      }),
    }),
  });
  for (const { name, description, fields, details = {} } of declared.values()) {
    builder.objectRef<ToldChange>(name).implement({
      extensions: needs('feed:read'),
      description,
      interfaces: [Change],
      fields: (t) => ({
        ...(fields.key && { [fields.key.name]: t.exposeString('key', { description: fields.key.description }) }),
        ...(fields.from && {
          [fields.from.name]: t.exposeString('from', { nullable: true, description: fields.from.description }),
        }),
        ...(fields.to && {
          [fields.to.name]: t.exposeString('to', { nullable: true, description: fields.to.description }),
        }),
        ...Object.fromEntries(
          Object.entries(details).map(([detail, { type, description: about }]) => {
            const options = { nullable: true, description: about } as const;
            return type === 'text'
              ? [detail, t.string({ ...options, resolve: (change) => change.details?.[detail] ?? null })]
              : [detail, t.field({ ...options, type: 'DateTime', resolve: (change) => instantOf(change, detail) })];
          }),
        ),
      }),
    });
  }
  return { Change, Type };
}

function instantOf({ details }: ToldChange, name: string): Date | null {
  const text = details?.[name];
  return text === undefined ? null : new Date(text);
}

/** Which rule set and number a version has; the versions of a page are read together. */
async function versionOf(context: GraphContext, versionId: string): Promise<VersionName> {
  const load = async (ids: readonly string[]): Promise<VersionName[]> => {
    const rows = await context.query<{ id: string; key: string; number: number }>(
      'version-names',
      `select v.id, s.key, v.number from rule_set_version v join rule_set s on s.id = v.rule_set_id
        where v.id = any($1::uuid[])`,
      [ids],
    );
    const found = new Map(rows.map(({ id, key, number }) => [id, { ruleSet: key, number }]));
    return ids.map((id) => found.get(id) ?? { ruleSet: '', number: 0 });
  };
  return context.batch.of('version-names', load).load(versionId);
}
