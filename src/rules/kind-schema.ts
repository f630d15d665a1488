import type { FactCatalogue } from '../contract/fact.ts';
import type { JsonSchema, Kind } from '../contract/kind.ts';
import type { Language } from '../language/language.ts';
import { conditionDefinitions } from './condition-schema.ts';
import { examplesSchema, withExamples } from './example.ts';

/**
 * The JSON Schema of a kind's documents with the conditions filled in from the facts there are, for editors: titles and
 * descriptions are in the language asked for.
 */
export function kindSchema(
  kind: Pick<Kind<never>, 'document' | 'title' | 'description' | 'translations'>,
  catalogue: FactCatalogue,
  language: Language = 'en',
): JsonSchema {
  const words = (language === 'en' ? undefined : kind.translations?.[language]) ?? {};
  const { title, description, document } = kind;
  const schema = { title, description, ...withExamples(document, examplesSchema(catalogue, language)) };
  return formSchema(schema, words, catalogue, language);
}

/** A schema of documents with the conditions filled in; `words` has its own texts in that language, by the English ones. */
export function formSchema(
  schema: JsonSchema,
  words: Readonly<Record<string, string>>,
  catalogue: FactCatalogue,
  language: Language,
): JsonSchema {
  const { $defs, ...document } = translated(schema, words) as JsonSchema;
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    ...document,
    $defs: { ...($defs as object | undefined), ...conditionDefinitions(catalogue, language) },
  };
}

/** A text of a kind in a language, as far as the kind has it. */
export const kindText = (
  { translations }: Pick<Kind<never>, 'translations'>,
  text: string,
  language: Language,
): string => (language === 'en' ? undefined : translations?.[language]?.[text]) ?? text;

/** What people read of a schema, unless it is the name of a property: that has a schema. */
const READ: ReadonlySet<string> = new Set(['title', 'description', 'errorMessage']);

/** A schema with its own words in another language, as far as the kind has them. */
function translated(schema: unknown, words: Readonly<Record<string, string>>): unknown {
  if (Array.isArray(schema)) return schema.map((part) => translated(part, words));
  if (typeof schema !== 'object' || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([key, part]) => {
      if (READ.has(key) && typeof part === 'string') return [key, words[part] ?? part];
      if (key === 'enumDescriptions' && Array.isArray(part)) return [key, part.map((text) => words[text] ?? text)];
      return [key, translated(part, words)];
    }),
  );
}
