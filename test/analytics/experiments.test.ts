import { expect, it } from 'vitest';
import { relativeLift } from '../../src/statistics/relative-lift.ts';
import { sampleRatio } from '../../src/statistics/sample-ratio.ts';

const lift = (k1: number, n1: number, k2: number, n2: number) =>
  relativeLift({ p: k1 / n1, n: n1 }, { p: k2 / n2, n: n2 }, 0.95);

// expected values: scipy 1.17.1, stats.contingency.relative_risk and stats.chisquare
it.each([
  [48, 80, 56, 70, 0.3333333333333335, 0.07662642276319298, 0.651248511266387],
  [100, 1000, 120, 1000, 0.19999999999999996, -0.06589424893700624, 0.5415813448973079],
  [3, 10, 9, 10, 2, 0.1383503574476701, 6.906177514784792],
])('the lift of %i of %i to %i of %i is what Katz says', (k1, n1, k2, n2, value, low, high) => {
  const found = lift(k1, n1, k2, n2);
  expect(found?.value).toBeCloseTo(value, 9);
  expect(found?.low).toBeCloseTo(low, 9);
  expect(found?.high).toBeCloseTo(high, 9);
});

it('there is no lift from nothing, and none to nothing', () => {
  expect(lift(0, 10, 5, 10)).toBeNull();
  expect(lift(5, 10, 0, 10)).toBeNull();
});

it.each([
  { sizes: [9000, 1000], planned: [0.9, 0.1], chiSquare: 0, p: 1 },
  { sizes: [9120, 880], planned: [0.9, 0.1], chiSquare: 16, p: 6.334248366623988e-5 },
  { sizes: [480, 520], planned: [1, 1], chiSquare: 1.6, p: 0.20590321073206466 },
  { sizes: [821588, 815482], planned: [1, 1], chiSquare: 22.77436884189436, p: 1.8217928726191858e-6 },
  { sizes: [340, 310, 350], planned: [1, 1, 1], chiSquare: 2.6, p: 0.27253179303401265 },
  { sizes: [5, 5, 90, 0], planned: [0.05, 0.05, 0.85, 0.05], chiSquare: 5.294117647058823, p: 0.15148454379244958 },
])('the sample ratio of $sizes is what Pearson says', ({ sizes, planned, chiSquare, p }) => {
  const found = sampleRatio(sizes, planned);
  expect(found?.chiSquare).toBeCloseTo(chiSquare, 9);
  expect((found?.p ?? 0) / p).toBeCloseTo(1, 9);
});

it('a group that nobody was to be in is a mismatch for certain, and one group is none to compare', () => {
  expect(sampleRatio([100, 1], [1, 0])).toEqual({ chiSquare: Number.POSITIVE_INFINITY, p: 0 });
  expect(sampleRatio([100, 0], [1, 0])).toBeNull();
  expect(sampleRatio([], [])).toBeNull();
});
