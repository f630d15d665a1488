import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Distribution } from '../../src/analytics/distribution.ts';
import { nps, type Scale } from '../../src/analytics/measures.ts';
import { npsDifference, shareDifference } from '../../src/statistics/difference.ts';
import { johnsonWeights } from '../../src/statistics/johnson.ts';
import { lmgWeights } from '../../src/statistics/lmg.ts';
import { explained } from '../../src/statistics/matrix.ts';
import { welch } from '../../src/statistics/mean.ts';
import { npsInterval } from '../../src/statistics/nps.ts';
import { studentOf, studentTwoSided } from '../../src/statistics/student.ts';
import { effective, sumOf } from '../../src/statistics/tally.ts';
import { wilson } from '../../src/statistics/wilson.ts';

const SCALE: Scale = { measure: 'nps', min: 0, max: 10, higherIsBetter: true, satisfiedFrom: 9 };
const MAKING = { scale: SCALE, level: 0.95 };

const score = fc.integer({ min: 0, max: 10 });
const scores = fc.array(score, { minLength: 1, maxLength: 60 });
const level = fc.constantFrom(0.8, 0.9, 0.95, 0.99);
const count = fc.integer({ min: 1, max: 100_000 });
const share = fc.tuple(fc.nat(100_000), count).map(([k, n]) => ({ p: Math.min(k, n) / n, n }));
const npsShares = fc
  .tuple(fc.nat(500), fc.nat(500), fc.nat(500))
  .filter(([a, b, c]) => a + b + c > 0)
  .map(([a, b, c]) => ({ promoters: a / (a + b + c), detractors: c / (a + b + c), n: a + b + c }));

const each = (list: readonly number[], weight = 1): Distribution =>
  list.map((one) => ({ score: one, n: 1, weight, squares: weight ** 2 }));
const value = (list: readonly number[]): number => nps(each(list), MAKING, 'adjusted-wald').value as number;

it('NPS lies within its bounds, and its interval as well, with the score inside Wald’s', () => {
  fc.assert(
    fc.property(npsShares, level, (shares, at) => {
      for (const method of ['wald', 'adjusted-wald'] as const) {
        const { low, high } = npsInterval(shares, at, method);
        expect(low).toBeGreaterThanOrEqual(-100);
        expect(high).toBeLessThanOrEqual(100);
        expect(low).toBeLessThanOrEqual(high);
      }
      // three answers more: it is never of no width
      const { low, high } = npsInterval(shares, at);
      expect(high).toBeGreaterThan(low);
    }),
  );
});

it('a better answer never lowers NPS, and one more promoter never does', () => {
  fc.assert(
    fc.property(scores, fc.nat(), score, (list, at, better) => {
      const before = value(list);
      const raised = list.map((one, i) => (i === at % list.length ? Math.max(one, better) : one));
      expect(value(raised)).toBeGreaterThanOrEqual(before);
      expect(value([...list, 9])).toBeGreaterThanOrEqual(before);
      expect(value([...list, 6])).toBeLessThanOrEqual(before);
    }),
  );
});

it('the order of answers changes nothing, and equal weights nothing but the weight', () => {
  fc.assert(
    fc.property(
      scores.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
      fc.constantFrom(0.5, 2, 4),
      ([list, shuffled], weight) => {
        const figure = nps(each(list), MAKING, 'adjusted-wald');
        expect(nps(each(shuffled), MAKING, 'adjusted-wald')).toEqual(figure);
        const weighted = nps(each(list, weight), MAKING, 'adjusted-wald');
        expect(weighted.value).toBeCloseTo(figure.value as number, 9);
        expect(weighted.effective).toBeCloseTo(list.length, 9);
        expect(weighted.interval?.low).toBeCloseTo(figure.interval?.low as number, 9);
      },
    ),
  );
});

it('as many answers as weights tell are never more than there are', () => {
  const weights = fc.array(fc.double({ min: 0.01, max: 50, noNaN: true }), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(weights, (list) => {
      const n = effective(sumOf(list.map((weight) => ({ n: 1, weight, squares: weight ** 2 }))));
      expect(n).toBeLessThanOrEqual(list.length + 1e-9);
      expect(n).toBeGreaterThanOrEqual(1 - 1e-9);
    }),
  );
});

it('Wilson’s interval lies in 0 to 1 and holds the share', () => {
  fc.assert(
    fc.property(share, level, ({ p, n }, at) => {
      const { low, high } = wilson(p, n, at);
      expect(low).toBeGreaterThanOrEqual(0);
      expect(high).toBeLessThanOrEqual(1);
      expect(low).toBeLessThanOrEqual(p);
      expect(high).toBeGreaterThanOrEqual(p);
    }),
  );
});

it('differences turn around with their sides, and nothing differs from itself', () => {
  fc.assert(
    fc.property(share, share, npsShares, npsShares, (a, b, c, d) => {
      const [there, back] = [shareDifference(a, b, 0.95), shareDifference(b, a, 0.95)];
      expect(there.value).toBeCloseTo(-back.value, 12);
      expect(there.interval.low).toBeCloseTo(-back.interval.high, 12);
      expect(shareDifference(a, a, 0.95).value).toBe(0);
      const [up, down] = [npsDifference(c, d, 0.95, 'adjusted-wald'), npsDifference(d, c, 0.95, 'adjusted-wald')];
      expect(up.value).toBeCloseTo(-down.value, 9);
      expect(up.z).toBeCloseTo(-(down.z as number), 9);
    }),
  );
});

it('Student’s quantile is where its tail says, and agrees with the tables', () => {
  // table of Student 1908 as Fisher and Yates print it
  const table = [
    [1, 12.706204736432095],
    [2, 4.302652729911275],
    [9, 2.262157162740992],
    [30, 2.042272456301238],
    [1000, 1.962339080792622],
  ] as const;
  for (const [freedom, t] of table) expect(studentOf(0.95, freedom)).toBeCloseTo(t, 9);
  fc.assert(
    fc.property(fc.double({ min: 0.5, max: 5000, noNaN: true }), level, (freedom, at) => {
      expect(studentTwoSided(studentOf(at, freedom), freedom)).toBeCloseTo(1 - at, 9);
    }),
  );
});

it('Welch’s test, written out', () => {
  const [a, b] = [
    { mean: 20.82, variance: 3.4, n: 10 },
    { mean: 22.3, variance: 0.6, n: 20 },
  ] as const;
  const found = welch(a, b, 0.95);
  const error = Math.sqrt(0.34 + 0.03);
  expect(found?.z).toBeCloseTo(1.48 / error, 9);
  const freedom = 0.37 ** 2 / (0.34 ** 2 / 9 + 0.03 ** 2 / 19);
  expect(found?.interval.high).toBeCloseTo(1.48 + studentOf(0.95, freedom) * error, 9);
  expect(welch({ mean: 1, variance: null, n: 1 }, b, 0.95)).toBeNull();
  expect(welch({ mean: 1, variance: 0, n: 5 }, { mean: 2, variance: 0, n: 5 }, 0.95)).toMatchObject({
    value: 1,
    z: null,
  });
});

/** Correlations of columns of numbers, the last one being the outcome. */
function correlate(columns: readonly (readonly number[])[]): number[][] {
  const centred = columns.map((column) => {
    const centre = column.reduce((sum, one) => sum + one, 0) / column.length;
    return column.map((one) => one - centre);
  });
  const dot = (a: readonly number[], b: readonly number[]) =>
    a.reduce((sum, one, i) => sum + one * (b[i] as number), 0);
  return centred.map((a) => centred.map((b) => dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b))));
}

it('the weights of drivers sum to what they explain together, also when two of them say the same', () => {
  const columns = fc
    .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 8, max: 30 }), fc.boolean())
    .chain(([drivers, rows, doubled]) =>
      fc
        .array(fc.array(score, { minLength: rows, maxLength: rows }), {
          minLength: drivers + 1,
          maxLength: drivers + 1,
        })
        .map((made) => (doubled ? [made[0] as number[], ...made] : made)),
    )
    .filter((made) => made.every((column) => new Set(column).size > 1));
  fc.assert(
    fc.property(columns, (made) => {
      const all = correlate(made);
      const size = made.length - 1;
      const outcome = Array.from({ length: size }, (_, i) => all[i]?.[size] as number);
      const matrix = all.slice(0, size).map((row) => row.slice(0, size));
      const fit = explained(
        matrix,
        outcome,
        outcome.map((_, i) => i),
      );
      const total = (weights: readonly number[]) => weights.reduce((sum, one) => sum + one, 0);
      expect(fit).toBeLessThanOrEqual(1 + 1e-9);
      expect(total(lmgWeights(matrix, outcome))).toBeCloseTo(fit, 7);
      expect(total(johnsonWeights(matrix, outcome))).toBeCloseTo(fit, 7);
      for (const weight of lmgWeights(matrix, outcome)) expect(weight).toBeGreaterThan(-1e-9);
    }),
    { numRuns: 60 },
  );
});
