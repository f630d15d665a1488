import type { Condition } from '#contract';

/** A number that must be reached. */
export interface Need {
  readonly fact: string;
  readonly least: number;
}

/** What conditions ask for, when that is nothing but numbers that must all be reached; undefined: it is more than that. */
export function needsOf(when: Condition): readonly Need[] | undefined {
  if ('fact' in when) {
    const { fact, operator, value } = when;
    if (typeof value !== 'number') return undefined;
    if (operator === 'greaterThanInclusive') return [{ fact, least: value }];
    // more than a whole number is the next one at least
    return operator === 'greaterThan' && Number.isInteger(value) ? [{ fact, least: value + 1 }] : undefined;
  }
  const parts = 'all' in when ? when.all : 'any' in when && when.any.length === 1 ? when.any : undefined;
  const needs = parts?.map(needsOf);
  return needs?.every((need) => need !== undefined) ? needs.flat() : undefined;
}
