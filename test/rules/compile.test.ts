import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Condition, Rule } from '../../src/contract/condition.ts';
import { checkConditions } from '../../src/rules/check-conditions.ts';
import { compileRules } from '../../src/rules/compile.ts';
import { createLibraryEvaluator, evaluateWithLibrary } from '../../src/rules/reference.ts';
import { catalogue, DAY, factsAt, type Given, NOW } from './catalogue.ts';
import { condition, given, now, RUNS, rules } from './generated.ts';

const NOTHING_KNOWN: Given = { numbers: new Array(10).fill(Number.NaN), texts: [undefined, undefined] };

const ruleOf = (when: Condition): Rule => ({ name: 'rule', pointer: '/when', when });

function holds(when: Condition, customer: Partial<Given> = {}, at = NOW): boolean {
  const flags = new Uint8Array(1);
  compileRules([ruleOf(when)], catalogue).evaluate(factsAt({ ...NOTHING_KNOWN, ...customer }, at), flags);
  return flags[0] === 1;
}

/** A customer of whom one number is known. */
const withNumber = (index: number, value: number): Partial<Given> => ({
  numbers: NOTHING_KNOWN.numbers.map((unknown, place) => (place === index ? value : unknown)),
});

describe('compiled rules', () => {
  it('agree with json-rules-engine on every accepted document, explanation trees included', async () => {
    await fc.assert(
      fc.asyncProperty(rules, given, now, async (made, customer, at) => {
        const facts = factsAt(customer, at);
        const compiled = compileRules(made, catalogue);
        const flags = new Uint8Array(made.length);
        compiled.evaluate(facts, flags);
        const library = await evaluateWithLibrary(made, catalogue, facts);
        expect([...flags].map((flag) => flag === 1)).toEqual(library.holds);
        expect(made.map((_, rule) => compiled.explain(rule, facts))).toEqual(library.explanations);
      }),
      RUNS,
    );
  });

  it('give the same answer by a tree as by a flag', () => {
    fc.assert(
      fc.property(rules, given, now, (made, customer, at) => {
        const facts = factsAt(customer, at);
        const compiled = compileRules(made, catalogue);
        const flags = new Uint8Array(made.length);
        compiled.evaluate(facts, flags);
        expect(made.map((_, rule) => Number(compiled.explain(rule, facts).holds))).toEqual([...flags]);
      }),
      RUNS,
    );
  });

  it('are made only of documents that the check accepts', () => {
    fc.assert(
      fc.property(condition, (when) => {
        const errors = checkConditions(when, '', catalogue).filter((problem) => problem.severity === 'error');
        expect(errors).toEqual([]);
      }),
      RUNS,
    );
  });

  it('name the facts, the places and the clock they read', () => {
    const compiled = compileRules(
      [
        ruleOf({ all: [{ fact: 'country', operator: 'equal', value: 'DE' }] }),
        ruleOf({ not: { fact: 'daysSinceLastPurchase', operator: 'greaterThan', value: 30 } }),
        ruleOf({ fact: 'country', operator: 'known', value: true }),
      ],
      catalogue,
    );
    expect(compiled).toMatchObject({
      size: 3,
      reads: ['country', 'daysSinceLastPurchase'],
      numberIndexes: [2, 6],
      textIndexes: [0],
      timeDependent: true,
    });
    const spend = compileRules([ruleOf({ fact: 'spendLast90Days', operator: 'equal', value: 1 })], catalogue);
    expect(spend.timeDependent).toBe(false);
  });

  it('refuse to compile a test of a fact that is gone', () => {
    expect(() => compileRules([ruleOf({ fact: 'gone', operator: 'equal', value: 1 })], catalogue)).toThrow(
      'The rules test "gone", and there is no such fact any more.',
    );
  });

  it('serve as a judge in benchmarks through the library as well', async () => {
    const judge = createLibraryEvaluator(
      [
        ruleOf({ fact: 'spendLast90Days', operator: 'greaterThan', value: 5 }),
        ruleOf({ not: { fact: 'spendLast90Days', operator: 'greaterThan', value: 5 } }),
      ],
      catalogue,
    );
    const customers = [4, 6].map((spend) => factsAt({ ...NOTHING_KNOWN, ...withNumber(1, spend) }, NOW));
    expect(await Promise.all(customers.map(judge))).toEqual([Uint8Array.of(0, 1), Uint8Array.of(1, 0)]);
  });
});

describe('an unknown fact', () => {
  it.each([
    { fact: 'spendLast90Days', operator: 'notEqual', value: 1 },
    { fact: 'spendLast90Days', operator: 'notIn', value: [1, 2] },
    { fact: 'spendLast90Days', operator: 'notIn', value: [1] },
    { fact: 'spendLast90Days', operator: 'lessThan', value: 1 },
    { fact: 'country', operator: 'notEqual', value: 'DE' },
    { fact: 'country', operator: 'notIn', value: ['DE'] },
    { fact: 'country', operator: 'matches', value: '' },
    { fact: 'subscribed', operator: 'notEqual', value: true },
    { fact: 'lastPurchaseAt', operator: 'lessThanElapsedDaysAgo', value: 3 },
    { fact: 'lastPurchaseAt', operator: 'lessThanCalendarDaysAgo', value: 3 },
    { fact: 'lastPurchaseAt', operator: 'before', value: '2026-01-01T00:00:00Z' },
    { fact: 'lastPurchaseAt', operator: 'known', value: true },
  ])('makes $fact $operator false and its negation true', (leaf) => {
    expect(holds(leaf)).toBe(false);
    expect(holds({ not: leaf })).toBe(true);
  });

  it('is found by "unknown"', () => {
    expect(holds({ fact: 'country', operator: 'unknown', value: true })).toBe(true);
    expect(holds({ fact: 'renewsAt', operator: 'unknown', value: true })).toBe(true);
    expect(holds({ fact: 'country', operator: 'unknown', value: true }, { texts: ['', undefined] })).toBe(false);
  });
});

describe('the clocks', () => {
  const purchase = (operator: string, value: number): Condition => ({ fact: 'lastPurchaseAt', operator, value });

  it('count elapsed days to the millisecond', () => {
    const customer = withNumber(6, NOW - 3 * DAY);
    expect(holds(purchase('atLeastElapsedDaysAgo', 3), customer, NOW)).toBe(true);
    expect(holds(purchase('atLeastElapsedDaysAgo', 3), customer, NOW - 1)).toBe(false);
    expect(holds(purchase('lessThanElapsedDaysAgo', 3), customer, NOW - 1)).toBe(true);
    expect(holds(purchase('atLeastElapsedDaysAgo', 2.5), customer, NOW - DAY / 2)).toBe(true);
  });

  it('count calendar days by midnights in the account’s zone, also when the clocks change', () => {
    // Summer time begins at 00:00 on 10 May: that day starts at 23:00 UTC and has 23 hours.
    const customer = withNumber(6, Date.parse('2026-05-09T22:59:59.999Z'));
    expect(holds(purchase('atLeastCalendarDaysAgo', 1), customer, Date.parse('2026-05-09T23:00:00Z'))).toBe(true);
    expect(holds(purchase('atLeastCalendarDaysAgo', 2), customer, Date.parse('2026-05-10T21:59:59.999Z'))).toBe(false);
    expect(holds(purchase('atLeastCalendarDaysAgo', 2), customer, Date.parse('2026-05-10T22:00:00Z'))).toBe(true);
  });

  it('call an instant ahead until it comes', () => {
    const customer = withNumber(7, NOW);
    const within = (at: number): boolean =>
      holds({ fact: 'renewsAt', operator: 'withinElapsedDaysAhead', value: 2 }, customer, at);
    expect([NOW - 2 * DAY - 1, NOW - 2 * DAY, NOW - 1, NOW].map(within)).toEqual([false, true, true, false]);
  });
});
