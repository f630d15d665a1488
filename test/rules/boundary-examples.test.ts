import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Condition } from '../../src/contract/condition.ts';
import { say } from '../../src/language/say.ts';
import { boundaryExamples } from '../../src/rules/boundary-examples.ts';
import { checkDocument } from '../../src/rules/check-document.ts';
import { segments } from '../../src/segments/segments.ts';
import { catalogue, NOW } from './catalogue.ts';
import { condition, RUNS } from './generated.ts';

const test = (fact: string, operator: string, value: unknown): Condition => ({ fact, operator, value });
const documentOf = (...conditions: Condition[]): never =>
  ({ segments: conditions.map((when, i) => ({ key: `s${i}`, title: `S${i}`, when })) }) as never;
const made = (...conditions: Condition[]) => boundaryExamples(segments, documentOf(...conditions), catalogue, NOW);

it('A threshold is met from below, at it and from above, with all else such that it decides', () => {
  const when = {
    all: [
      test('spendLast90Days', 'greaterThanInclusive', 1000),
      test('tier', 'equal', 'gold'),
      { not: test('subscribed', 'equal', true) },
    ],
  };
  expect(made(when).map(({ name, given, expect: outcomes }) => [say(name, 'en'), given, outcomes])).toEqual([
    ['Spend in 90 days: just below 1000', { tier: 'gold', subscribed: false, spendLast90Days: 999 }, []],
    ['Spend in 90 days: exactly 1000', { tier: 'gold', subscribed: false, spendLast90Days: 1000 }, ['s0']],
    ['Spend in 90 days: just above 1000', { tier: 'gold', subscribed: false, spendLast90Days: 1001 }, ['s0']],
  ]);
});

it('What would hold anyhow is kept from holding, so that the threshold decides', () => {
  const when = { any: [test('spendLast90Days', 'lessThan', 0.5), test('ordersLast90Days', 'greaterThan', 3)] };
  expect(made(when).map(({ given, expect: outcomes }) => [given, outcomes.length])).toEqual([
    [{ ordersLast90Days: 3, spendLast90Days: 0.4 }, 1],
    [{ ordersLast90Days: 3, spendLast90Days: 0.5 }, 0],
    [{ ordersLast90Days: 3, spendLast90Days: 0.6 }, 0],
    [{ spendLast90Days: 0.5, ordersLast90Days: 2 }, 0],
    [{ spendLast90Days: 0.5, ordersLast90Days: 4 }, 1],
  ]);
});

it('A number of days is met to the millisecond, at the instant of judging', () => {
  const all = made(test('lastPurchaseAt', 'atLeastElapsedDaysAgo', 30));
  expect(all.map(({ given, at, expect: outcomes }) => [given.lastPurchaseAt, at, outcomes])).toEqual([
    ['2026-05-02T11:59:59.999Z', '2026-06-01T12:00:00.000Z', ['s0']],
    ['2026-05-02T12:00:00.000Z', '2026-06-01T12:00:00.000Z', ['s0']],
    ['2026-05-02T12:00:00.001Z', '2026-06-01T12:00:00.000Z', []],
  ]);
  const calendar = made(test('lastPurchaseAt', 'atLeastCalendarDaysAgo', 1));
  expect(calendar.map(({ given, expect: outcomes }) => [given.lastPurchaseAt, outcomes])).toEqual([
    ['2026-05-31T21:59:59.999Z', ['s0']],
    ['2026-05-31T22:00:00.000Z', []],
    ['2026-05-31T22:00:00.001Z', []],
  ]);
});

it('No more are made than a document may have', () => {
  expect(made(...Array.from({ length: 60 }, (_, i) => test('ordersLast90Days', 'equal', i * 10)))).toHaveLength(100);
});

it('Whatever the rules, what is offered can be taken into the document and then passes', () => {
  fc.assert(
    fc.property(fc.array(condition, { minLength: 1, maxLength: 3 }), (conditions) => {
      const document = documentOf(...conditions) as { segments: unknown[] };
      const examples = made(...conditions).map(({ name, ...rest }) => ({
        name: say(name, 'zh').slice(0, 200),
        ...rest,
      }));
      const { problems } = checkDocument(segments, { ...document, examples }, catalogue);
      expect(
        problems.filter(({ severity, pointer }) => severity === 'error' && pointer.startsWith('/examples')),
      ).toEqual([]);
    }),
    RUNS,
  );
});
