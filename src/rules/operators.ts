import type { FactType } from '../contract/fact.ts';

/** What a condition's `value` must look like for an operator. */
export type ValueShape =
  | 'number'
  | 'numberRange'
  | 'numberList'
  | 'text'
  | 'textList'
  | 'pattern'
  | 'boolean'
  | 'instant'
  /** Elapsed days: whole or a fraction, not negative. */
  | 'days'
  /** Calendar days: whole, not negative. */
  | 'calendarDays'
  /** Only `true`, for the tests of presence. */
  | 'present';

/** One test that fits facts of one type. Every one but `unknown` is false while the fact is unknown. */
export interface Operator {
  readonly name: string;
  /** Reads after the fact's title: "Orders is at least 3". */
  readonly title: string;
  readonly value: ValueShape;
  /** The clock that a relative operator reads: its truth can change with time alone. */
  readonly clock?: 'elapsed' | 'calendar';
}

const presence: readonly Operator[] = [
  { name: 'known', title: 'is known', value: 'present' },
  { name: 'unknown', title: 'is unknown', value: 'present' },
];

const number: readonly Operator[] = [
  { name: 'equal', title: 'is', value: 'number' },
  { name: 'notEqual', title: 'is known and is not', value: 'number' },
  { name: 'lessThan', title: 'is less than', value: 'number' },
  { name: 'lessThanInclusive', title: 'is at most', value: 'number' },
  { name: 'greaterThan', title: 'is more than', value: 'number' },
  { name: 'greaterThanInclusive', title: 'is at least', value: 'number' },
  { name: 'between', title: 'is between, both ends included,', value: 'numberRange' },
  { name: 'in', title: 'is one of', value: 'numberList' },
  { name: 'notIn', title: 'is known and is none of', value: 'numberList' },
  ...presence,
];

const text: readonly Operator[] = [
  { name: 'equal', title: 'is', value: 'text' },
  { name: 'notEqual', title: 'is known and is not', value: 'text' },
  { name: 'in', title: 'is one of', value: 'textList' },
  { name: 'notIn', title: 'is known and is none of', value: 'textList' },
  { name: 'startsWith', title: 'starts with', value: 'text' },
  { name: 'matches', title: 'matches the pattern', value: 'pattern' },
  ...presence,
];

const boolean: readonly Operator[] = [
  { name: 'equal', title: 'is', value: 'boolean' },
  { name: 'notEqual', title: 'is known and is not', value: 'boolean' },
  ...presence,
];

/**
 * With `t` the fact's instant and `n` the value: at least n elapsed days ago means `now >= t + n × 24 h`, less than its
 * opposite for a known `t` (so an instant in the future is less than any number of days ago). Within n elapsed days
 * ahead means `t - n × 24 h <= now < t`: at `t` itself it is no longer ahead. Calendar days count the midnights between
 * `t` and now in the account's time zone.
 */
const instant: readonly Operator[] = [
  { name: 'before', title: 'is before', value: 'instant' },
  { name: 'after', title: 'is after', value: 'instant' },
  { name: 'atLeastElapsedDaysAgo', title: 'is at least so many times 24 hours ago:', value: 'days', clock: 'elapsed' },
  {
    name: 'lessThanElapsedDaysAgo',
    title: 'is less than so many times 24 hours ago:',
    value: 'days',
    clock: 'elapsed',
  },
  {
    name: 'atLeastCalendarDaysAgo',
    title: 'is at least so many calendar days ago:',
    value: 'calendarDays',
    clock: 'calendar',
  },
  {
    name: 'lessThanCalendarDaysAgo',
    title: 'is less than so many calendar days ago:',
    value: 'calendarDays',
    clock: 'calendar',
  },
  {
    name: 'withinElapsedDaysAhead',
    title: 'lies ahead by at most so many times 24 hours:',
    value: 'days',
    clock: 'elapsed',
  },
  ...presence,
];

/** All operators, by the type of fact they fit. */
export const OPERATORS: Readonly<Record<FactType, readonly Operator[]>> = Object.freeze({
  number,
  text,
  boolean,
  instant,
});

/** The operator of that name for facts of that type, or undefined when there is none. */
export const operatorFor = (type: FactType, name: string): Operator | undefined =>
  OPERATORS[type].find((operator) => operator.name === name);

/** Every operator name there is, each once. */
export const OPERATOR_NAMES: ReadonlySet<string> = new Set(
  Object.values(OPERATORS).flatMap((operators) => operators.map((operator) => operator.name)),
);
