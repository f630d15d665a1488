import type { HeldOutcome, Outcome } from '../contract/kind.ts';
import { sameKeys } from '../pipeline/differ.ts';
import { BLOCK } from '../pipeline/read-population.ts';
import type { Difference } from './difference.ts';
import { sumOf, type VersionColumns } from './version-columns.ts';

/** What is published of a rule set (undefined: nothing) beside what is previewed. */
export interface Pair {
  readonly before: VersionColumns | undefined;
  readonly after: VersionColumns;
}

/** Compares the two versions of a rule set over the first `size` customers of a block. */
export interface Comparison {
  /** Counts what holds, and marks in `moves` the rows for which anything moves. */
  mark(size: number, now: number, moves: Uint8Array): void;
  /** What holds by the one and by the other in a row, with or without what holds by both. */
  at(row: number, now: number): { readonly was: readonly HeldOutcome[]; readonly is: readonly Outcome[] };
}

export function comparisonOf(pair: Pair, difference: Difference): Comparison {
  const isByRule = [pair.before, pair.after].every((version) => !version || version.ruleSet.kind.byRule);
  return isByRule ? byRule(pair, difference) : byDecision(pair, difference);
}

const NOBODY = new Uint8Array(BLOCK);

/** Where each rule speaks for itself, column is compared with column. */
function byRule({ before, after }: Pair, difference: Difference): Comparison {
  const { codes, ruleOf } = after.ruleSet;
  const [was, is] = [columnsByKey(before), columnsByKey(after)];
  const held = [...was].map(([key, column]) => ({ code: codes.get(key) as number, column }));
  const compared = [...new Set([...is.keys(), ...was.keys()])]
    .map((key) => ({ key, rule: ruleOf.get(key) ?? -1, one: was.get(key) ?? NOBODY, other: is.get(key) ?? NOBODY }))
    .filter(({ one, other }) => one !== other); // one column: the condition is the same
  return {
    mark(size, _now, moves) {
      for (const { code, column } of held) difference.countHeld(code, sumOf(column, size));
      for (const { one, other } of compared) markDifferent(one, other, size, moves);
    },
    at(row, now) {
      const different = compared.filter(({ one, other }) => one[row] !== other[row]);
      return {
        was: different.filter(({ one }) => one[row] === 1).map(({ key }) => ({ key, since: now })),
        is: different.filter(({ other }) => other[row] === 1).map(({ key, rule }) => ({ key, rule })),
      };
    },
  };
}

const columnsByKey = (version: VersionColumns | undefined): Map<string, Uint8Array> =>
  new Map(version?.ruleSet.rules.map(({ name }, rule) => [name, version.columns[rule] as Uint8Array]));

function markDifferent(one: Uint8Array, other: Uint8Array, size: number, moves: Uint8Array): void {
  for (let row = 0; row < size; row++)
    moves[row] = (moves[row] as number) | ((one[row] as number) ^ (other[row] as number));
}

/** Where rules are weighed against each other, each customer is decided on by both versions. */
function byDecision({ before, after }: Pair, difference: Difference): Comparison {
  const { codes } = after.ruleSet;
  const decided = (version: VersionColumns | undefined, row: number, now: number) => version?.decide(row, now) ?? [];
  return {
    mark(size, now, moves) {
      for (let row = 0; row < size; row++) {
        const was = decided(before, row, now);
        for (const { key } of was) difference.countHeld(codes.get(key) as number);
        if (!sameKeys(was, after.decide(row, now))) moves[row] = 1;
      }
    },
    at: (row, now) => ({
      was: decided(before, row, now).map(({ key }) => ({ key, since: now })),
      is: after.decide(row, now),
    }),
  };
}
