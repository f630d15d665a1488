import type { Actor } from '../access/audit.ts';
import type { Authoring } from '../authoring/authoring.ts';
import { discard } from '../authoring/discard.ts';
import { review } from '../authoring/review.ts';
import { schedule, unschedule } from '../authoring/schedule.ts';
import { commentOn, submit } from '../authoring/submit.ts';
import type { Builder, GraphContext } from '../contract/graphql.ts';
import { inherited, needs, type Scope } from '../contract/scope.ts';
import { ConflictError, NotFoundError, ValidationError } from '../errors.ts';
import { RuleSetVersion } from '../rules/rule-set.ts';
import { core } from './context.ts';
import type { VersionNames } from './rule-set-publish.ts';

interface Named {
  readonly key: string;
  readonly number: number;
  readonly comment?: string | null;
}

/** What one does to a version: the name of the mutation, who may, and the verb. Gives the id of the version. */
interface Verb<I extends Named> {
  readonly name: string;
  readonly scope: Scope;
  readonly description: string;
  readonly did: string;
  readonly comment: string;
  run(authoring: Authoring, actor: Actor, input: I): Promise<string>;
}

const VERBS: readonly Verb<Named>[] = [
  {
    name: 'submitRuleSetVersion',
    scope: 'rules:write',
    description: 'Hands a draft to those who review it.',
    did: 'The version is in review.',
    comment: 'What to look at.',
    run: ({ road }, actor, input) => submit(road.database, actor, input),
  },
  {
    name: 'discardRuleSetVersion',
    scope: 'rules:write',
    description: 'Gives up a version that was never published. It stays readable.',
    did: 'The version is discarded.',
    comment: 'Why.',
    run: ({ road }, actor, input) => discard(road.database, actor, input),
  },
  {
    name: 'unscheduleRuleSetVersion',
    scope: 'rules:publish',
    description: 'Takes a version back from its schedule, with all that was scheduled together with it.',
    did: 'The version is not scheduled any more.',
    comment: 'Why.',
    run: unschedule,
  },
];

/** The verbs of a version’s life, from draft to scheduled. */
export function ruleSetLife(builder: Builder, { Name }: VersionNames): void {
  for (const verb of VERBS) simple(builder, verb);
  said(builder);
  reviewed(builder);
  scheduled(builder, Name);
}

const authoringOf = (context: GraphContext): Authoring => core(context).services.authoring;

export const versionById = (context: GraphContext, id: string): Promise<RuleSetVersion> =>
  context.em.findOneOrFail(RuleSetVersion, { id }, { refresh: true });

const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** The success of a verb: the version as it is now. */
function successOf(builder: Builder, name: string, description: string) {
  return builder.objectRef<{ readonly id: string }>(`${capital(name)}Success`).implement({
    extensions: inherited,
    description,
    fields: (t) => ({
      version: t.field({
        type: RuleSetVersion,
        description: 'The version as it is now.',
        resolve: ({ id }, _args, context) => versionById(context, id),
      }),
    }),
  });
}

const resultOf = (name: string) => ({
  types: [NotFoundError, ConflictError, ValidationError],
  union: { name: `${capital(name)}Result`, description: 'Success, or why nothing was done.' },
  directResult: true as const,
});

const NAMED = {
  key: 'Key of the rule set.',
  number: 'Number of the version.',
};

function simple(builder: Builder, { name, scope, description, did, comment, run }: Verb<Named>): void {
  const Input = builder.inputType(`${capital(name)}Input`, {
    description: 'Which version.',
    fields: (t) => ({
      key: t.string({ required: true, description: NAMED.key }),
      number: t.int({ required: true, description: NAMED.number }),
      comment: t.string({ description: comment }),
    }),
  });
  builder.mutationField(name, (t) =>
    t.field({
      extensions: needs(scope),
      type: successOf(builder, name, did),
      description,
      errors: resultOf(name),
      args: { input: t.arg({ type: Input, required: true, description: 'Which version, and a word about it.' }) },
      resolve: async (_root, { input }, context) => ({ id: await run(authoringOf(context), context.viewer, input) }),
    }),
  );
}

function said(builder: Builder): void {
  const Input = builder.inputType('CommentOnRuleSetVersionInput', {
    description: 'A remark on a version.',
    fields: (t) => ({
      key: t.string({ required: true, description: NAMED.key }),
      number: t.int({ required: true, description: NAMED.number }),
      comment: t.string({ required: true, description: 'The remark: up to 1,000 characters.' }),
    }),
  });
  builder.mutationField('commentOnRuleSetVersion', (t) =>
    t.field({
      extensions: needs('rules:write', 'rules:review'),
      type: successOf(builder, 'commentOnRuleSetVersion', 'The remark stands in the history of the version.'),
      description: 'Says something about a version, wherever it stands.',
      errors: resultOf('commentOnRuleSetVersion'),
      args: { input: t.arg({ type: Input, required: true, description: 'The remark.' }) },
      resolve: async (_root, { input }, context) => ({
        id: await commentOn(authoringOf(context).road.database, context.viewer, input),
      }),
    }),
  );
}

function reviewed(builder: Builder): void {
  const Verdict = builder.enumType('ReviewVerdict', {
    description: 'What somebody thinks of a version.',
    values: {
      APPROVE: { value: 'approve', description: 'It may be published as it is.' },
      REQUEST_CHANGES: { value: 'request_changes', description: 'It must be edited first; approvals are void.' },
    } as const,
  });
  const Input = builder.inputType('ReviewRuleSetVersionInput', {
    description: 'A review of a version.',
    fields: (t) => ({
      key: t.string({ required: true, description: NAMED.key }),
      number: t.int({ required: true, description: NAMED.number }),
      verdict: t.field({ type: Verdict, required: true, description: 'What you think of it.' }),
      comment: t.string({ description: 'Why; needed when you ask for changes.' }),
    }),
  });
  builder.mutationField('reviewRuleSetVersion', (t) =>
    t.field({
      extensions: needs('rules:review'),
      type: successOf(builder, 'reviewRuleSetVersion', 'The review stands in the history of the version.'),
      description:
        'Approves a version or asks for changes. With the last approval that its kind needs it may be published; nobody approves their own work.',
      errors: resultOf('reviewRuleSetVersion'),
      args: { input: t.arg({ type: Input, required: true, description: 'The review.' }) },
      resolve: async (_root, { input }, context) => {
        const { road, approvals } = authoringOf(context);
        return { id: await review(road.database, approvals, context.viewer, input) };
      },
    }),
  );
}

function scheduled(builder: Builder, Name: VersionNames['Name']): void {
  const Success = builder.objectRef<{ readonly scheduleId: string }>('ScheduleRuleSetsSuccess').implement({
    extensions: inherited,
    description:
      'The versions are published together when the instant comes, unless something comes to stand in the way.',
    fields: (t) => ({
      versions: t.field({
        type: [RuleSetVersion],
        description: 'What is scheduled together.',
        resolve: ({ scheduleId }, _args, context) =>
          context.em.find(RuleSetVersion, { scheduleId }, { orderBy: { id: 'asc' }, refresh: true }),
      }),
    }),
  });
  const Input = builder.inputType('ScheduleRuleSetsInput', {
    description: 'What is to be published, and when.',
    fields: (t) => ({
      versions: t.field({ type: [Name], required: true, description: 'One version of each rule set.' }),
      at: t.field({ type: 'DateTime', required: true, description: 'When; within a year.' }),
      comment: t.string({ description: 'Why then.' }),
    }),
  });
  builder.mutationField('scheduleRuleSets', (t) =>
    t.field({
      extensions: needs('rules:publish'),
      type: Success,
      description:
        'Lets versions be published together at an instant. When something comes to stand in the way, the schedule is suspended and you are told by a change (`ScheduleSuspended`).',
      errors: resultOf('scheduleRuleSets'),
      args: { input: t.arg({ type: Input, required: true, description: 'What, and when.' }) },
      resolve: async (_root, { input }, context) => ({
        scheduleId: await schedule(authoringOf(context), context.viewer, input),
      }),
    }),
  );
}
