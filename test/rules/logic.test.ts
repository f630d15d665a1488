import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Condition } from '../../src/contract/condition.ts';
import { checkDocument } from '../../src/rules/check-document.ts';
import { compileRules } from '../../src/rules/compile.ts';
import { createLogic } from '../../src/rules/logic.ts';
import { segments } from '../../src/segments/segments.ts';
import { catalogue, factsAt } from './catalogue.ts';
import { condition, given, now, RUNS, tightCondition } from './generated.ts';

const test = (fact: string, operator: string, value: unknown): Condition => ({ fact, operator, value });
const big = test('spendLast90Days', 'greaterThan', 100);
const gold = test('tier', 'equal', 'gold');

const told = (when: Condition): string[] =>
  checkDocument(segments, { segments: [{ key: 'a', title: 'A', when }] }, catalogue).problems.map(
    ({ pointer, code, message }) => `${pointer} ${code}: ${message}`,
  );

it.each<[string, Condition]>([
  ['either of two, and neither', { all: [{ any: [big, gold] }, { not: big }, { not: gold }] }],
  ['the same in another form', { all: [{ any: [big, gold] }, { not: { any: [gold, big] } }] }],
  [
    'each of four cases is contradicted',
    {
      all: [
        { any: [big, test('ordersLast90Days', 'equal', 1)] },
        { any: [gold, test('ordersLast90Days', 'equal', 2)] },
        { not: big },
        { not: gold },
      ],
    },
  ],
])('Several facts together may contradict each other: %s', (_what, when) => {
  expect(told(when)).toEqual([
    '/segments/0/when NEVER_HOLDS: This rule can never hold: its conditions contradict each other.',
  ]);
  expect(told({ not: when })).toEqual([
    '/segments/0/when ALWAYS_HOLDS: This rule always holds: whatever is known of the customer, some of its conditions are met.',
  ]);
});

it('What may hold, and may not, is not called impossible or certain', () => {
  expect(told({ all: [{ any: [big, gold] }, { not: big }] })).toEqual([]);
  expect(told({ any: [big, { not: gold }] })).toEqual([]);
});

it('No claim is ever contradicted by a customer', () => {
  const base = fc.oneof(tightCondition, condition);
  /** Conditions made of the same parts, so that they often contradict or follow from each other. */
  const related = fc
    .tuple(base, base)
    .chain(([a, b]) =>
      fc.constantFrom<[Condition, Condition]>(
        [{ all: [{ any: [a, b] }, { not: a }, { not: b }] }, a],
        [{ all: [a, b] }, { any: [b, a] }],
        [{ any: [a, { all: [a, b] }] }, a],
        [{ all: [{ any: [a, b] }, { not: a }] }, b],
        [a, b],
        [{ not: { all: [a, { not: a }] } }, { any: [b, a] }],
      ),
    );
  const claims = { implied: 0, impossible: 0, certain: 0 };
  fc.assert(
    fc.property(related, fc.array(given, { minLength: 10, maxLength: 10 }), now, ([first, second], customers, at) => {
      const { implies, isImpossible, isCertain } = createLogic(catalogue);
      const follows = implies(first, second);
      const never = isImpossible(first);
      const always = isCertain(first);
      claims.implied += Number(follows);
      claims.impossible += Number(never);
      claims.certain += Number(always);
      const rules = [first, second].map((when, i) => ({ name: `${i}`, pointer: '', when }));
      const compiled = compileRules(rules, catalogue);
      const holds = new Uint8Array(2);
      for (const customer of customers) {
        compiled.evaluate(factsAt(customer, at), holds);
        if (never) expect(holds[0]).toBe(0);
        if (always) expect(holds[0]).toBe(1);
        if (follows && holds[0] === 1) expect(holds[1]).toBe(1);
      }
    }),
    { numRuns: RUNS.numRuns * 2 },
  );
  for (const count of Object.values(claims)) expect(count).toBeGreaterThan(100);
});
