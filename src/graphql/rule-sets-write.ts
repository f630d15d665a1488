import type { Builder, GraphContext } from '../contract/graphql.ts';
import { inherited, needs } from '../contract/scope.ts';
import { ConflictError, NotFoundError, ValidationError } from '../errors.ts';
import { Job } from '../jobs/job.ts';
import { publishVersion } from '../pipeline/publish.ts';
import { saveRuleSet } from '../pipeline/save-rule-set.ts';
import type { LocatedProblem } from '../rules/check-document.ts';
import { RuleSet, RuleSetVersion } from '../rules/rule-set.ts';
import { core } from './context.ts';
import { readJobs } from './jobs.ts';
import type { ProblemType } from './rule-set-kinds.ts';

/** `saveRuleSet` and `publishRuleSet`. */
export function ruleSetsWrite(builder: Builder, Problem: ProblemType): void {
  save(builder, Problem);
  publish(builder);
}

function save(builder: Builder, Problem: ProblemType): void {
  const Input = builder.inputType('SaveRuleSetInput', {
    description: 'A document to keep as a new version of a rule set.',
    fields: (t) => ({
      key: t.string({
        required: true,
        description: 'Key of the rule set: lower-case words joined by hyphens. A new one makes a new rule set.',
      }),
      kind: t.string({ required: true, description: 'Key of its kind; stays as it is in the first version.' }),
      title: t.string({ required: true, description: 'Name for people.' }),
      source: t.string({ required: true, description: 'The document: JSON text.' }),
      comment: t.string({ description: 'What this version is about.' }),
      expectedVersion: t.int({
        description: 'Number of the newest version that you have seen, 0 for none: nobody is overwritten.',
      }),
    }),
  });
  interface Saved {
    readonly ruleSetId: string;
    readonly versionId: string;
    readonly warnings: readonly LocatedProblem[];
  }
  const Success = builder.objectRef<Saved>('SaveRuleSetSuccess').implement({
    extensions: inherited,
    description: 'The document is kept; nothing holds by it until it is published.',
    fields: (t) => ({
      ruleSet: t.field({
        type: RuleSet,
        description: 'The rule set.',
        resolve: ({ ruleSetId }, _args, context) => ruleSetOf(context, ruleSetId),
      }),
      version: t.field({
        type: RuleSetVersion,
        description: 'The new version.',
        resolve: ({ versionId }, _args, context) =>
          context.em.findOneOrFail(RuleSetVersion, { id: versionId }, { refresh: true }),
      }),
      warnings: t.field({
        type: [Problem],
        description: 'What is allowed and probably not meant.',
        resolve: ({ warnings }) => [...warnings],
      }),
    }),
  });
  builder.mutationField('saveRuleSet', (t) =>
    t.field({
      extensions: needs('rules:write'),
      type: Success,
      description: 'Checks a document and keeps it as a new draft version. A document with errors is not kept.',
      errors: {
        types: [ValidationError, ConflictError],
        union: { name: 'SaveRuleSetResult', description: 'Success, or why the document was not kept.' },
        directResult: true,
      },
      args: { input: t.arg({ type: Input, required: true, description: 'The document.' }) },
      resolve: (_root, { input }, context) => saveRuleSet(core(context).services.road, context.viewer, input),
    }),
  );
}

function publish(builder: Builder): void {
  const Input = builder.inputType('PublishRuleSetInput', {
    description: 'Which version is to hold.',
    fields: (t) => ({
      key: t.string({ required: true, description: 'Key of the rule set.' }),
      number: t.int({ required: true, description: 'Number of the version.' }),
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
          resolve: ({ ruleSetId }, _args, context) => ruleSetOf(context, ruleSetId),
        }),
        job: t.field({
          type: Job,
          description: 'The job that settles all customers.',
          resolve: async ({ jobId }, _args, context) => (await readJobs(context, [jobId]))[0] as Job,
        }),
      }),
    });
  builder.mutationField('publishRuleSet', (t) =>
    t.field({
      extensions: needs('rules:publish'),
      type: Success,
      description: 'Makes a version the one that holds: every settlement from now on judges by it.',
      errors: {
        types: [NotFoundError, ConflictError, ValidationError],
        union: { name: 'PublishRuleSetResult', description: 'Success, or why the version was not published.' },
        directResult: true,
      },
      args: { input: t.arg({ type: Input, required: true, description: 'Which version.' }) },
      resolve: (_root, { input }, context) =>
        publishVersion(core(context).services.road, context.viewer, input.key, input.number),
    }),
  );
}

const ruleSetOf = (context: GraphContext, id: string): Promise<RuleSet> =>
  context.em.findOneOrFail(RuleSet, { id }, { refresh: true });
