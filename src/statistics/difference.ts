import type { Interval, Method } from './interval.ts';
import { twoSided, zOf } from './normal.ts';
import { adjusted, type NpsMethod, type NpsShares, npsError, npsOf } from './nps.ts';
import { wilson } from './wilson.ts';

/** How far two figures lie apart, second less first, and whether that may be chance. */
export interface Difference {
  readonly value: number;
  readonly interval: Interval;
  /** The difference in standard errors; null where nothing varies. */
  readonly z: number | null;
  /** How probable a difference as large as this is when in truth there is none. */
  readonly p: number | null;
}

/** Difference of two Net Promoter Scores in points, from two groups of answers: SE = √(SE₁² + SE₂²). */
export function npsDifference(first: NpsShares, second: NpsShares, level: number, method: NpsMethod): Difference {
  const [from, to] = method === 'wald' ? [first, second] : [adjusted(first), adjusted(second)];
  const error = Math.hypot(npsError(from), npsError(to));
  const centre = npsOf(to) - npsOf(from);
  const half = zOf(level) * error;
  const interval = { low: Math.max(-200, centre - half), high: Math.min(200, centre + half), level, method };
  return withTest(npsOf(second) - npsOf(first), centre, error, interval);
}

/** A share of so many. */
export interface Share {
  readonly p: number;
  readonly n: number;
}

/**
 * Difference of two shares. The interval is Newcombe's, from Wilson's limits of both (Newcombe 1998, Statistics in
 * Medicine 17:873, method 10); z is of the pooled two-proportion test.
 */
export function shareDifference(first: Share, second: Share, level: number): Difference {
  const [one, two] = [wilson(first.p, first.n, level), wilson(second.p, second.n, level)];
  const value = second.p - first.p;
  const low = value - Math.hypot(second.p - two.low, one.high - first.p);
  const high = value + Math.hypot(two.high - second.p, first.p - one.low);
  const pooled = (first.p * first.n + second.p * second.n) / (first.n + second.n);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / first.n + 1 / second.n));
  return withTest(value, value, error, { low, high, level, method: 'newcombe' satisfies Method });
}

function withTest(value: number, centre: number, error: number, interval: Interval): Difference {
  const z = error > 0 ? centre / error : null;
  return { value, interval, z, p: z === null ? null : twoSided(z) };
}
