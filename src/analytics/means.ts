import { type Mean, meanInterval } from '../statistics/mean.ts';
import { effective, sumOf } from '../statistics/tally.ts';
import type { Distribution } from './distribution.ts';
import { type Figure, figureOf, unknownFigure } from './figure.ts';

/** The mean of the scores and how much they vary; null without answers. */
export function meanOf(distribution: Distribution): (Mean & { readonly sum: number }) | null {
  const all = sumOf(distribution);
  if (all.weight === 0) return null;
  const sum = distribution.reduce((total, { score, weight }) => total + score * weight, 0);
  const mean = sum / all.weight;
  const n = effective(all);
  const spread =
    distribution.reduce((total, { score, weight }) => total + weight * (score - mean) ** 2, 0) / all.weight;
  return { mean, sum, n, variance: n > 1 ? (spread * n) / (n - 1) : null };
}

/** The mean score, on the scale of the question, with the interval of Student's t. */
export const meanFigure = (distribution: Distribution, level: number): Figure =>
  linearFigure(distribution, level, { factor: 1, offset: 0 });

/** The mean after each score was multiplied and moved. */
export function linearFigure(
  distribution: Distribution,
  level: number,
  { factor, offset }: { readonly factor: number; readonly offset: number },
): Figure {
  const found = meanOf(distribution);
  if (!found) return unknownFigure('no-answers');
  const all = sumOf(distribution);
  const interval = meanInterval(found, level);
  const [one, two] = [interval?.low ?? 0, interval?.high ?? 0].map((limit) => offset + factor * limit) as [
    number,
    number,
  ];
  return figureOf(all, {
    value: offset + factor * found.mean,
    numerator: offset * all.weight + factor * found.sum,
    denominator: all.weight,
    interval: interval && { ...interval, low: Math.min(one, two), high: Math.max(one, two) },
    variance: found.variance === null ? null : factor ** 2 * found.variance,
  });
}
