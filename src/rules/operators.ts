import type { FactType } from '../contract/fact.ts';
import type { Phrase } from '../language/phrase.ts';
import { phrase } from '../language/say.ts';

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

type OperatorName =
  | 'equal'
  | 'notEqual'
  | 'lessThan'
  | 'lessThanInclusive'
  | 'greaterThan'
  | 'greaterThanInclusive'
  | 'between'
  | 'in'
  | 'notIn'
  | 'startsWith'
  | 'matches'
  | 'before'
  | 'after'
  | 'atLeastElapsedDaysAgo'
  | 'lessThanElapsedDaysAgo'
  | 'atLeastCalendarDaysAgo'
  | 'lessThanCalendarDaysAgo'
  | 'withinElapsedDaysAhead'
  | 'known'
  | 'unknown';

/** One test that fits facts of one type. Every one but `unknown` is false while the fact is unknown. */
export interface Operator {
  readonly name: OperatorName;
  readonly value: ValueShape;
  /** The clock that a relative operator reads: its truth can change with time alone. */
  readonly clock?: 'elapsed' | 'calendar';
}

const presence: readonly Operator[] = [
  { name: 'known', value: 'present' },
  { name: 'unknown', value: 'present' },
];

const number: readonly Operator[] = [
  { name: 'equal', value: 'number' },
  { name: 'notEqual', value: 'number' },
  { name: 'lessThan', value: 'number' },
  { name: 'lessThanInclusive', value: 'number' },
  { name: 'greaterThan', value: 'number' },
  { name: 'greaterThanInclusive', value: 'number' },
  { name: 'between', value: 'numberRange' },
  { name: 'in', value: 'numberList' },
  { name: 'notIn', value: 'numberList' },
  ...presence,
];

const text: readonly Operator[] = [
  { name: 'equal', value: 'text' },
  { name: 'notEqual', value: 'text' },
  { name: 'in', value: 'textList' },
  { name: 'notIn', value: 'textList' },
  { name: 'startsWith', value: 'text' },
  { name: 'matches', value: 'pattern' },
  ...presence,
];

const boolean: readonly Operator[] = [
  { name: 'equal', value: 'boolean' },
  { name: 'notEqual', value: 'boolean' },
  ...presence,
];

/**
 * With `t` the fact's instant and `n` the value: at least n elapsed days ago means `now >= t + n × 24 h`, less than its
 * opposite for a known `t` (so an instant in the future is less than any number of days ago). Within n elapsed days
 * ahead means `t - n × 24 h <= now < t`: at `t` itself it is no longer ahead. Calendar days count the midnights between
 * `t` and now in the account's time zone.
 */
const instant: readonly Operator[] = [
  { name: 'before', value: 'instant' },
  { name: 'after', value: 'instant' },
  { name: 'atLeastElapsedDaysAgo', value: 'days', clock: 'elapsed' },
  {
    name: 'lessThanElapsedDaysAgo',
    value: 'days',
    clock: 'elapsed',
  },
  {
    name: 'atLeastCalendarDaysAgo',
    value: 'calendarDays',
    clock: 'calendar',
  },
  {
    name: 'lessThanCalendarDaysAgo',
    value: 'calendarDays',
    clock: 'calendar',
  },
  {
    name: 'withinElapsedDaysAhead',
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

/** Its name for people; it reads after the fact's title: "Orders is at least 3". */
export const operatorTitle = ({ name }: Operator): Phrase => phrase(`operatorTitle.${name}`);

/** The operator of that name for facts of that type, or undefined when there is none. */
export const operatorFor = (type: FactType, name: string): Operator | undefined =>
  OPERATORS[type].find((operator) => operator.name === name);

/** Every operator name there is, each once. */
export const OPERATOR_NAMES: ReadonlySet<string> = new Set<string>(
  Object.values(OPERATORS).flatMap((operators) => operators.map((operator) => operator.name)),
);
