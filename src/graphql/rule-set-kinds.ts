import type { Builder } from '../contract/graphql.ts';
import type { Kind } from '../contract/kind.ts';
import { inherited, needs } from '../contract/scope.ts';
import { NotFoundError } from '../errors.ts';
import { tellIn } from '../language/told.ts';
import { checkDocument } from '../rules/check-document.ts';
import type { LocatedProblem } from '../rules/check-form.ts';
import { kindSchema, kindText } from '../rules/kind-schema.ts';
import { core } from './context.ts';
import type { LanguageType } from './language.ts';

/** The type of a fault in a document. */
export type ProblemType = ReturnType<typeof problemType>;

/** One fault in a document, with its place. */
export function problemType(builder: Builder) {
  const Severity = builder.enumType('ProblemSeverity', {
    description: 'What a fault means for the document.',
    values: {
      ERROR: { value: 'error', description: 'The document is refused.' },
      WARNING: {
        value: 'warning',
        description: 'The document is taken, and probably says something that is not meant.',
      },
    } as const,
  });
  return builder.objectRef<LocatedProblem>('RuleSetProblem').implement({
    extensions: inherited,
    description: 'One fault in a document of rules.',
    fields: (t) => ({
      pointer: t.exposeString('pointer', { description: 'JSON pointer to the place in the document.' }),
      line: t.exposeInt('line', { nullable: true, description: 'Line of the text, from 1.' }),
      column: t.exposeInt('column', { nullable: true, description: 'Column of the text, from 1.' }),
      severity: t.expose('severity', { type: Severity, description: 'What it means for the document.' }),
      code: t.exposeString('code', { description: 'Stable code of the fault.' }),
      message: t.string({
        description: 'What is wrong and what to do, in the language of the request.',
        resolve: (problem, _args, { language }) => tellIn(problem, language),
      }),
    }),
  });
}

/** `Query.ruleSetKinds` and `Query.checkRuleSet`: what an editor of rules needs. */
export function ruleSetKinds(
  builder: Builder,
  kinds: ReadonlyMap<string, Kind<never>>,
  Problem: ProblemType,
  Language: LanguageType,
): void {
  const KindRef = builder.objectRef<Kind<never>>('RuleSetKind').implement({
    extensions: needs('rules:read'),
    description: 'A kind of rule set: what its documents look like and what they do.',
    fields: (t) => ({
      key: t.exposeString('key', { description: 'Name of the kind.' }),
      title: t.string({
        description: 'Name for people.',
        resolve: (kind, _args, { language }) => kindText(kind, kind.title, language),
      }),
      description: t.string({
        description: 'What rule sets of this kind do.',
        resolve: (kind, _args, { language }) => kindText(kind, kind.description, language),
      }),
      schema: t.field({
        type: 'JSON',
        description:
          'JSON Schema of its documents, with the facts and operators that exist now, for an editor that completes and underlines.',
        args: {
          language: t.arg({ type: Language, description: 'Of titles and descriptions; absent: that of the request.' }),
        },
        resolve: async (kind, { language }, context) =>
          kindSchema(kind, (await core(context).engine()).catalogue, language ?? context.language),
      }),
      example: t.field({ type: 'JSON', description: 'A document that passes.', resolve: ({ example }) => example }),
    }),
  });
  builder.queryFields((t) => ({
    ruleSetKinds: t.field({
      extensions: needs('rules:read'),
      type: [KindRef],
      description: 'The kinds of rule set that core and plugins bring.',
      resolve: () => [...kinds.values()],
    }),
    checkRuleSet: t.field({
      extensions: needs('rules:read'),
      type: [Problem],
      description: 'Everything that is wrong with a document, as it would be told when saving; empty when nothing is.',
      args: {
        kind: t.arg.string({ required: true, description: 'Key of the kind.' }),
        source: t.arg.string({ required: true, description: 'The document: JSON text.' }),
      },
      resolve: async (_root, { kind: key, source }, context) => {
        const kind = kinds.get(key);
        if (!kind)
          throw new NotFoundError(`There is no kind "${key}"; there are ${[...kinds.keys()].join(', ')}.`, ['kind']);
        return [...checkDocument(kind, source, (await core(context).engine()).catalogue).problems];
      },
    }),
  }));
}
