import { RE2JS } from 're2js';
import { parseDecimal } from './decimal.ts';
import type { Condition } from './mapping.ts';
import { lookUp } from './read-value.ts';

/** Whether a condition holds for the values of a row. */
export type Holds = (values: Readonly<Record<string, unknown>>) => boolean;

/** Compiles a regular expression of a mapping, to be found anywhere in a text; throws `RE2JSException`. */
export const compilePattern = (pattern: string): RE2JS => RE2JS.compile(pattern);

/** Compiles a condition: every test that it names must hold. What is empty or no text passes only tests of `filled`. */
export function conditionReader(condition: Condition): Holds {
  const { column, filled } = condition;
  const tests = textTests(condition);
  return (values) => {
    const value = lookUp(values, column) ?? undefined;
    if (filled !== undefined && filled !== (value !== undefined)) return false;
    if (value === undefined || typeof value === 'object') return tests.length === 0;
    const text = String(value);
    return tests.every((test) => test(text));
  };
}

function textTests(condition: Condition): ((text: string) => boolean)[] {
  const { equals, startsWith, matches, greaterThan, lessThan } = condition;
  const tests: ((text: string) => boolean)[] = [];
  if (equals !== undefined) tests.push((text) => text === String(equals));
  if (condition.in !== undefined) {
    const words = new Set(condition.in.map(String));
    tests.push((text) => words.has(text));
  }
  if (startsWith !== undefined) tests.push((text) => text.startsWith(startsWith));
  if (greaterThan !== undefined) tests.push((text) => parseDecimal(text) !== undefined && Number(text) > greaterThan);
  if (lessThan !== undefined) tests.push((text) => parseDecimal(text) !== undefined && Number(text) < lessThan);
  if (matches !== undefined) {
    const pattern = compilePattern(matches);
    tests.push((text) => pattern.test(text));
  }
  return tests;
}
