import type { Interval } from './interval.ts';
import { zOf } from './normal.ts';

/**
 * The interval of a share `p` of `n`: Wilson's score interval without correction (Newcombe 1998, Statistics in Medicine
 * 17:857, method 3).
 */
export function wilson(p: number, n: number, level: number): Interval {
  const z = zOf(level);
  const centre = (p + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))) / (1 + (z * z) / n);
  // at 0 and 1 the limit is the share itself; rounding would leave it a hair beside
  const low = p === 0 ? 0 : Math.max(0, centre - half);
  const high = p === 1 ? 1 : Math.min(1, centre + half);
  return { low, high, level, method: 'wilson' };
}
