import type { Condition, LeafCondition } from '../contract/condition.ts';
import type { Fact, FactCatalogue, Facts } from '../contract/fact.ts';
import { encodeTest } from './encode-test.ts';
import { factOf, leavesOf } from './fact-of.ts';
import { DAY, elapsed } from './instants.ts';
import { operatorFor } from './operators.ts';
import { runTest } from './run-test.ts';

/** When leaves may change by time alone, as offsets from the instants in `Facts.numbers`. */
interface Agenda {
  /** By place in `Facts.numbers`: milliseconds after the instant there, ascending. */
  readonly offsets: ReadonlyMap<number, readonly number[]>;
  /** Places from whose instants any whole day, before or after, may bring a change. */
  readonly daily: readonly number[];
  /** By place: numbers of calendar days after the instant there. */
  readonly calendarDays: ReadonlyMap<number, readonly number[]>;
}

/** The last instant a date can name; what would come later never comes. */
const LAST_INSTANT = 8.64e15;

/** The earliest instant after `facts.now` at which a leaf may change with all other values fixed; Infinity for never. */
export interface FlipFinder {
  readonly timeDependent: boolean;
  /** The places in `Facts.numbers` it reads. */
  readonly indexes: readonly number[];
  readonly next: (facts: Facts) => number;
}

/** Finds out once what depends on time in these conditions. Instants are taken to be whole milliseconds. */
export function flipFinder(conditions: readonly Condition[], catalogue: FactCatalogue): FlipFinder {
  const { offsets, daily, calendarDays } = agendaOf(conditions, catalogue);
  const indexes = [...new Set([...offsets.keys(), ...daily, ...calendarDays.keys()])].sort((a, b) => a - b);
  // Lists instead of maps: going through them allocates nothing.
  const byOffset = listed(offsets);
  const byDay = listed(calendarDays);
  return {
    timeDependent: indexes.length > 0,
    indexes,
    next(facts) {
      let earliest = Number.POSITIVE_INFINITY;
      for (const { index, steps } of byOffset) earliest = Math.min(earliest, firstAfter(facts, index, steps));
      for (const index of daily) earliest = Math.min(earliest, nextWholeDay(facts, index));
      for (const { index, steps } of byDay) earliest = Math.min(earliest, firstDay(facts, index, steps, catalogue));
      return earliest > LAST_INSTANT ? Number.POSITIVE_INFINITY : earliest;
    },
  };
}

const listed = (steps: ReadonlyMap<number, readonly number[]>) =>
  [...steps].map(([index, list]) => ({ index, steps: Float64Array.from(list) }));

function firstAfter(facts: Facts, index: number, offsets: Float64Array): number {
  const base = facts.numbers[index] as number;
  for (const offset of offsets) if (base + offset > facts.now) return base + offset;
  return Number.POSITIVE_INFINITY;
}

function nextWholeDay(facts: Facts, index: number): number {
  const anchor = facts.numbers[index] as number;
  if (Number.isNaN(anchor)) return Number.POSITIVE_INFINITY;
  return anchor + (Math.floor((facts.now - anchor) / DAY) + 1) * DAY;
}

function firstDay(facts: Facts, index: number, days: Float64Array, catalogue: FactCatalogue): number {
  const at = facts.numbers[index] as number;
  if (Number.isNaN(at)) return Number.POSITIVE_INFINITY;
  const day = catalogue.calendarDay(at);
  for (const count of days) {
    const start = catalogue.startOfDay(day + count);
    if (start > facts.now) return start;
  }
  return Number.POSITIVE_INFINITY;
}

function agendaOf(conditions: readonly Condition[], catalogue: FactCatalogue): Agenda {
  const offsets = new Map<number, number[]>();
  const calendarDays = new Map<number, number[]>();
  const daily = new Set<number>();
  const scratch: Facts = {
    numbers: new Float64Array(catalogue.numbers).fill(Number.NaN),
    texts: new Array<string | undefined>(catalogue.texts),
    now: 0,
  };
  for (const condition of conditions) {
    for (const leaf of leavesOf(condition)) {
      const fact = factOf(leaf, catalogue);
      const clock = operatorFor(fact.type, leaf.operator)?.clock;
      if (clock === 'calendar') add(calendarDays, fact.index, [leaf.value as number]);
      if (clock === 'elapsed') add(offsets, fact.index, relativeOffsets(leaf));
      const { timing } = fact;
      if (timing?.form === 'eachDaySince') daily.add(timing.anchor);
      else if (timing && fact.type !== 'number') daily.add(timing.of);
      else if (timing) add(offsets, timing.of, countedOffsets(leaf, fact, timing.form, catalogue, scratch));
    }
  }
  return { offsets, calendarDays, daily: [...daily] };
}

function add(lists: Map<number, number[]>, index: number, values: readonly number[]): void {
  if (values.length === 0) return;
  lists.set(
    index,
    [...new Set([...(lists.get(index) ?? []), ...values])].sort((a, b) => a - b),
  );
}

function relativeOffsets(leaf: LeafCondition): number[] {
  const span = elapsed(leaf.value as number);
  return leaf.operator === 'withinElapsedDaysAhead' ? [-span, 0] : [span];
}

/**
 * A counted fact changes by whole days: `daysSince` comes to k at its instant plus k days, `daysUntil` at its instant
 * minus k days. Of the whole numbers around a leaf's thresholds only those at which its answer changes are kept.
 */
function countedOffsets(
  leaf: LeafCondition,
  fact: Fact,
  form: 'daysSince' | 'daysUntil',
  catalogue: FactCatalogue,
  scratch: Facts,
): number[] {
  const test = encodeTest(leaf, fact, catalogue);
  const holdsAt = (count: number): boolean => {
    scratch.numbers[fact.index] = count;
    return runTest(test, scratch);
  };
  const direction = form === 'daysSince' ? 1 : -1;
  return [leaf.value]
    .flat()
    .filter((threshold) => typeof threshold === 'number')
    .flatMap((n) => (direction === 1 ? [Math.ceil(n), Math.floor(n) + 1] : [Math.floor(n), Math.ceil(n) - 1]))
    .filter((count) => holdsAt(count) !== holdsAt(count - direction))
    .map((count) => direction * count * DAY);
}
