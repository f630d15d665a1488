/** Makes up documents' conditions and customers for the property tests: all facts, all operators, values at the edges. */
import fc from 'fast-check';
import type { Condition, LeafCondition, Rule } from '../../src/contract/condition.ts';
import type { Fact } from '../../src/contract/fact.ts';
import { OPERATORS, type ValueShape } from '../../src/rules/operators.ts';
import { catalogue, DAY, FACTS, type Given, NOW } from './catalogue.ts';

const COUNTRIES = ['DE', 'D', 'FR', 'Österreich', '中国', 'de', ''];
const PATTERNS = ['^D', 'E$', '(?i)^de$', '[A-Z]{2}', '国', '^$', '(D|F)+', 'x*'];

/** Few numbers, so that thresholds and values often meet; halves, because counted days are whole. */
const number = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(-3, -1, -0.5, 0, 0.5, 1, 2, 2.5, 3, 7, 30, 100) },
  { weight: 1, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
);
const wholeDays = fc.constantFrom(0, 1, 2, 3, 7, 30, 90);
const days = fc.oneof(wholeDays, fc.constantFrom(0.25, 1.5, 0.1, 2.7));

/** Instants some whole days before or after now, and a millisecond beside them. */
const instant = fc
  .tuple(fc.integer({ min: -40, max: 40 }), fc.constantFrom(-1, 0, 1, DAY / 2, DAY / 4))
  .map(([count, beside]) => NOW + count * DAY + beside);

const listOf = <T>(element: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
  fc.uniqueArray(element, { minLength: 1, maxLength: 5, comparator: 'SameValueZero' });

function valueFor(shape: ValueShape, fact: Fact, operator: string): fc.Arbitrary<unknown> {
  const text = fc.constantFrom(...(fact.values ?? COUNTRIES));
  switch (shape) {
    case 'number':
      return number;
    case 'numberRange':
      return fc.tuple(number, number).map((ends) => ends.sort((a, b) => a - b));
    case 'numberList':
      return listOf(number);
    case 'text':
      return operator === 'startsWith' ? fc.constantFrom('D', 'go', '', '中') : text;
    case 'textList':
      return listOf(text);
    case 'pattern':
      return fc.constantFrom(...PATTERNS);
    case 'boolean':
      return fc.boolean();
    case 'instant':
      return instant.map((at) => new Date(at).toISOString());
    case 'days':
      return days;
    case 'calendarDays':
      return wholeDays;
    case 'present':
      return fc.constant(true);
  }
}

const leaf: fc.Arbitrary<LeafCondition> = fc
  .constantFrom(...FACTS)
  .chain((fact) => fc.tuple(fc.constant(fact), fc.constantFrom(...OPERATORS[fact.type])))
  .chain(([fact, { name, value }]) =>
    valueFor(value, fact, name).map((chosen) => ({ fact: fact.name, operator: name, value: chosen })),
  );

/** Conditions as a marketer could write them and save. */
export const condition: fc.Arbitrary<Condition> = fc.letrec<{ condition: Condition }>((tie) => {
  const parts = fc.array(tie('condition'), { minLength: 1, maxLength: 4 });
  return {
    condition: fc.oneof(
      { maxDepth: 6, depthSize: 'small', withCrossShrink: true },
      leaf,
      parts.map((all) => ({ all })),
      parts.map((any) => ({ any })),
      tie('condition').map((not) => ({ not })),
    ),
  };
}).condition;

/** Conditions that the checks judge by few facts, so that contradictions are frequent. */
export const tightCondition: fc.Arbitrary<Condition> = fc
  .constantFrom(...FACTS)
  .chain((fact) => {
    const own = leaf.filter((made) => catalogue.facts.get(made.fact)?.type === fact.type);
    return fc.array(own, { minLength: 2, maxLength: 4 });
  })
  .chain((leaves) => fc.constantFrom<Condition>({ all: leaves }, { any: leaves }, { not: { any: leaves } }));

export const rules: fc.Arbitrary<Rule[]> = fc
  .array(condition, { minLength: 1, maxLength: 4 })
  .map((list) => list.map((when, index) => ({ name: `rule ${index}`, pointer: `/rules/${index}/when`, when })));

const sometimesUnknown = (value: fc.Arbitrary<number>): fc.Arbitrary<number> =>
  fc.oneof({ weight: 5, arbitrary: value }, { weight: 1, arbitrary: fc.constant(Number.NaN) });

/** A customer's values; those that follow from time are filled in by `factsAt`. */
export const given: fc.Arbitrary<Given> = fc.record({
  numbers: fc.tuple(
    sometimesUnknown(number),
    sometimesUnknown(number),
    fc.constant(Number.NaN),
    fc.constant(Number.NaN),
    fc.constant(Number.NaN),
    sometimesUnknown(fc.constantFrom(0, 1)),
    sometimesUnknown(instant),
    sometimesUnknown(instant),
    sometimesUnknown(instant),
    sometimesUnknown(number),
  ),
  texts: fc.tuple(fc.constantFrom(...COUNTRIES, undefined), fc.constantFrom('bronze', 'silver', 'gold', undefined)),
});

/** Now, at times to the millisecond on the edge of a day or of summer time. */
export const now: fc.Arbitrary<number> = fc.oneof(
  fc.constant(NOW),
  instant,
  fc.integer({ min: -30, max: 30 }).map((count) => catalogue.startOfDay(catalogue.calendarDay(NOW) + count)),
);

/** How often each property is tried. */
export const RUNS = { numRuns: 1_500 };
