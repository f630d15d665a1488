import type { Condition, Explanation } from '../contract/condition.ts';
import type { FactCatalogue, Facts, FactType } from '../contract/fact.ts';
import { type EncodedTest, encodeTest } from './encode-test.ts';
import { factOf } from './fact-of.ts';
import { runTest } from './run-test.ts';

/** One part of a rule, with everything an explanation needs at hand. All parts have one shape: the engine reads it fast. */
interface Part {
  readonly form: 'all' | 'any' | 'not' | 'leaf';
  readonly parts: readonly Part[];
  readonly fact: string;
  readonly operator: string;
  readonly value: unknown;
  readonly type: FactType;
  readonly slot: number;
  readonly test: EncodedTest;
}

const NO_TEST: EncodedTest = { code: -1, slot: 0, low: 0, high: 0 };

function group(form: 'all' | 'any' | 'not', parts: readonly Part[]): Part {
  return { form, parts, fact: '', operator: '', value: undefined, type: 'number', slot: 0, test: NO_TEST };
}

function partOf(condition: Condition, catalogue: FactCatalogue): Part {
  const inner = (part: Condition): Part => partOf(part, catalogue);
  if ('all' in condition) return group('all', condition.all.map(inner));
  if ('any' in condition) return group('any', condition.any.map(inner));
  if ('not' in condition) return group('not', [inner(condition.not)]);
  const fact = factOf(condition, catalogue);
  const { operator, value } = condition;
  const test = encodeTest(condition, fact, catalogue);
  return { form: 'leaf', parts: [], fact: fact.name, operator, value, type: fact.type, slot: fact.index, test };
}

/** A function that tells why a condition holds or not; every leaf is tested, also where the answer is clear before. */
export function explainer(condition: Condition, catalogue: FactCatalogue): (facts: Facts) => Explanation {
  const part = partOf(condition, catalogue);
  return (facts) => explainPart(part, facts);
}

function explainPart(part: Part, facts: Facts): Explanation {
  if (part.form === 'leaf') {
    const { fact, operator, value, test } = part;
    return { fact, operator, value, actual: actualOf(part, facts), holds: runTest(test, facts) };
  }
  const { parts } = part;
  if (part.form === 'not') {
    const inner = explainPart(parts[0] as Part, facts);
    return { not: inner, holds: !inner.holds };
  }
  const list: Explanation[] = [];
  let held = 0;
  for (let index = 0; index < parts.length; index++) {
    const inner = explainPart(parts[index] as Part, facts);
    if (inner.holds) held++;
    list.push(inner);
  }
  return part.form === 'all' ? { all: list, holds: held === parts.length } : { any: list, holds: held > 0 };
}

function actualOf(part: Part, facts: Facts): number | string | boolean | null {
  if (part.type === 'text') return facts.texts[part.slot] ?? null;
  const actual = facts.numbers[part.slot] as number;
  if (Number.isNaN(actual)) return null;
  return part.type === 'boolean' ? actual === 1 : actual;
}
