import type { Fact, FactCatalogue, FactType } from '../contract/fact.ts';
import type { JsonSchema } from '../contract/kind.ts';
import { LIMITS } from './limits.ts';
import { OPERATORS, type Operator, type ValueShape } from './operators.ts';

const TYPES: readonly FactType[] = ['number', 'text', 'boolean', 'instant'];

/**
 * The definitions that a schema of documents refers to as `#/$defs/condition`. Forms are told apart by `if` and the key
 * that is there, so that a slip gives one message and not one for each form.
 */
export function conditionDefinitions(catalogue: FactCatalogue): Readonly<Record<string, JsonSchema>> {
  const list = { type: 'array', minItems: 1, items: CONDITION };
  const all = group('all', list, 'Holds when every condition in it holds.');
  const any = group('any', list, 'Holds when at least one condition in it holds.');
  const not = group('not', CONDITION, 'Holds when the condition in it does not.');
  const groupOrTest = when(has('all'), all, when(has('any'), any, when(has('not'), not, { $ref: '#/$defs/test' })));
  return {
    condition: { type: 'object', description: 'A test of one fact, or a group of conditions.', ...groupOrTest },
    test: testOf([...catalogue.facts.values()]),
  };
}

const CONDITION: JsonSchema = { $ref: '#/$defs/condition' };

function when(test: JsonSchema, fits: JsonSchema, otherwise?: JsonSchema): JsonSchema {
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  return { if: test, then: fits, ...(otherwise ? { else: otherwise } : {}) };
}

const has = (key: string): JsonSchema => ({ required: [key] });

const oneOf = (key: string, values: readonly string[]): JsonSchema => ({
  properties: { [key]: { enum: values } },
  required: [key],
});

function group(key: string, content: JsonSchema, description: string): JsonSchema {
  return { properties: { [key]: { description, ...content } }, additionalProperties: false };
}

function testOf(facts: readonly Fact[]): JsonSchema {
  const types = TYPES.filter((type) => facts.some((fact) => fact.type === type));
  return {
    required: ['fact', 'operator', 'value'],
    properties: {
      fact: {
        description: 'What is tested.',
        enum: facts.map((fact) => fact.name),
        enumDescriptions: facts.map(describe),
      },
      operator: { description: 'How it is tested.', type: 'string' },
      value: { description: 'What it is tested against.' },
    },
    additionalProperties: false,
    allOf: [
      ...types.map((type) =>
        testsOfType(
          type,
          facts.filter((fact) => fact.type === type).map((fact) => fact.name),
        ),
      ),
      ...facts.flatMap((fact) => (fact.values ? [closedValues(fact.name, fact.values)] : [])),
    ],
  };
}

const describe = (fact: Fact): string => (fact.unit === undefined ? fact.title : `${fact.title} (${fact.unit})`);

function testsOfType(type: FactType, facts: readonly string[]): JsonSchema {
  const operators = OPERATORS[type];
  const named = (list: readonly Operator[]): string[] => list.map((operator) => operator.name);
  const operator = { enum: named(operators), enumDescriptions: operators.map(({ title }) => title) };
  const shapes = [...Map.groupBy(operators, ({ value }) => value)];
  const values = shapes.map(([shape, list]) => whenOperator(named(list), VALUES[shape]));
  return when(oneOf('fact', facts), { properties: { operator }, allOf: values });
}

function closedValues(fact: string, values: readonly string[]): JsonSchema {
  const one = { enum: values };
  const tests = [whenOperator(['equal', 'notEqual'], one), whenOperator(['in', 'notIn'], { items: one })];
  return when(oneOf('fact', [fact]), { allOf: tests });
}

const whenOperator = (names: readonly string[], value: JsonSchema): JsonSchema =>
  when(oneOf('operator', names), { properties: { value } });

const listOf = (items: JsonSchema): JsonSchema => ({
  type: 'array',
  items,
  minItems: 1,
  maxItems: LIMITS.listValues,
  uniqueItems: true,
});

/** What a value looks like in JSON Schema, by the shape an operator takes. */
const VALUES: Readonly<Record<ValueShape, JsonSchema>> = {
  number: { type: 'number' },
  numberRange: {
    description: 'The lower and the higher end, both included.',
    type: 'array',
    items: { type: 'number' },
    minItems: 2,
    maxItems: 2,
  },
  numberList: listOf({ type: 'number' }),
  text: { type: 'string', maxLength: LIMITS.textBytes },
  textList: listOf({ type: 'string', maxLength: LIMITS.textBytes }),
  pattern: {
    description: 'A regular expression without look-around and back references; it may match anywhere in the text.',
    type: 'string',
    maxLength: LIMITS.patternCharacters,
  },
  boolean: { type: 'boolean' },
  instant: {
    description: 'A date and time with its zone.',
    type: 'string',
    format: 'date-time',
    examples: ['2026-01-31T09:00:00+01:00'],
  },
  days: { description: 'Times 24 hours.', type: 'number', minimum: 0, maximum: LIMITS.days },
  calendarDays: { description: 'Calendar days.', type: 'integer', minimum: 0, maximum: LIMITS.days },
  present: { const: true },
};
