import type { FactCatalogue } from '../contract/fact.ts';
import type { JsonSchema } from '../contract/kind.ts';
import type { Language } from '../language/language.ts';
import { phrase, say } from '../language/say.ts';
import { testSchema, when } from './test-schema.ts';

/**
 * The definitions that a schema of documents refers to as `#/$defs/condition`, as people read them in that language.
 * Forms are told apart by `if` and the key that is there, so that a slip gives one message and not one for each form.
 */
export function conditionDefinitions(
  catalogue: FactCatalogue,
  language: Language,
): Readonly<Record<string, JsonSchema>> {
  const list = { type: 'array', minItems: 1, items: CONDITION };
  const group = (key: 'all' | 'any' | 'not', content: JsonSchema): JsonSchema => ({
    properties: { [key]: { description: say(phrase(`editor.${key}`), language), ...content } },
    additionalProperties: false,
  });
  const groupOrTest = (['all', 'any', 'not'] as const).reduceRight<JsonSchema>(
    (otherwise, key) => when({ required: [key] }, group(key, key === 'not' ? CONDITION : list), otherwise),
    { $ref: '#/$defs/test' },
  );
  const description = say(phrase('editor.condition'), language);
  return {
    condition: { type: 'object', description, ...groupOrTest },
    test: testSchema([...catalogue.facts.values()], language),
  };
}

const CONDITION: JsonSchema = { $ref: '#/$defs/condition' };
