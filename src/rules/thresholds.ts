import type { LeafCondition } from '../contract/condition.ts';
import type { Fact, FactCatalogue } from '../contract/fact.ts';
import { elapsed, parseInstant } from './instants.ts';

/** A value as an example gives it. */
export type GivenValue = number | string | boolean;

/** A place at which the answer of a test may change, with the nearest values around it that people would write. */
export interface Threshold {
  readonly below: GivenValue;
  readonly at: GivenValue;
  readonly above: GivenValue;
}

/** The thresholds of one test when it is judged at `now`: of numbers, and of dates and times. */
export function thresholdsOf(leaf: LeafCondition, fact: Fact, now: number, catalogue: FactCatalogue): Threshold[] {
  if (fact.type === 'instant') return instantsOf(leaf, now, catalogue).map(aroundInstant);
  if (fact.type !== 'number') return [];
  const numbers = [leaf.value].flat().filter((value) => typeof value === 'number');
  return numbers.map((value) => aroundNumber(value));
}

/** Amounts, counts and days are whole; a fraction is met by one more of its last decimal. */
function aroundNumber(value: number): Threshold {
  const decimals = /\.(\d+)$/.exec(String(value))?.[1]?.length ?? 0;
  const step = 10 ** -decimals;
  const rounded = (one: number): number => Number(one.toFixed(decimals));
  return { below: rounded(value - step), at: value, above: rounded(value + step) };
}

const aroundInstant = (at: number): Threshold => ({ below: iso(at - 1), at: iso(at), above: iso(at + 1) });

const iso = (at: number): string => new Date(at).toISOString();

function instantsOf({ operator, value }: LeafCondition, now: number, catalogue: FactCatalogue): number[] {
  switch (operator) {
    case 'before':
    case 'after':
      return [parseInstant(value as string)];
    case 'atLeastElapsedDaysAgo':
    case 'lessThanElapsedDaysAgo':
      return [now - elapsed(value as number)];
    case 'withinElapsedDaysAhead':
      return [now, now + elapsed(value as number)];
    case 'atLeastCalendarDaysAgo':
    case 'lessThanCalendarDaysAgo':
      // the last moment that counts as so many days ago lies just before the next day begins
      return [catalogue.startOfDay(catalogue.calendarDay(now) - (value as number) + 1)];
    default:
      return [];
  }
}

/** Values of a fact among which every answer of these tests can be found, as far as they can be written down. */
export function candidates(
  leaves: readonly LeafCondition[],
  fact: Fact,
  now: number,
  catalogue: FactCatalogue,
): (GivenValue | undefined)[] {
  const around = leaves
    .flatMap((leaf) => thresholdsOf(leaf, fact, now, catalogue))
    .flatMap(({ below, at, above }) => [at, above, below]);
  if (fact.type === 'boolean') return [true, false, undefined];
  if (fact.type !== 'text') return [...around, ...(fact.type === 'number' ? [0] : [iso(now)]), undefined];
  const named = leaves.flatMap(({ value }) => [value].flat()).filter((value) => typeof value === 'string');
  return [...(fact.values ?? [...named, 'x']), undefined];
}
