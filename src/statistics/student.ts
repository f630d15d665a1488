import { incompleteBeta } from './incomplete-beta.ts';
import { logGamma } from './log-gamma.ts';
import { quantile } from './quantile.ts';

/** How probable it is that Student's t with so many degrees of freedom lies at least as far from zero as `t`. */
export const studentTwoSided = (t: number, freedom: number): number =>
  incompleteBeta(freedom / 2, 0.5, freedom / (freedom + t * t));

/**
 * How many standard errors wide half an interval of this level is under Student's t: 12.7 at 0.95 with one degree of
 * freedom. They need not be whole.
 */
export function studentOf(level: number, freedom: number): number {
  const constant = Math.exp(logGamma((freedom + 1) / 2) - logGamma(freedom / 2)) / Math.sqrt(freedom * Math.PI);
  return quantile(
    1 - level,
    (t) => studentTwoSided(t, freedom),
    (t) => constant * Math.exp((-(freedom + 1) / 2) * Math.log1p((t * t) / freedom)),
  );
}
