import type { JsonSchema } from '../../contract/kind.ts';
import { when } from '../../rules/test-schema.ts';
import { LIMITS } from '../limits.ts';

/** A text in several languages; that it exists in all of them is checked apart. */
export const textOf = (title: string, description: string, maxLength: number): JsonSchema => ({
  type: 'object',
  title,
  description,
  minProperties: 1,
  maxProperties: LIMITS.languages,
  propertyNames: { pattern: LANGUAGE },
  additionalProperties: { type: 'string', minLength: 1, maxLength, pattern: '\\S', errorMessage: { pattern: BLANK } },
});

/** BCP 47, as far as texts are told apart: a language, a script, a region. */
export const LANGUAGE = '^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$';
const BLANK = 'This text is blank. Fill it in.';

export const keyOf = (title: string, description: string): JsonSchema => ({
  type: 'string',
  title,
  description,
  pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$',
  examples: ['overall-satisfaction'],
  maxLength: LIMITS.characters.key,
});

export const wholeNumber = (title: string, description: string, minimum: number, maximum: number): JsonSchema => ({
  type: 'integer',
  title,
  description,
  minimum,
  maximum,
});

export const listOf = (title: string, description: string, maxItems: number, items: JsonSchema): JsonSchema => ({
  type: 'array',
  title,
  description,
  minItems: 1,
  maxItems,
  items,
});

/** A closed list of words with what each of them means. */
export const oneOf = (title: string, words: Readonly<Record<string, string>>): JsonSchema => ({
  title,
  enum: Object.keys(words),
  enumDescriptions: Object.values(words),
});

/** An object with these properties and no others. */
export const objectOf = (
  required: readonly string[],
  properties: Readonly<Record<string, JsonSchema>>,
): JsonSchema => ({
  type: 'object',
  additionalProperties: false,
  required,
  properties,
});

/** What holds of objects in which a property has one of these values. */
export const where = (property: string, values: readonly string[], fits: JsonSchema): JsonSchema =>
  when({ type: 'object', properties: { [property]: { enum: values } }, required: [property] }, fits);

/** Properties that objects of some sort do not have, and why. */
export const without = (properties: readonly string[], errorMessage: string): JsonSchema => ({
  properties: Object.fromEntries(properties.map((property) => [property, { not: {}, errorMessage }])),
});
