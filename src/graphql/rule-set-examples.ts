import type { Builder } from '../contract/graphql.ts';
import type { Kind } from '../contract/kind.ts';
import { needs } from '../contract/scope.ts';
import { say } from '../language/say.ts';
import { boundaryExamples } from '../rules/boundary-examples.ts';
import { checkDocument } from '../rules/check-document.ts';
import { core } from './context.ts';
import type { LanguageType } from './language.ts';

/** `Query.boundaryExamples`: examples that an editor offers to take into a document. */
export function ruleSetExamples(
  builder: Builder,
  kinds: ReadonlyMap<string, Kind<never>>,
  Language: LanguageType,
): void {
  builder.queryField('boundaryExamples', (t) =>
    t.field({
      extensions: needs('rules:read'),
      type: 'JSON',
      nullable: true,
      description:
        'For each threshold in a document, customers just below, at and just above it, and what holds for them by the document as it is: a list to be taken into its `examples`, at most 100. Null while it has errors.',
      args: {
        kind: t.arg.string({ required: true, description: 'Key of the kind.' }),
        source: t.arg.string({ required: true, description: 'The document: JSON text.' }),
        language: t.arg({ type: Language, description: 'Of their names; absent: that of the request.' }),
      },
      resolve: async (_root, { kind: key, source, language }, context) => {
        const kind = kinds.get(key);
        if (!kind) return null;
        const { catalogue } = await core(context).engine();
        const { document } = checkDocument(kind, source, catalogue);
        if (document === undefined) return null;
        const examples = boundaryExamples(kind, document, catalogue, context.now);
        return examples.map(({ name, ...rest }) => ({ name: say(name, language ?? context.language), ...rest }));
      },
    }),
  );
}
