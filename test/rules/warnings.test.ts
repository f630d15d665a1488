import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Condition } from '../../src/contract/condition.ts';
import { checkConditions } from '../../src/rules/check-conditions.ts';
import { compileRules } from '../../src/rules/compile.ts';
import { catalogue, factsAt } from './catalogue.ts';
import { condition, given, now, RUNS, tightCondition } from './generated.ts';

const test = (fact: string, operator: string, value: unknown): Condition => ({ fact, operator, value });
const spend = (operator: string, value: unknown): Condition => test('spendLast90Days', operator, value);
const bought = (operator: string, value: unknown): Condition => test('lastPurchaseAt', operator, value);

const warnings = (when: Condition): string[] =>
  checkConditions(when, '', catalogue).map(
    ({ pointer, severity, code, message }) => `${severity} ${pointer} ${code}: ${message}`,
  );

const NEVER = 'can never hold: no value of';
const ALWAYS = 'always holds: every value of';

describe('a rule that can never hold', () => {
  it.each<[string, Condition, string]>([
    ['two ranges apart', { all: [spend('greaterThan', 100), spend('lessThan', 50)] }, 'Spend in 90 days'],
    ['ranges that only touch', { all: [spend('greaterThan', 5), spend('lessThanInclusive', 5)] }, 'Spend in 90 days'],
    ['a value outside a range', { all: [spend('equal', 5), spend('between', [6, 9])] }, 'Spend in 90 days'],
    ['two values at once', { all: [test('tier', 'equal', 'gold'), test('tier', 'equal', 'silver')] }, 'Tier'],
    ['every value excluded', test('tier', 'notIn', ['gold', 'silver', 'bronze']), 'Tier'],
    [
      'lists without a common value',
      { all: [test('country', 'in', ['DE', 'FR']), test('country', 'in', ['IT'])] },
      'Country',
    ],
    [
      'a start that a value does not have',
      { all: [test('country', 'equal', 'FR'), test('country', 'startsWith', 'D')] },
      'Country',
    ],
    ['unknown and compared', { all: [bought('unknown', true), bought('atLeastElapsedDaysAgo', 3)] }, 'Last purchase'],
    [
      'neither true nor false, yet known',
      {
        all: [
          test('subscribed', 'known', true),
          { not: test('subscribed', 'equal', true) },
          { not: test('subscribed', 'equal', false) },
        ],
      },
      'Subscribed',
    ],
    [
      'long ago and not long ago',
      { all: [bought('atLeastElapsedDaysAgo', 5), bought('lessThanElapsedDaysAgo', 5)] },
      'Last purchase',
    ],
    [
      'ahead and ago',
      { all: [bought('withinElapsedDaysAhead', 5), bought('atLeastElapsedDaysAgo', 0)] },
      'Last purchase',
    ],
    [
      'calendar days that pass one another',
      { all: [bought('atLeastCalendarDaysAgo', 3), bought('lessThanCalendarDaysAgo', 3)] },
      'Last purchase',
    ],
    [
      'dates that pass one another',
      { all: [bought('after', '2026-02-01T00:00:00Z'), bought('before', '2026-02-01T00:30:00+01:00')] },
      'Last purchase',
    ],
    [
      'the opposite of what always holds',
      { not: { any: [spend('known', true), spend('unknown', true)] } },
      'Spend in 90 days',
    ],
    [
      'a contradiction between levels',
      { all: [spend('greaterThan', 100), { any: [spend('lessThan', 5), spend('equal', 7)] }] },
      'Spend in 90 days',
    ],
  ])('is warned of: %s', (_what, when, title) => {
    expect(warnings(when)).toEqual([
      `warning  NEVER_HOLDS: This rule ${NEVER} "${title}" satisfies what is asked here.`,
    ]);
  });

  it('is warned of at the part that makes it so', () => {
    const impossible = { all: [spend('greaterThan', 100), spend('lessThan', 50)] };
    expect(warnings({ all: [test('tier', 'equal', 'gold'), impossible] })).toEqual([
      `warning /all/1 NEVER_HOLDS: This rule ${NEVER} "Spend in 90 days" satisfies what is asked here.`,
    ]);
  });
});

describe('a rule that always holds', () => {
  it.each<[string, Condition, string]>([
    [
      'both sides and unknown',
      { any: [spend('greaterThan', 5), spend('lessThanInclusive', 5), spend('unknown', true)] },
      'Spend in 90 days',
    ],
    [
      'not both of two opposites',
      { not: { all: [spend('greaterThan', 5), spend('lessThan', 5)] } },
      'Spend in 90 days',
    ],
    [
      'all choices and unknown',
      { any: [test('tier', 'in', ['gold', 'silver', 'bronze']), test('tier', 'unknown', true)] },
      'Tier',
    ],
    [
      'not true, or true',
      { any: [{ not: test('subscribed', 'equal', true) }, test('subscribed', 'equal', true)] },
      'Subscribed',
    ],
  ])('is warned of: %s', (_what, when, title) => {
    expect(warnings(when)).toEqual([
      `warning  ALWAYS_HOLDS: This rule ${ALWAYS} "${title}" satisfies what is asked here, unknown included.`,
    ]);
  });
});

describe('a part of a rule', () => {
  it('is warned of when it can never hold though the rule can', () => {
    const impossible = { all: [test('tier', 'equal', 'gold'), test('tier', 'notEqual', 'gold')] };
    expect(warnings({ any: [spend('greaterThan', 5), impossible] })).toEqual([
      `warning /any/1 NEVER_HOLDS: This part ${NEVER} "Tier" satisfies what is asked here.`,
    ]);
  });

  it('is warned of when it says nothing because it always holds', () => {
    const empty = { any: [test('tier', 'known', true), test('tier', 'unknown', true)] };
    expect(warnings({ all: [spend('greaterThan', 5), empty] })).toEqual([
      `warning /all/1 ALWAYS_HOLDS: This part ${ALWAYS} "Tier" satisfies what is asked here, unknown included.`,
    ]);
  });
});

describe('no warning', () => {
  it.each<[string, Condition]>([
    ['both sides without unknown', { any: [spend('greaterThan', 5), spend('lessThanInclusive', 5)] }],
    ['ranges that share one number', { all: [spend('greaterThanInclusive', 5), spend('lessThanInclusive', 5)] }],
    ['a range that lies between its ends', { all: [spend('greaterThan', 1), spend('lessThan', 5)] }],
    [
      'two facts that contradict nothing',
      { all: [spend('greaterThan', 100), test('ordersLast90Days', 'lessThan', 50)] },
    ],
    [
      'a pattern that not every text matches',
      { any: [test('country', 'matches', '[^a-z]'), test('country', 'unknown', true)] },
    ],
    ['a text that may start so', { all: [test('country', 'startsWith', 'D'), test('country', 'notEqual', 'FR')] }],
    [
      'a date and a distance from now',
      { all: [bought('after', '2026-01-01T00:00:00Z'), bought('atLeastElapsedDaysAgo', 3)] },
    ],
    ['days of two sorts', { all: [bought('atLeastElapsedDaysAgo', 3), bought('lessThanCalendarDaysAgo', 4)] }],
  ])('is given for %s', (_what, when) => {
    expect(warnings(when)).toEqual([]);
  });

  it('is ever wrong: what is called never or always is so for every customer', () => {
    let told = 0;
    fc.assert(
      fc.property(
        fc.oneof(tightCondition, condition),
        fc.array(given, { minLength: 5, maxLength: 20 }),
        now,
        (when, customers, at) => {
          const verdict = checkConditions(when, '', catalogue).find(({ message }) => message.startsWith('This rule'));
          if (!verdict) return;
          told++;
          const compiled = compileRules([{ name: 'rule', pointer: '', when }], catalogue);
          const expected = verdict.code === 'ALWAYS_HOLDS';
          for (const customer of customers) expect(compiled.explain(0, factsAt(customer, at)).holds).toBe(expected);
        },
      ),
      RUNS,
    );
    expect(told).toBeGreaterThan(RUNS.numRuns / 50);
  });
});

describe('a fact that nobody measures', () => {
  it('is allowed with a warning', () => {
    expect(warnings(test('npsScore', 'greaterThan', 8))).toEqual([
      'warning /fact FACT_NOT_MEASURED: Nothing measures "NPS score" yet, so it is unknown for every customer. Connect a source that brings it, or test another fact.',
    ]);
  });
});
