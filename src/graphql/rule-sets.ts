import { type ResolveCursorConnectionArgs, resolveCursorConnection } from '@pothos/plugin-relay';
import { isUuid } from '../activities/identify.ts';
import { approvedBy } from '../authoring/approvals.ts';
import type { Suspension } from '../authoring/suspend.ts';
import type { Builder, GraphContext } from '../contract/graphql.ts';
import { needs } from '../contract/scope.ts';
import { say } from '../language/say.ts';
import { tellIn } from '../language/told.ts';
import { RuleSet, RuleSetVersion, VERSION_STATUSES } from '../rules/rule-set.ts';
import { constantCase } from './activity-inputs.ts';
import { PAGE, pageComplexity } from './builder.ts';
import { core } from './context.ts';
import { decodeKey, encodeKey, inOrder, keyedPage } from './key-cursor.ts';
import { rolloutOf, rolloutType } from './rollouts.ts';
import { historyPage, versionEntries } from './version-history.ts';

const MEANS: Record<(typeof VERSION_STATUSES)[number], string> = {
  draft: 'Kept, and nothing holds by it.',
  in_review: 'Handed to those who review it.',
  changes_requested: 'A reviewer asked for changes.',
  approved: 'It has the approvals that its kind needs.',
  scheduled: 'It is published by itself when its instant comes, unless it is suspended.',
  published: 'What holds now.',
  superseded: 'Was published, until another version took its place.',
  discarded: 'Given up, or edited: it will never be published.',
};

/** `RuleSet`, `RuleSetVersion`, `Query.ruleSets` and `Query.ruleSet`. */
export function ruleSets(builder: Builder): void {
  const Status = builder.enumType('VersionStatus', {
    description: 'Where a version stands.',
    values: Object.fromEntries(
      VERSION_STATUSES.map((status) => [constantCase(status), { value: status, description: MEANS[status] }]),
    ),
  });
  const Entry = versionEntries(builder);
  const Rollout = rolloutType(builder);
  const SuspensionRef = builder.objectRef<Suspension>('ScheduleSuspension').implement({
    extensions: needs('rules:read'),
    description: 'Why a schedule will not be carried out.',
    fields: (t) => ({
      code: t.exposeString('code', { description: 'Stable code of what stands in the way.' }),
      message: t.string({
        description: 'What stands in the way, in the language of the request.',
        resolve: ({ why }, _args, { language }) => why.map((one) => tellIn(one, language)).join(' '),
      }),
    }),
  });
  builder.loadableNode(RuleSetVersion, {
    extensions: needs('rules:read'),
    name: 'RuleSetVersion',
    description: 'One version of a rule set. It never changes; a new document makes a new version.',
    id: { resolve: ({ id }) => id, description: 'Id of the version.' },
    isTypeOf: (value) => value instanceof RuleSetVersion,
    load: async (ids: string[], context) => {
      const known = ids.filter(isUuid);
      return inOrder(
        ids,
        await context.em.find(RuleSetVersion, { id: { $in: known } }, { refresh: true }),
        ({ id }) => id,
      );
    },
    fields: (t) => ({
      number: t.exposeInt('number', { description: '1, 2, 3 … within the rule set.' }),
      status: t.field({ type: Status, description: 'Where it stands.', resolve: ({ status }) => status }),
      source: t.exposeString('source', { description: 'The document as its author wrote it: JSON text.' }),
      document: t.field({ type: 'JSON', description: 'The document.', resolve: ({ source }) => JSON.parse(source) }),
      comment: t.exposeString('comment', { nullable: true, description: 'What its author says about it.' }),
      author: t.exposeString('authorName', { description: 'Who saved it.' }),
      base: t.exposeInt('base', { nullable: true, description: 'Number of the version it was edited from.' }),
      contentHash: t.exposeString('contentHash', { description: 'SHA-256 of its text: the same in all environments.' }),
      approvedBy: t.stringList({
        description: 'Who agrees to it as it is.',
        resolve: ({ id }, _args, context) => approvalsOf(context, id),
      }),
      publishAt: t.expose('publishAt', {
        type: 'DateTime',
        nullable: true,
        description: 'When it is to be published, with all that is scheduled together with it.',
      }),
      suspended: t.field({
        type: SuspensionRef,
        nullable: true,
        description: 'Why it will not be published then: schedule it again, or give it up.',
        resolve: ({ suspended }) => suspended as unknown as Suspension | null,
      }),
      rollout: t.field({
        type: Rollout,
        nullable: true,
        description: 'How it is or was rolled out; null: it held for everybody at once, or never.',
        resolve: ({ id }, _args, context) => rolloutOf(context, id),
      }),
      history: t.connection(
        {
          type: Entry,
          description: 'What was done to it, the oldest first. Read forwards: `first` and `after`.',
          complexity: pageComplexity,
          resolve: ({ id }, args, context) => historyPage(context, id, args),
        },
        { name: 'VersionEntryConnection', description: 'A page of a history.' },
        { name: 'VersionEntryEdge', description: 'A line and its place in the history.' },
      ),
      createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was saved.' }),
      publishedAt: t.expose('publishedAt', { type: 'DateTime', nullable: true, description: 'When it was published.' }),
    }),
  });
  builder.loadableNode(RuleSet, {
    extensions: needs('rules:read'),
    name: 'RuleSet',
    description: 'A named document of one kind, written by a marketer, in versions that never change.',
    id: { resolve: ({ id }) => id, description: 'Id of the rule set.' },
    isTypeOf: (value) => value instanceof RuleSet,
    load: async (ids: string[], context) => {
      const known = ids.filter(isUuid);
      return inOrder(ids, await context.em.find(RuleSet, { id: { $in: known } }, { refresh: true }), ({ id }) => id);
    },
    fields: (t) => ({
      key: t.exposeString('key', { description: 'Its name in the API and in other rules.' }),
      kind: t.exposeString('kind', { description: 'Key of its kind, such as "segments".' }),
      title: t.exposeString('title', { description: 'Name for people.' }),
      createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When its first version was saved.' }),
      latestNumber: t.exposeInt('latest', {
        description: 'Number of the newest version.',
      }),
      published: t.field({
        type: RuleSetVersion,
        nullable: true,
        description: 'The version that holds; null before the first one is published.',
        resolve: ({ id }, _args, context) => publishedOf(context, id),
      }),
      resting: t.string({
        nullable: true,
        description:
          'Why it lies still, in the language of the request: what held by it holds on, and nothing new does. Null: it judges.',
        resolve: async ({ id }, _args, context) => {
          const rests = (await core(context).engine()).resting.find((one) => one.id === id);
          return rests ? say(rests.why, context.language) : null;
        },
      }),
      versions: t.connection(
        {
          type: RuleSetVersion,
          description: 'Its versions, the newest first.',
          complexity: pageComplexity,
          resolve: ({ id }, args, context) =>
            resolveCursorConnection(
              { args, ...PAGE, toCursor: ({ number }: RuleSetVersion) => encodeKey(String(number)) },
              (window: ResolveCursorConnectionArgs): Promise<RuleSetVersion[]> => versionsOf(context, window, id),
            ),
        },
        { name: 'RuleSetVersionConnection' },
        { name: 'RuleSetVersionEdge' },
      ),
    }),
  });
  builder.queryFields((t) => ({
    ruleSets: t.connection(
      {
        extensions: needs('rules:read'),
        type: RuleSet,
        description: 'All rule sets by their keys.',
        complexity: pageComplexity,
        args: { kind: t.arg.string({ description: 'Only those of this kind.' }) },
        resolve: (_root, { kind, ...args }, context) =>
          keyedPage(args, ({ beyond, orderBy, limit }) =>
            context.em.find(RuleSet, { $and: [...beyond, ...(kind ? [{ kind }] : [])] }, { orderBy, limit }),
          ),
      },
      { name: 'RuleSetConnection' },
      { name: 'RuleSetEdge' },
    ),
    ruleSet: t.field({
      extensions: needs('rules:read'),
      type: RuleSet,
      nullable: true,
      description: 'A rule set by its key; null when there is none.',
      args: { key: t.arg.string({ required: true, description: 'Its key.' }) },
      resolve: (_root, { key }, context) =>
        key.includes('\0') ? null : context.em.findOne(RuleSet, { key }, { refresh: true }),
    }),
  }));
}

/** Who approves a version; those of a page are read together. */
function approvalsOf(context: GraphContext, versionId: string): Promise<string[]> {
  const load = async (ids: readonly string[]): Promise<string[][]> => {
    const found = await approvedBy(context, ids);
    return ids.map((id) => found.get(id) ?? []);
  };
  return context.batch.of('version-approvals', load).load(versionId);
}

/** The published version of a rule set; those of a page are read together. */
function publishedOf(context: GraphContext, ruleSetId: string): Promise<RuleSetVersion | null> {
  const load = async (ids: readonly string[]): Promise<(RuleSetVersion | null)[]> => {
    const where = { ruleSet: { $in: [...ids] }, status: 'published' as const };
    const rows = await context.em.find(RuleSetVersion, where, { refresh: true });
    const found = new Map(rows.map((row) => [row.ruleSet.id, row]));
    return ids.map((id) => found.get(id) ?? null);
  };
  return context.batch.of('published-versions', load).load(ruleSetId);
}

/** The same window of versions for many rule sets in one statement, and their rows in a second one. */
function versionsOf(
  context: GraphContext,
  window: ResolveCursorConnectionArgs,
  ruleSetId: string,
): Promise<RuleSetVersion[]> {
  const { after, before, limit, inverted } = window;
  const below = after ? Number(decodeKey(after)) : null;
  const above = before ? Number(decodeKey(before)) : null;
  const load = async (ids: readonly string[]): Promise<RuleSetVersion[][]> => {
    const order = inverted ? 'asc' : 'desc';
    const rows = await context.query<{ id: string; set: string }>(
      `versions-${order}`,
      `select v.id, s.id as set from unnest($1::uuid[]) s(id) cross join lateral (
         select id, number from rule_set_version where rule_set_id = s.id
            and ($2::int is null or number < $2) and ($3::int is null or number > $3)
          order by number ${order} limit $4) v order by v.number ${order}`,
      [ids, below, above, limit],
    );
    const versions = await context.em.find(RuleSetVersion, { id: { $in: rows.map(({ id }) => id) } });
    const found = new Map(versions.map((version) => [version.id, version]));
    const bySet = Map.groupBy(rows, (row) => row.set);
    return ids.map((id) => (bySet.get(id) ?? []).flatMap((row) => found.get(row.id) ?? []));
  };
  return context.batch.of(`versions:${limit}:${inverted}:${below}:${above}`, load).load(ruleSetId);
}
