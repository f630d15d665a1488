import { type Fact, type FactType, factTitle } from '../contract/fact.ts';
import type { JsonSchema } from '../contract/kind.ts';
import type { Language } from '../language/language.ts';
import { phrase, say } from '../language/say.ts';
import { LIMITS } from './limits.ts';
import { OPERATORS, type Operator, operatorTitle, type ValueShape } from './operators.ts';

const TYPES: readonly FactType[] = ['number', 'text', 'boolean', 'instant'];

/** The schema of one test, with all facts and the operators that fit them. */
export function testSchema(facts: readonly Fact[], language: Language): JsonSchema {
  const types = TYPES.filter((type) => facts.some((fact) => fact.type === type));
  return {
    required: ['fact', 'operator', 'value'],
    properties: {
      fact: {
        description: say(phrase('editor.fact'), language),
        enum: facts.map((fact) => fact.name),
        enumDescriptions: facts.map((fact) => describe(fact, language)),
      },
      operator: { description: say(phrase('editor.operator'), language), type: 'string' },
      value: { description: say(phrase('editor.value'), language) },
    },
    additionalProperties: false,
    allOf: [
      ...types.map((type) =>
        testsOfType(
          type,
          facts.filter((fact) => fact.type === type).map((fact) => fact.name),
          language,
        ),
      ),
      ...facts.flatMap((fact) => (fact.values ? [closedValues(fact.name, fact.values)] : [])),
      ...(['money', 'duration'] as const).flatMap((unit) => {
        const counted = facts.filter(({ writtenAs }) => writtenAs === unit).map(({ name }) => name);
        const description = say(phrase(`editor.${unit}`), language);
        return counted.length > 0 ? [when(oneOf('fact', counted), { properties: { value: { description } } })] : [];
      }),
    ],
  };
}

/** One of two schemas, by a third. */
export function when(test: JsonSchema, fits: JsonSchema, otherwise?: JsonSchema): JsonSchema {
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  return { if: test, then: fits, ...(otherwise ? { else: otherwise } : {}) };
}

const oneOf = (key: string, values: readonly string[]): JsonSchema => ({
  properties: { [key]: { enum: values } },
  required: [key],
});

/** "Spend ever (money). Spend, of all time." */
function describe(fact: Fact, language: Language): string {
  const own = language === 'en' ? fact : { ...fact, ...fact.translations?.[language] };
  const title = say(factTitle(fact), language);
  const unit = own.unit === undefined ? '' : ` (${own.unit})`;
  return own.description === undefined ? `${title}${unit}` : `${title}${unit}. ${own.description}`;
}

function testsOfType(type: FactType, facts: readonly string[], language: Language): JsonSchema {
  const operators = OPERATORS[type];
  const named = (list: readonly Operator[]): string[] => list.map((operator) => operator.name);
  const enumDescriptions = operators.map((operator) => say(operatorTitle(operator), language));
  const operator = { enum: named(operators), enumDescriptions };
  const shapes = [...Map.groupBy(operators, ({ value }) => value)];
  const values = shapes.map(([shape, list]) => whenOperator(named(list), valueSchema(shape, language)));
  return when(oneOf('fact', facts), { properties: { operator }, allOf: values });
}

function closedValues(fact: string, values: readonly string[]): JsonSchema {
  const one = { enum: values };
  const tests = [whenOperator(['equal', 'notEqual'], one), whenOperator(['in', 'notIn'], { items: one })];
  return when(oneOf('fact', [fact]), { allOf: tests });
}

const whenOperator = (names: readonly string[], value: JsonSchema): JsonSchema =>
  when(oneOf('operator', names), { properties: { value } });

/** What a value looks like, by the shape an operator takes, with words where the shape does not say it all. */
function valueSchema(shape: ValueShape, language: Language): JsonSchema {
  const schema = VALUES[shape];
  if (!DESCRIBED.has(shape)) return schema;
  return { description: say(phrase(`editor.${shape as Described}`), language), ...schema };
}

type Described = 'numberRange' | 'pattern' | 'instant' | 'days' | 'calendarDays';
const DESCRIBED: ReadonlySet<string> = new Set<Described>([
  'numberRange',
  'pattern',
  'instant',
  'days',
  'calendarDays',
]);

const listOf = (items: JsonSchema): JsonSchema => ({
  type: 'array',
  items,
  minItems: 1,
  maxItems: LIMITS.listValues,
  uniqueItems: true,
});

const VALUES: Readonly<Record<ValueShape, JsonSchema>> = {
  number: { type: 'number' },
  numberRange: { type: 'array', items: { type: 'number' }, minItems: 2, maxItems: 2 },
  numberList: listOf({ type: 'number' }),
  text: { type: 'string', maxLength: LIMITS.textBytes },
  textList: listOf({ type: 'string', maxLength: LIMITS.textBytes }),
  pattern: { type: 'string', maxLength: LIMITS.patternCharacters },
  boolean: { type: 'boolean' },
  instant: { type: 'string', format: 'date-time', examples: ['2026-01-31T09:00:00+01:00'] },
  days: { type: 'number', minimum: 0, maximum: LIMITS.days },
  calendarDays: { type: 'integer', minimum: 0, maximum: LIMITS.days },
  present: { const: true },
};
