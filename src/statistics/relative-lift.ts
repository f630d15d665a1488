import type { Share } from './difference.ts';
import { zOf } from './normal.ts';

/** How much larger one share is than another: 0.2 is a fifth more. */
export interface Lift {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/**
 * By how much the second share exceeds the first, in parts of the first, with the interval of Katz and others 1978
 * (Biometrics 34:469) on the logarithm. Null where a share is none of its group: there is no ratio to tell.
 */
export function relativeLift(first: Share, second: Share, level: number): Lift | null {
  if (!(first.p > 0 && second.p > 0)) return null;
  const ratio = second.p / first.p;
  const error = Math.sqrt((1 - first.p) / (first.p * first.n) + (1 - second.p) / (second.p * second.n));
  const times = Math.exp(zOf(level) * error);
  return { value: ratio - 1, low: ratio / times - 1, high: ratio * times - 1 };
}
