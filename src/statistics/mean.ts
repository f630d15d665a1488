import type { Difference } from './difference.ts';
import type { Interval } from './interval.ts';
import { studentOf, studentTwoSided } from './student.ts';

/** The mean of so many values, and how much they vary. */
export interface Mean {
  readonly mean: number;
  /** Of one value, with the divisor n − 1; null when there are not two. */
  readonly variance: number | null;
  /** How many values; with weights, as how many they tell. */
  readonly n: number;
}

/** The interval of a mean under Student's t with n − 1 degrees of freedom; null when there are not two values. */
export function meanInterval({ mean, variance, n }: Mean, level: number): Interval | null {
  if (variance === null || n <= 1) return null;
  const half = studentOf(level, n - 1) * Math.sqrt(variance / n);
  return { low: mean - half, high: mean + half, level, method: 'student' };
}

/**
 * Difference of two means whose variances may differ, second less first: Welch 1947 (Biometrika 34:28), with
 * Satterthwaite's degrees of freedom. `z` is Welch's t. Null when a side has not two values.
 */
export function welch(first: Mean, second: Mean, level: number): Difference | null {
  if (first.variance === null || second.variance === null || first.n <= 1 || second.n <= 1) return null;
  const [one, two] = [first.variance / first.n, second.variance / second.n];
  const value = second.mean - first.mean;
  const error = Math.sqrt(one + two);
  if (error === 0) return { value, interval: { low: value, high: value, level, method: 'welch' }, z: null, p: null };
  const freedom = (one + two) ** 2 / (one ** 2 / (first.n - 1) + two ** 2 / (second.n - 1));
  const half = studentOf(level, freedom) * error;
  const interval = { low: value - half, high: value + half, level, method: 'welch' } as const;
  return { value, interval, z: value / error, p: studentTwoSided(value / error, freedom) };
}
