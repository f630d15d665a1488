import type { Condition } from '../contract/condition.ts';
import type { FactCatalogue } from '../contract/fact.ts';
import { leavesOf } from './fact-of.ts';
import { neverHolds } from './find-constant-parts.ts';

/** Tests that may be looked at for one document: beyond, nothing is claimed. */
const MOST_TESTS = 10_000;

/** Answers questions about the rules of one document, until they have cost too much. What it claims is certain. */
export interface Logic {
  /** Whether the second condition holds wherever the first one does. False says nothing. */
  implies(first: Condition, second: Condition): boolean;
  /** Whether a condition holds for nobody. False says nothing. */
  isImpossible(condition: Condition): boolean;
  /** Whether a condition holds for everybody. False says nothing. */
  isCertain(condition: Condition): boolean;
}

export function createLogic(catalogue: FactCatalogue): Logic {
  let left = MOST_TESTS;
  const isImpossible = (given: Condition): boolean => {
    if ('any' in given) return given.any.every(isImpossible);
    left -= countOf(given);
    if (left < 0) return false;
    return neverHolds(given, catalogue) || (casesOf(given)?.every(isImpossible) ?? false);
  };
  const follows = (given: Condition, claim: Condition): boolean => {
    if ('all' in claim) return claim.all.every((part) => follows(given, part));
    if ('any' in given) return given.any.every((part) => follows(part, claim));
    return isImpossible(straightened({ all: [given, { not: claim }] }));
  };
  return {
    isImpossible: (condition) => isImpossible(straightened(condition)),
    isCertain: (condition) => isImpossible(straightened({ not: condition })),
    implies: (first, second) => follows(straightened(first), straightened(second)),
  };
}

const countOf = (condition: Condition): number => [...leavesOf(condition)].length;

/** A conjunction with an alternative in it, as one conjunction for each of the alternatives. */
function casesOf(given: Condition): Condition[] | undefined {
  if (!('all' in given)) return undefined;
  const at = given.all.findIndex((part) => 'any' in part);
  const choice = given.all[at];
  if (!choice || !('any' in choice)) return undefined;
  return choice.any.map((alternative) => ({
    all: [
      ...given.all.slice(0, at),
      ...('all' in alternative ? alternative.all : [alternative]),
      ...given.all.slice(at + 1),
    ],
  }));
}

/** The same condition with `not` only around single tests, and without groups inside groups of their form. */
function straightened(condition: Condition, isTurned = false): Condition {
  if ('not' in condition) return straightened(condition.not, !isTurned);
  if (!('all' in condition) && !('any' in condition)) return isTurned ? { not: condition } : condition;
  const isAll = 'all' in condition !== isTurned;
  const parts = ('all' in condition ? condition.all : condition.any).map((part) => straightened(part, isTurned));
  return isAll
    ? { all: parts.flatMap((part) => ('all' in part ? part.all : [part])) }
    : { any: parts.flatMap((part) => ('any' in part ? part.any : [part])) };
}
