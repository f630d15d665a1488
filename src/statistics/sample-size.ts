import { zOf } from './normal.ts';

/** Variance of one answer to a Net Promoter question when nothing is known yet, as surveys usually have it. */
export const USUAL_NPS_VARIANCE = 0.55;

/**
 * How many answers make half the interval of a mean at most `margin` wide: variance × (z / margin)², rounded up. For a
 * Net Promoter Score give the margin in points / 100; for a share the variance is p (1 − p).
 */
export const answersFor = (margin: number, variance: number, level: number): number =>
  Math.ceil(variance * (zOf(level) / margin) ** 2);

/**
 * How many in each of two groups show a difference of two shares with the probability `power`, at least a half, two-sided at `alpha`
 * (Fleiss, Statistical Methods for Rates and Proportions, without correction). Not rounded.
 */
export function perGroup(p1: number, p2: number, alpha: number, power: number): number {
  const p = (p1 + p2) / 2;
  const chance = zOf(1 - alpha) * Math.sqrt(2 * p * (1 - p));
  const found = zOf(2 * power - 1) * Math.sqrt(p1 * (1 - p1) + p2 * (1 - p2));
  return ((chance + found) / (p1 - p2)) ** 2;
}
