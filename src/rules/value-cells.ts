import type { Condition, LeafCondition } from '../contract/condition.ts';
import type { Fact, FactCatalogue } from '../contract/fact.ts';
import { encodeTest } from './encode-test.ts';
import { factOf, leavesOf } from './fact-of.ts';
import { DAY, elapsed, parseInstant } from './instants.ts';
import { operatorFor } from './operators.ts';
import { runTest } from './run-test.ts';

/**
 * One way to look at the values of a fact, cut into cells in which every test of a rule gives one answer; each cell is
 * stood for by one value, and the last one by unknown. A date and time is looked at in three ways that cannot be set
 * off against each other: as such, by its distance from now, and by its distance in calendar days.
 */
export interface Aspect {
  readonly fact: Fact;
  readonly clock: 'none' | 'elapsed' | 'calendar';
  readonly cells: readonly (number | string | undefined)[];
  /** The place of the cell for all texts that the rule does not name. */
  readonly otherText?: number;
}

/** What a test says about each cell: whether it may hold there, and whether it must. */
export interface Verdicts {
  readonly possible: Uint8Array;
  readonly certain: Uint8Array;
}

/** Stands for any text that the rule does not name. */
const OTHER_TEXT = '\u0000';

/** Days of exactly 24 hours, and now at the beginning of one: an instant n days back is n calendar days ago. */
const PLAIN_DAYS = { calendarDay: (at: number) => Math.floor(at / DAY), startOfDay: (day: number) => day * DAY };

/** The aspects of every fact that a condition tests. */
export function aspectsOf(condition: Condition, catalogue: FactCatalogue): Map<Fact, Aspect[]> {
  const leaves = Map.groupBy(leavesOf(condition), (leaf) => factOf(leaf, catalogue));
  return new Map([...leaves].map(([fact, own]) => [fact, aspectsOfFact(fact, own)]));
}

function aspectsOfFact(fact: Fact, leaves: readonly LeafCondition[]): Aspect[] {
  switch (fact.type) {
    case 'boolean':
      return [{ fact, clock: 'none', cells: [0, 1, undefined] }];
    case 'text':
      return [textAspect(fact, leaves)];
    case 'number':
      return [{ fact, clock: 'none', cells: cut(leaves.flatMap((leaf) => numbersIn(leaf.value))) }];
    case 'instant':
      return instantAspects(fact, leaves);
  }
}

function textAspect(fact: Fact, leaves: readonly LeafCondition[]): Aspect {
  if (fact.values) return { fact, clock: 'none', cells: [...fact.values, undefined] };
  const named = leaves.flatMap((leaf) => [leaf.value].flat()).filter((value) => typeof value === 'string');
  const texts = [...new Set(named)];
  return { fact, clock: 'none', cells: [...texts, OTHER_TEXT, undefined], otherText: texts.length };
}

function instantAspects(fact: Fact, leaves: readonly LeafCondition[]): Aspect[] {
  const on = (clock: Aspect['clock']): readonly LeafCondition[] => leaves.filter((leaf) => clockOf(leaf) === clock);
  const dates = on('none').flatMap((leaf) => (typeof leaf.value === 'string' ? [parseInstant(leaf.value)] : []));
  const spans = on('elapsed').map((leaf) => elapsed(leaf.value as number));
  const days = on('calendar').flatMap((leaf) => numbersIn(leaf.value));
  return [
    { fact, clock: 'none', cells: cut(dates) },
    { fact, clock: 'elapsed', cells: cut([...spans.flatMap((span) => [-span, span]), 0]) },
    {
      fact,
      clock: 'calendar',
      cells: [...wholeAround([0, ...days]).map((day) => day * DAY), undefined],
    },
  ];
}

const clockOf = (leaf: LeafCondition): Aspect['clock'] => operatorFor('instant', leaf.operator)?.clock ?? 'none';
const numbersIn = (value: unknown): number[] => [value].flat().filter((part) => typeof part === 'number');

/** Each threshold, a value in every gap between two of them, and one beyond either end. */
function cut(thresholds: readonly number[]): (number | undefined)[] {
  const sorted = [...new Set(thresholds)].sort((a, b) => a - b);
  const gaps = sorted.map((value, index) => (index === 0 ? value : value / 2 + (sorted[index - 1] as number) / 2));
  return [-Number.MAX_VALUE, ...gaps.slice(1), ...sorted, Number.MAX_VALUE, undefined];
}

/** Whole days: each threshold and the day before it. */
const wholeAround = (days: readonly number[]): number[] => [...new Set(days.flatMap((day) => [day - 1, day]))];

/** What a test of the aspect's fact says about each of its cells. */
export function verdicts(leaf: LeafCondition, aspect: Aspect): Verdicts {
  const { fact, cells } = aspect;
  const ownWay = fact.type !== 'instant' || clockOf(leaf) === aspect.clock;
  if (!ownWay && leaf.operator !== 'known' && leaf.operator !== 'unknown') {
    // It looks at the fact in another way: here all that is sure is that unknown fails it.
    return {
      possible: Uint8Array.from(cells, (cell) => Number(cell !== undefined)),
      certain: new Uint8Array(cells.length),
    };
  }
  const place: Fact = { ...fact, index: 0 };
  const test = encodeTest(leaf, place, { facts: new Map(), numbers: 1, texts: 1, ...PLAIN_DAYS });
  const held = Uint8Array.from(cells, (cell) => Number(runTest(test, factsWith(cell, aspect))));
  const open = leaf.operator === 'startsWith' || leaf.operator === 'matches' ? aspect.otherText : undefined;
  if (open === undefined) return { possible: held, certain: held };
  return { possible: held.with(open, 1), certain: held.with(open, 0) };
}

function factsWith(cell: number | string | undefined, aspect: Aspect) {
  const number = typeof cell === 'number' ? cell : Number.NaN;
  // On a relative clock a cell is an age.
  const slot = aspect.clock === 'none' ? number : -number;
  return { numbers: Float64Array.of(slot), texts: [typeof cell === 'string' ? cell : undefined], now: 0 };
}
