import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Condition, Explanation, Rule } from '../../src/contract/condition.ts';
import { compileRules } from '../../src/rules/compile.ts';
import { leavesOf } from '../../src/rules/fact-of.ts';
import { catalogue, DAY, factsAt, type Given, NOW } from './catalogue.ts';
import { given, now, RUNS, rules } from './generated.ts';

/** Whether each leaf holds, from left to right. */
function leavesIn(explanation: Explanation): boolean[] {
  if ('all' in explanation) return explanation.all.flatMap(leavesIn);
  if ('any' in explanation) return explanation.any.flatMap(leavesIn);
  if ('not' in explanation) return leavesIn(explanation.not);
  return [explanation.holds];
}

const compiledLeaves = (made: readonly Rule[]) => {
  const compiled = compileRules(made, catalogue);
  const leavesAt = (customer: Given, at: number): boolean[] =>
    made.flatMap((_, rule) => leavesIn(compiled.explain(rule, factsAt(customer, at))));
  return { compiled, leavesAt };
};

/** A year stands for ever where nothing is to change any more. */
const FOREVER = 400 * DAY;

/** A leaf whose fact may change on any day, or whose window is empty, only may change at its flip. */
const isCertain = (made: readonly Rule[]): boolean =>
  made
    .flatMap((rule) => [...leavesOf(rule.when)])
    .every(
      ({ fact, operator, value }) => fact !== 'orderTrend' && !(operator === 'withinElapsedDaysAhead' && value === 0),
    );

describe('the next flip', () => {
  it('comes no later than the first change of any leaf', () => {
    fc.assert(
      fc.property(
        rules,
        given,
        now,
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 6 }),
        (made, customer, at, parts) => {
          const { compiled, leavesAt } = compiledLeaves(made);
          const flip = compiled.nextFlip(factsAt(customer, at));
          expect(flip).toBeGreaterThan(at);
          const last = Math.min(flip - 1, at + FOREVER);
          const expected = leavesAt(customer, at);
          for (const instant of [last, at + 1, ...parts.map((part) => Math.floor(at + part * (last - at)))]) {
            if (instant <= last) expect(leavesAt(customer, instant)).toEqual(expected);
          }
        },
      ),
      RUNS,
    );
  });

  it('is an instant at which a leaf does change, so that nobody is judged in vain', () => {
    let flips = 0;
    fc.assert(
      fc.property(rules.filter(isCertain), given, now, (made, customer, at) => {
        const { compiled, leavesAt } = compiledLeaves(made);
        const flip = compiled.nextFlip(factsAt(customer, at));
        if (flip === Number.POSITIVE_INFINITY) return;
        flips++;
        expect(leavesAt(customer, flip)).not.toEqual(leavesAt(customer, flip - 1));
      }),
      RUNS,
    );
    expect(flips).toBeGreaterThan(RUNS.numRuns / 10);
  });

  const flipOf = (when: Condition, index: number, value: number, at = NOW): number => {
    const numbers: number[] = new Array(10).fill(Number.NaN);
    numbers[index] = value;
    const { compiled } = compiledLeaves([{ name: 'rule', pointer: '', when }]);
    return compiled.nextFlip(factsAt({ numbers, texts: [] }, at));
  };

  it('is never for rules without time, and for what is unknown', () => {
    expect(flipOf({ fact: 'spendLast90Days', operator: 'lessThan', value: 3 }, 1, 2)).toBe(Number.POSITIVE_INFINITY);
    expect(flipOf({ fact: 'lastPurchaseAt', operator: 'atLeastElapsedDaysAgo', value: 3 }, 1, 2)).toBe(
      Number.POSITIVE_INFINITY,
    );
    expect(flipOf({ fact: 'daysSinceLastPurchase', operator: 'known', value: true }, 6, NOW)).toBe(
      Number.POSITIVE_INFINITY,
    );
  });

  it('knows when a count of days passes a threshold', () => {
    const since = (operator: string, value: unknown): number =>
      flipOf({ fact: 'daysSinceLastPurchase', operator, value }, 6, NOW - DAY / 2) - (NOW - DAY / 2);
    expect(since('greaterThan', 30)).toBe(31 * DAY);
    expect(since('greaterThanInclusive', 30)).toBe(30 * DAY);
    expect(since('lessThan', 29.5)).toBe(30 * DAY);
    expect(since('equal', 2.5)).toBe(Number.POSITIVE_INFINITY);
    expect(since('between', [5, 9])).toBe(5 * DAY);
    expect(since('notIn', [4, 2])).toBe(2 * DAY);
    const until = (operator: string, value: unknown): number =>
      NOW + 50 * DAY - flipOf({ fact: 'daysUntilRenewal', operator, value }, 7, NOW + 50 * DAY);
    expect(until('lessThan', 30)).toBe(29 * DAY);
    expect(until('lessThanInclusive', 30)).toBe(30 * DAY);
  });

  it('is the midnight of the account’s zone for calendar days', () => {
    const before = Date.parse('2026-05-09T12:00:00Z');
    const when = { fact: 'lastPurchaseAt', operator: 'lessThanCalendarDaysAgo', value: 2 };
    expect(new Date(flipOf(when, 6, before, before)).toISOString()).toBe('2026-05-10T22:00:00.000Z');
  });

  it('is the next whole day before or after the anchor for a fact that may change every day', () => {
    const when = { fact: 'orderTrend', operator: 'lessThan', value: 0 };
    expect(flipOf(when, 8, NOW - 3.5 * DAY) - NOW).toBe(DAY / 2);
    expect(flipOf(when, 8, NOW - 3 * DAY) - NOW).toBe(DAY);
    expect(flipOf(when, 8, NOW + 3.5 * DAY) - NOW).toBe(DAY / 2);
  });
});
