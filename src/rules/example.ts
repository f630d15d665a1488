import type { Fact, FactCatalogue } from '../contract/fact.ts';
import { factTitle } from '../contract/fact.ts';
import type { JsonSchema } from '../contract/kind.ts';
import type { Language } from '../language/language.ts';
import { phrase, say } from '../language/say.ts';
import { LIMITS } from './limits.ts';

/** A customer made up by the author, and what the document is to say of them. Facts that are not given are unknown. */
export interface Example {
  readonly name: string;
  /** Values by the names of facts; instants as dates and times with their zones. */
  readonly given: Readonly<Record<string, unknown>>;
  /** The instant at which it is judged, for rules that look at the clock. */
  readonly at?: string;
  /** Keys of all outcomes that hold then. */
  readonly expect: readonly string[];
}

/** The examples of a document that fits its schema. */
export const examplesOf = (document: unknown): readonly Example[] =>
  (document as { readonly examples?: readonly Example[] }).examples ?? [];

/** A schema of documents, with the examples that documents of every kind may have. */
export function withExamples(document: JsonSchema, examples: JsonSchema): JsonSchema {
  return { ...document, properties: { ...(document.properties as object | undefined), examples } };
}

const list = (given: JsonSchema, words: (part: Part) => JsonSchema): JsonSchema => ({
  ...words('examples'),
  type: 'array',
  maxItems: LIMITS.examples,
  items: {
    type: 'object',
    additionalProperties: false,
    required: ['name', 'given', 'expect'],
    properties: {
      name: { ...words('name'), type: 'string', minLength: 1, maxLength: 200 },
      given: { ...words('given'), type: 'object', ...given },
      at: { ...words('at'), type: 'string', examples: ['2026-01-31T09:00:00+01:00'] },
      expect: {
        ...words('expect'),
        type: 'array',
        uniqueItems: true,
        maxItems: LIMITS.rules,
        items: { type: 'string' },
      },
    },
  },
});

type Part = 'examples' | 'name' | 'given' | 'at' | 'expect';

/** What saving asks of examples before their facts are looked at. */
export const EXAMPLES: JsonSchema = list({}, () => ({}));

/** The examples as editors show them, with every fact that can be given. */
export function examplesSchema(catalogue: FactCatalogue, language: Language): JsonSchema {
  const properties = Object.fromEntries(
    [...catalogue.facts.values()].map((fact) => [fact.name, givenSchema(fact, language)]),
  );
  return list({ properties, additionalProperties: false }, (part) => ({
    description: say(phrase(`editor.example.${part}`), language),
  }));
}

function givenSchema(fact: Fact, language: Language): JsonSchema {
  const title = say(factTitle(fact), language);
  if (fact.values) return { title, enum: fact.values };
  if (fact.type === 'instant') return { title, type: 'string', format: 'date-time' };
  return { title, type: fact.type === 'text' ? 'string' : fact.type };
}
