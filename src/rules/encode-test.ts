import type { LeafCondition } from '../contract/condition.ts';
import type { Fact, FactCatalogue, Facts } from '../contract/fact.ts';
import { elapsed, parseInstant } from './instants.ts';
import { floatAbove, floatBelow } from './neighbours.ts';
import { textTest } from './text-test.ts';

/** How a test reads its slot. Most tests of numbers are one range, so that the evaluator branches little. */
export const IN_RANGE = 0;
/** Known and outside the range. */
export const OUT_OF_RANGE = 1;
export const UNKNOWN = 2;
/** `now` is at or after the slot's instant plus `low`. */
export const SINCE = 3;
/** `now` is before the slot's instant plus `low`. */
export const NOT_SINCE = 4;
/** Anything else: `slot` is then the place in the list of functions. */
export const FUNCTION = 5;

/** One leaf, ready to run. */
export interface EncodedTest {
  readonly code: number;
  readonly slot: number;
  readonly low: number;
  readonly high: number;
  readonly holds?: (facts: Facts) => boolean;
}

const range = (slot: number, low: number, high: number): EncodedTest => ({ code: IN_RANGE, slot, low, high });
const outside = (slot: number, low: number, high: number): EncodedTest => ({ code: OUT_OF_RANGE, slot, low, high });
const since = (slot: number, low: number): EncodedTest => ({ code: SINCE, slot, low, high: 0 });
const notSince = (slot: number, low: number): EncodedTest => ({ code: NOT_SINCE, slot, low, high: 0 });
const byFunction = (slot: number, holds: (facts: Facts) => boolean): EncodedTest => ({
  code: FUNCTION,
  slot,
  low: 0,
  high: 0,
  holds,
});

/** Encodes a leaf that `checkConditions` has accepted. */
export function encodeTest(leaf: LeafCondition, fact: Fact, catalogue: FactCatalogue): EncodedTest {
  if (fact.type === 'text') return byFunction(fact.index, textTest(leaf, fact.index));
  if (leaf.operator === 'known') return range(fact.index, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
  if (leaf.operator === 'unknown') return { code: UNKNOWN, slot: fact.index, low: 0, high: 0 };
  if (fact.type === 'boolean') return booleanTest(leaf, fact.index);
  if (fact.type === 'number') return numberTest(leaf, fact.index);
  return instantTest(leaf, fact.index, catalogue);
}

function booleanTest(leaf: LeafCondition, slot: number): EncodedTest {
  const wanted = (leaf.value === true) === (leaf.operator === 'equal') ? 1 : 0;
  return range(slot, wanted, wanted);
}

function numberTest(leaf: LeafCondition, slot: number): EncodedTest {
  const value = leaf.value as number;
  switch (leaf.operator) {
    case 'equal':
      return range(slot, value, value);
    case 'notEqual':
      return outside(slot, value, value);
    case 'lessThan':
      return range(slot, Number.NEGATIVE_INFINITY, floatBelow(value));
    case 'lessThanInclusive':
      return range(slot, Number.NEGATIVE_INFINITY, value);
    case 'greaterThan':
      return range(slot, floatAbove(value), Number.POSITIVE_INFINITY);
    case 'greaterThanInclusive':
      return range(slot, value, Number.POSITIVE_INFINITY);
    case 'between': {
      const [low, high] = leaf.value as readonly [number, number];
      return range(slot, low, high);
    }
    default:
      return numberListTest(leaf.value as readonly number[], leaf.operator === 'in', slot);
  }
}

function numberListTest(values: readonly number[], wanted: boolean, slot: number): EncodedTest {
  const [only] = values;
  if (values.length === 1 && only !== undefined) return wanted ? range(slot, only, only) : outside(slot, only, only);
  const set = new Set(values);
  return byFunction(slot, (facts) => {
    const actual = facts.numbers[slot] as number;
    return Number.isNaN(actual) ? false : set.has(actual) === wanted;
  });
}

function instantTest(leaf: LeafCondition, slot: number, catalogue: FactCatalogue): EncodedTest {
  switch (leaf.operator) {
    case 'before':
      return range(slot, Number.NEGATIVE_INFINITY, floatBelow(parseInstant(leaf.value as string)));
    case 'after':
      return range(slot, floatAbove(parseInstant(leaf.value as string)), Number.POSITIVE_INFINITY);
    case 'atLeastElapsedDaysAgo':
      return since(slot, elapsed(leaf.value as number));
    case 'lessThanElapsedDaysAgo':
      return notSince(slot, elapsed(leaf.value as number));
    case 'withinElapsedDaysAhead':
      return aheadTest(elapsed(leaf.value as number), slot);
    default:
      return calendarTest(leaf.value as number, leaf.operator === 'atLeastCalendarDaysAgo', slot, catalogue);
  }
}

function aheadTest(span: number, slot: number): EncodedTest {
  return byFunction(slot, ({ numbers, now }) => {
    const at = numbers[slot] as number;
    return now >= at - span && now < at;
  });
}

/** An instant is at least n calendar days ago when it lies before the day that began n - 1 days before today. */
function calendarTest(days: number, longAgo: boolean, slot: number, catalogue: FactCatalogue): EncodedTest {
  let boundaryAt = Number.NaN;
  let boundary = Number.NaN;
  return byFunction(slot, ({ numbers, now }) => {
    if (now !== boundaryAt) {
      boundary = catalogue.startOfDay(catalogue.calendarDay(now) - days + 1);
      boundaryAt = now;
    }
    const at = numbers[slot] as number;
    return longAgo ? at < boundary : at >= boundary;
  });
}
