import type { Parameters } from '../db/parameters.ts';
import { badInput } from './bad-input.ts';
import type { Comparison } from './comparison-inputs.ts';

/** Longest list that a filter may carry. */
export const MOST_VALUES = 500;
const MOST_TESTS = 200;
const DEEPEST = 6;

/** The condition of a statement while it is put together, with limits on its size. */
export class Condition {
  readonly parameters: Parameters;
  #tests = 0;

  constructor(parameters: Parameters) {
    this.parameters = parameters;
  }

  /** Counts one test; too many are refused. */
  take(): void {
    this.#tests += 1;
    if (this.#tests > MOST_TESTS) throw badInput(`A filter has at most ${MOST_TESTS} tests.`, 'FILTER_TOO_LARGE');
  }
}

export function checkDepth(depth: number): void {
  if (depth > DEEPEST) throw badInput(`Filters nest at most ${DEEPEST} deep.`, 'FILTER_TOO_LARGE');
}

export function checkLength(list: readonly unknown[]): void {
  if (list.length > MOST_VALUES)
    throw badInput(`A list in a filter has at most ${MOST_VALUES} values.`, 'FILTER_TOO_LARGE');
}

/** All of these; nothing given holds for everybody. */
export const allOf = (conditions: readonly string[]): string =>
  conditions.length === 0 ? 'true' : `(${conditions.join(' and ')})`;

const OPERATORS = { eq: '=', ne: '<>', gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

/** What is compared: the value in SQL, the type of its parameters, and what a caller's value is there. */
export interface Comparable<T> {
  readonly sql: string;
  readonly type: string;
  readonly convert?: (value: T) => unknown;
}

/** A comparison as SQL that is true or false, never null: what is unknown does not hold. */
export function compare<T>(comparison: Comparison<T>, of: Comparable<T>, condition: Condition): string {
  const { parameters } = condition;
  const value = (given: T): unknown => sound(of.convert ? of.convert(given) : given);
  const tests: string[] = [];
  const add = (test: string): void => {
    condition.take();
    tests.push(test);
  };
  for (const [name, operator] of Object.entries(OPERATORS)) {
    const given = comparison[name as keyof typeof OPERATORS];
    if (given !== undefined && given !== null) add(`${of.sql} ${operator} ${parameters.bind(value(given), of.type)}`);
  }
  if (comparison.in) {
    checkLength(comparison.in);
    add(`${of.sql} = any(${parameters.bind(comparison.in.map(value), `${of.type}[]`)})`);
  }
  if (typeof comparison.startsWith === 'string')
    add(`starts_with(${of.sql}, ${parameters.bind(sound(comparison.startsWith), 'text')})`);
  if (typeof comparison.known === 'boolean') add(`${of.sql} is ${comparison.known ? 'not null' : 'null'}`);
  return tests.length === 0 ? 'true' : `(${tests.join(' and ')}) is true`;
}

/** PostgreSQL's text has no NUL: nothing could be equal to it. */
function sound(value: unknown): unknown {
  if (typeof value === 'string' && value.includes('\0')) throw badInput('Text must not contain a NUL character.');
  return value;
}
