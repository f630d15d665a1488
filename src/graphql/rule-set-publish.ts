import { isUuid } from '../activities/identify.ts';
import type { Blocker } from '../authoring/blocker.ts';
import type { PreviewProof } from '../authoring/check-preview.ts';
import { findBlockers, publishVersions } from '../authoring/publish.ts';
import { revert } from '../authoring/revert.ts';
import type { Builder, GraphContext } from '../contract/graphql.ts';
import { inherited, needs } from '../contract/scope.ts';
import { ConflictError, NotFoundError, ValidationError } from '../errors.ts';
import { Job } from '../jobs/job.ts';
import { tellIn } from '../language/told.ts';
import { RuleSet, RuleSetVersion } from '../rules/rule-set.ts';
import { core } from './context.ts';
import { localId } from './global-ids.ts';
import { readJobs } from './jobs.ts';
import { type RolloutInputs, rollouts, rolloutWish } from './rollouts.ts';

/** The input type that names a version. */
export type VersionNames = ReturnType<typeof versionNames>;

export function versionNames(builder: Builder) {
  const Name = builder.inputType('VersionNameInput', {
    description: 'A version of a rule set.',
    fields: (t) => ({
      key: t.string({ required: true, description: 'Key of the rule set.' }),
      number: t.int({ required: true, description: 'Number of the version.' }),
    }),
  });
  return { Name };
}

/** `publishRuleSet`, `publishRuleSets`, `revertRuleSet`, and `publicationBlockers`, which is their dry run. */
export function ruleSetPublish(builder: Builder, { Name }: VersionNames): void {
  const Proof = proof(builder);
  blockers(builder, Name, Proof);
  one(builder, rollouts(builder).Rollout, Proof);
  several(builder, Name, Proof);
  back(builder);
}

const errors = (name: string) => ({
  types: [NotFoundError, ConflictError, ValidationError],
  union: { name, description: 'Success, or everything that stands in the way.' },
  directResult: true as const,
});

const jobOf = async (context: GraphContext, jobId: string): Promise<Job> =>
  (await readJobs(context, [jobId]))[0] as Job;

type ProofInput = ReturnType<typeof proof>;

function proof(builder: Builder) {
  return builder.inputType('PreviewProofInput', {
    description: 'The preview that you have seen: nothing is published but what it has shown.',
    fields: (t) => ({
      id: t.id({ required: true, description: 'Id of the preview.' }),
      hash: t.string({ required: true, description: 'Its hash.' }),
      mostMoved: t.float({
        defaultValue: 0,
        description: 'The share of the customers who may have moved since, from 0 to 1.',
      }),
    }),
  });
}

interface Proof {
  readonly id: string | number;
  readonly hash: string;
  readonly mostMoved?: number | null;
}

function proofOf(context: GraphContext, given: Proof | null | undefined): PreviewProof | null {
  if (!given) return null;
  const id = localId(context, 'Preview', String(given.id));
  return { id: isUuid(id) ? id : NOTHING, hash: given.hash, mostMoved: given.mostMoved ?? 0 };
}

/** The id of no preview. */
const NOTHING = '00000000-0000-0000-0000-000000000000';

function blockers(builder: Builder, Name: VersionNames['Name'], Proof: ProofInput): void {
  const BlockerRef = builder.objectRef<Blocker>('PublicationBlocker').implement({
    extensions: inherited,
    description: 'One thing that stands in the way of a publication.',
    fields: (t) => ({
      ruleSet: t.string({
        nullable: true,
        description: 'Key of the rule set it is about; null: of all together.',
        resolve: ({ version }) => version?.key ?? null,
      }),
      number: t.int({
        nullable: true,
        description: 'Number of the version it is about.',
        resolve: ({ version }) => version?.number ?? null,
      }),
      path: t.stringList({
        description: 'Where in the document, when that is at fault.',
        resolve: ({ path }) => [...path],
      }),
      code: t.exposeString('code', { description: 'Stable code.' }),
      message: t.string({
        description: 'What is in the way, and what to do, in the language of the request.',
        resolve: (blocker, _args, { language }) => tellIn(blocker, language),
      }),
    }),
  });
  builder.queryField('publicationBlockers', (t) =>
    t.field({
      extensions: needs('rules:read'),
      type: [BlockerRef],
      description: 'A dry run: everything that would stand in the way of publishing these versions together, at once.',
      args: {
        versions: t.arg({ type: [Name], required: true, description: 'One version of each rule set.' }),
        preview: t.arg({ type: Proof, description: 'The preview that was seen.' }),
      },
      resolve: async (_root, { versions, preview }, context) => {
        const wish = { versions, preview: proofOf(context, preview) };
        return [...(await findBlockers(core(context).services.authoring, wish))];
      },
    }),
  );
}

function one(builder: Builder, Rollout: RolloutInputs['Rollout'], Proof: ProofInput): void {
  const Input = builder.inputType('PublishRuleSetInput', {
    description: 'Which version is to hold.',
    fields: (t) => ({
      key: t.string({ required: true, description: 'Key of the rule set.' }),
      number: t.int({ required: true, description: 'Number of the version.' }),
      comment: t.string({ description: 'Why now.' }),
      preview: t.field({ type: Proof, description: 'The preview that you have seen.' }),
      rollout: t.field({ type: Rollout, description: 'For whom it is to hold first; left out: for everybody.' }),
    }),
  });
  const Success = builder
    .objectRef<{ readonly ruleSetId: string; readonly jobId: string }>('PublishRuleSetSuccess')
    .implement({
      extensions: inherited,
      description: 'The version holds from now on, and a job settles all customers by it.',
      fields: (t) => ({
        ruleSet: t.field({
          type: RuleSet,
          description: 'The rule set.',
          resolve: ({ ruleSetId }, _args, context) =>
            context.em.findOneOrFail(RuleSet, { id: ruleSetId }, { refresh: true }),
        }),
        job: t.field({
          type: Job,
          description: 'The job that settles all customers.',
          resolve: ({ jobId }, _args, context) => jobOf(context, jobId),
        }),
      }),
    });
  builder.mutationField('publishRuleSet', (t) =>
    t.field({
      extensions: needs('rules:publish'),
      type: Success,
      description: 'Makes a version the one that holds: every settlement from now on judges by it.',
      errors: errors('PublishRuleSetResult'),
      args: { input: t.arg({ type: Input, required: true, description: 'Which version.' }) },
      resolve: async (_root, { input: { key, number, comment, rollout, preview } }, context) => {
        const version = { key, number, ...(rollout && { rollout: rolloutWish(rollout) }) };
        const wish = { versions: [version], comment: comment ?? null, preview: proofOf(context, preview) };
        const { jobId, versions } = await publishVersions(core(context).services.authoring, context.viewer, wish);
        return { jobId, ruleSetId: versions[0]?.ruleSetId ?? '' };
      },
    }),
  );
}

function several(builder: Builder, Name: VersionNames['Name'], Proof: ProofInput): void {
  const Input = builder.inputType('PublishRuleSetsInput', {
    description: 'What is to hold from now on, together.',
    fields: (t) => ({
      versions: t.field({ type: [Name], required: true, description: 'One version of each rule set.' }),
      comment: t.string({ description: 'Why now.' }),
      preview: t.field({ type: Proof, description: 'The preview of all of them together that you have seen.' }),
    }),
  });
  const Success = builder
    .objectRef<{ readonly ids: readonly string[]; readonly jobId: string }>('PublishRuleSetsSuccess')
    .implement({
      extensions: inherited,
      description: 'The versions hold from now on, and one job settles all customers by them.',
      fields: (t) => ({
        versions: t.field({
          type: [RuleSetVersion],
          description: 'In the order of the input.',
          resolve: async ({ ids }, _args, context) => {
            const found = await context.em.find(RuleSetVersion, { id: { $in: [...ids] } }, { refresh: true });
            return ids.map((id) => found.find((version) => version.id === id) as RuleSetVersion);
          },
        }),
        job: t.field({
          type: Job,
          description: 'The job that settles all customers.',
          resolve: ({ jobId }, _args, context) => jobOf(context, jobId),
        }),
      }),
    });
  builder.mutationField('publishRuleSets', (t) =>
    t.field({
      extensions: needs('rules:publish'),
      type: Success,
      description: 'Publishes versions of several rule sets as one act: all of them hold, or none.',
      errors: errors('PublishRuleSetsResult'),
      args: { input: t.arg({ type: Input, required: true, description: 'Which versions.' }) },
      resolve: async (_root, { input }, context) => {
        const { jobId, versions } = await publishVersions(core(context).services.authoring, context.viewer, {
          ...input,
          preview: proofOf(context, input.preview),
        });
        return { jobId, ids: versions.map(({ versionId }) => versionId) };
      },
    }),
  );
}

function back(builder: Builder): void {
  const Input = builder.inputType('RevertRuleSetInput', {
    description: 'Where to go back to.',
    fields: (t) => ({
      key: t.string({ required: true, description: 'Key of the rule set.' }),
      number: t.int({ required: true, description: 'Number of a version that was published before.' }),
      comment: t.string({ description: 'Why.' }),
    }),
  });
  const Success = builder
    .objectRef<{ readonly versionId: string; readonly jobId: string }>('RevertRuleSetSuccess')
    .implement({
      extensions: inherited,
      description: 'The old content holds again, as a new version, and a job settles all customers by it.',
      fields: (t) => ({
        version: t.field({
          type: RuleSetVersion,
          description: 'The new version.',
          resolve: ({ versionId }, _args, context) =>
            context.em.findOneOrFail(RuleSetVersion, { id: versionId }, { refresh: true }),
        }),
        job: t.field({
          type: Job,
          description: 'The job that settles all customers.',
          resolve: ({ jobId }, _args, context) => jobOf(context, jobId),
        }),
      }),
    });
  builder.mutationField('revertRuleSet', (t) =>
    t.field({
      extensions: needs('rules:publish'),
      type: Success,
      description:
        'Goes back in one step: publishes the content of a version that held before as a new version. It needs no further approval.',
      errors: errors('RevertRuleSetResult'),
      args: { input: t.arg({ type: Input, required: true, description: 'Where to.' }) },
      resolve: async (_root, { input }, context) => {
        const { jobId, versions } = await revert(core(context).services.authoring, context.viewer, input);
        return { jobId, versionId: versions[0]?.versionId ?? '' };
      },
    }),
  );
}
