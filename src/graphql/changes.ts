import { encodeGlobalID } from '@pothos/plugin-relay';
import type { Cause, ChangeType } from '../contract/change.ts';
import type { Builder, GraphContext } from '../contract/graphql.ts';
import { Customer } from '../customers/customer.ts';
import { encodeCursor } from '../feed/cursor.ts';
import type { FeedChange } from '../feed/feed.ts';
import { constantCase } from './activity-inputs.ts';
import { loadCustomer } from './customer-reference.ts';

/** A change on its way to a reader, with the feed it belongs to. */
export interface ToldChange extends FeedChange {
  readonly epoch: string;
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
      TIME: { value: 'time', description: 'Nothing but time passed.' },
      PUBLISH: { value: 'publish', description: 'A version of the rule set was published.' },
      METRIC: { value: 'metric', description: 'A metric was added.' },
    } as const,
  });
  const CauseRef = builder.objectRef<Cause>('ChangeCause').implement({
    description: 'Why a change happened.',
    fields: (t) => ({
      by: t.expose('by', { type: CauseBy, description: 'What brought it about.' }),
      activityId: t.id({
        nullable: true,
        description: 'The activity, when `by` is ACTIVITY.',
        resolve: ({ activityId }) => (activityId === undefined ? null : encodeGlobalID('Activity', activityId)),
      }),
      versionId: t.id({
        nullable: true,
        description: 'The version of the rule set, when `by` is PUBLISH.',
        resolve: ({ versionId }) => (versionId === undefined ? null : encodeGlobalID('RuleSetVersion', versionId)),
      }),
    }),
  });
  const Change = builder.interfaceRef<ToldChange>('Change').implement({
    description: 'One difference that was committed. Each customer has them without gaps, in order of `changeSeq`.',
    resolveType: ({ type }) => declared.get(type)?.name,
    fields: (t) => ({
      id: t.id({
        description: 'The same for a change for ever: drop repeats by it.',
        resolve: ({ customerId, changeSeq }) => encodeGlobalID('Change', `${customerId}:${changeSeq}`),
      }),
      cursor: t.string({
        description: 'Go on after this change by giving it as `after`.',
        resolve: ({ epoch, position }) => encodeCursor({ epoch, position }),
      }),
      position: t.expose('position', { type: 'Long', description: 'Its place in the feed; positions have no gaps.' }),
      changeSeq: t.exposeInt('changeSeq', { description: 'Its number among the changes of the customer: 1, 2, 3 …' }),
      customer: t.field({
        type: Customer,
        nullable: true,
        description: 'The customer as it is now; null when it was erased since.',
        resolve: ({ customerId }, _args, context) => loadCustomer(context, customerId),
      }),
      customerId: t.id({
        description: 'Id of the customer.',
        resolve: ({ customerId }) => encodeGlobalID('Customer', customerId),
      }),
      occurredAt: t.field({
        type: 'DateTime',
        description: 'When it began to hold.',
        resolve: ({ createdAt }) => createdAt,
      }),
      type: t.field({ type: Type, description: 'What kind of difference.', resolve: ({ type }) => type }),
      ruleSet: t.string({
        description: 'Key of the rule set that says so.',
        resolve: async ({ versionId }, _args, context) => (await versionOf(context, versionId)).ruleSet,
      }),
      versionNumber: t.int({
        description: 'Number of the version of the rule set that said so.',
        resolve: async ({ versionId }, _args, context) => (await versionOf(context, versionId)).number,
      }),
      cause: t.field({ type: CauseRef, description: 'What brought it about.', resolve: ({ cause }) => cause }),
      why: t.field({
        type: 'JSON',
        nullable: true,
        description: 'The conditions that decided, with the values that were seen; null when nothing holds any more.',
        resolve: ({ why }) => why,
      }),
    }),
  });
  for (const { name, description, fields } of declared.values()) {
    builder.objectRef<ToldChange>(name).implement({
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
      }),
    });
  }
  return { Change, Type };
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
