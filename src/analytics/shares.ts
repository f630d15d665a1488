import { DETRACTOR_TO, type NpsMethod, npsInterval, npsOf, npsVariance, PROMOTER_FROM } from '../statistics/nps.ts';
import { effective, sumOf } from '../statistics/tally.ts';
import { wilson } from '../statistics/wilson.ts';
import { among, type Distribution } from './distribution.ts';
import { type Figure, figureOf, unknownFigure } from './figure.ts';

/** Which scores a share counts. */
export type Test = (score: number) => boolean;

export const isPromoter: Test = (score) => score >= PROMOTER_FROM;
export const isDetractor: Test = (score) => score <= DETRACTOR_TO;

/** What part of the answers passes a test, from 0 to 1, with Wilson's interval. */
export function shareFigure(distribution: Distribution, test: Test, level: number): Figure {
  const all = sumOf(distribution);
  if (all.weight === 0) return unknownFigure('no-answers');
  const counted = among(distribution, test).weight;
  const value = counted / all.weight;
  return figureOf(all, {
    value,
    numerator: counted,
    denominator: all.weight,
    interval: wilson(value, effective(all), level),
    variance: value * (1 - value),
  });
}

/** What part of the answers passes one test and what part another; as how many answers they tell. */
export function sharesOf(distribution: Distribution, good: Test, bad: Test) {
  const all = sumOf(distribution);
  const [promoters, detractors] = [good, bad].map((test) => among(distribution, test).weight / all.weight);
  return { promoters: promoters as number, detractors: detractors as number, n: effective(all) };
}

/** Net Promoter Score in points, from −100 to 100. */
export function npsFigure(distribution: Distribution, level: number, method: NpsMethod): Figure {
  const net = netFigure(distribution, isPromoter, isDetractor, level, method);
  const { value, interval, variance } = net;
  if (value === null || interval === null || variance === null) return net;
  const points = { ...interval, low: 100 * interval.low, high: 100 * interval.high };
  return { ...net, value: 100 * value, interval: points, variance: 100 ** 2 * variance };
}

/**
 * What part passes one test, less what part passes another: −1 to 1. Its interval is that of the Net Promoter Score, which
 * is such a figure.
 */
export function netFigure(
  distribution: Distribution,
  good: Test,
  bad: Test,
  level: number,
  method: NpsMethod = 'adjusted-wald',
): Figure {
  const all = sumOf(distribution);
  if (all.weight === 0) return unknownFigure('no-answers');
  const shares = sharesOf(distribution, good, bad);
  const { low, high } = npsInterval(shares, level, method);
  return figureOf(all, {
    value: npsOf(shares) / 100,
    numerator: among(distribution, good).weight - among(distribution, bad).weight,
    denominator: all.weight,
    interval: { low: low / 100, high: high / 100, level, method },
    variance: npsVariance(shares),
  });
}
