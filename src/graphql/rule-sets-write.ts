import { saveRuleSet } from '../authoring/save-rule-set.ts';
import { VersionConflictError } from '../authoring/version-conflict.ts';
import type { Builder, GraphContext } from '../contract/graphql.ts';
import { inherited, needs } from '../contract/scope.ts';
import { ConflictError, UserError, ValidationError } from '../errors.ts';
import type { LocatedProblem } from '../rules/check-form.ts';
import { RuleSet, RuleSetVersion } from '../rules/rule-set.ts';
import { core } from './context.ts';
import type { ProblemType } from './rule-set-kinds.ts';

/** `saveRuleSet`. */
export function ruleSetsWrite(builder: Builder, Problem: ProblemType): void {
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
      baseVersion: t.int({
        description:
          'Number of the version that you edited, 0 for none: nothing is overwritten unseen. Left out: the newest.',
      }),
      beside: t.boolean({
        description: 'Whether newer versions are known and stay beside this one, such as one that is scheduled.',
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
  builder.objectType(VersionConflictError, {
    extensions: inherited,
    name: 'VersionConflictError',
    description: 'Somebody saved or published in the meantime. Look at what they did, then save on top of it.',
    interfaces: [UserError],
    fields: (t) => ({
      base: t.exposeInt('base', { description: 'Number of the version that you edited.' }),
      theirs: t.field({
        type: RuleSetVersion,
        description: 'Their version.',
        resolve: ({ theirs }, _args, context) =>
          context.em.findOneOrFail(RuleSetVersion, { id: theirs.id }, { refresh: true }),
      }),
    }),
  });
  builder.mutationField('saveRuleSet', (t) =>
    t.field({
      extensions: needs('rules:write'),
      type: Success,
      description: 'Checks a document and keeps it as a new draft version. A document with errors is not kept.',
      errors: {
        types: [ValidationError, VersionConflictError, ConflictError],
        union: { name: 'SaveRuleSetResult', description: 'Success, or why the document was not kept.' },
        directResult: true,
      },
      args: { input: t.arg({ type: Input, required: true, description: 'The document.' }) },
      resolve: (_root, { input }, context) => saveRuleSet(core(context).services.road, context.viewer, input),
    }),
  );
}

const ruleSetOf = (context: GraphContext, id: string): Promise<RuleSet> =>
  context.em.findOneOrFail(RuleSet, { id }, { refresh: true });
