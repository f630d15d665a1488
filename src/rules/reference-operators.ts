import { Operator } from 'json-rules-engine';
import { RE2JS } from 're2js';
import type { FactCatalogue } from '../contract/fact.ts';
import { DAY } from './instants.ts';

type Known = number | string | boolean;
type Meaning = (actual: Known, value: never, clock: Clock) => boolean;

/** What the relative operators read. */
export interface Clock {
  readonly now: number;
  readonly catalogue: FactCatalogue;
}

const daysAgo = (actual: Known, { catalogue, now }: Clock): number =>
  catalogue.calendarDay(now) - catalogue.calendarDay(actual as number);

/** What each operator means for a known value, in the plainest words. Shares nothing with the compiled tests. */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  equal: (actual, value: Known) => actual === value,
  notEqual: (actual, value: Known) => actual !== value,
  lessThan: (actual, value: number) => (actual as number) < value,
  lessThanInclusive: (actual, value: number) => (actual as number) <= value,
  greaterThan: (actual, value: number) => (actual as number) > value,
  greaterThanInclusive: (actual, value: number) => (actual as number) >= value,
  between: (actual, [low, high]: readonly [number, number]) => (actual as number) >= low && (actual as number) <= high,
  in: (actual, values: readonly Known[]) => values.includes(actual),
  notIn: (actual, values: readonly Known[]) => !values.includes(actual),
  startsWith: (actual, value: string) => (actual as string).startsWith(value),
  matches: (actual, pattern: string) => RE2JS.compile(pattern).test(actual as string),
  before: (actual, value: string) => (actual as number) < Date.parse(value),
  after: (actual, value: string) => (actual as number) > Date.parse(value),
  atLeastElapsedDaysAgo: (actual, days: number, { now }) => now - (actual as number) >= Math.round(days * DAY),
  lessThanElapsedDaysAgo: (actual, days: number, { now }) => now - (actual as number) < Math.round(days * DAY),
  atLeastCalendarDaysAgo: (actual, days: number, clock) => daysAgo(actual, clock) >= days,
  lessThanCalendarDaysAgo: (actual, days: number, clock) => daysAgo(actual, clock) < days,
  withinElapsedDaysAhead: (actual, days: number, { now }) =>
    now < (actual as number) && (actual as number) - now <= Math.round(days * DAY),
};

/**
 * The typed operators for one run of json-rules-engine. Those of the library's own names replace the built-in ones. An
 * unknown fact is null: every comparison with it is false.
 */
export function referenceOperators(names: ReadonlySet<string>, clock: Clock): Operator[] {
  return [...names].map((name) => {
    if (name === 'known') return new Operator<Known | null>(name, (actual) => actual !== null);
    if (name === 'unknown') return new Operator<Known | null>(name, (actual) => actual === null);
    const meaning = MEANINGS[name];
    if (!meaning) throw new Error(`The reference has no operator "${name}".`);
    return new Operator<Known | null, never>(name, (actual, value) => actual !== null && meaning(actual, value, clock));
  });
}
