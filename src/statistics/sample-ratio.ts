import { incompleteGamma } from './incomplete-gamma.ts';

/** Whether groups are as large as they were planned to be. */
export interface SampleRatio {
  readonly chiSquare: number;
  /** How probable sizes as far from the plan as these are when everything is right. */
  readonly p: number;
}

/**
 * Pearson's test of the sizes of groups against those that were planned, with one degree of freedom less than there are
 * groups. Before any effect is read: where sizes are wrong, so is the comparison. Null where fewer than two groups are planned.
 */
export function sampleRatio(sizes: readonly number[], planned: readonly number[]): SampleRatio | null {
  const [all, whole] = [sum(sizes), sum(planned)];
  const groups = sizes
    .map((size, i) => ({ size, expected: (all * (planned[i] ?? 0)) / whole }))
    .filter(({ size, expected }) => size > 0 || expected > 0);
  if (groups.length < 2) return null;
  const chiSquare = sum(groups.map(({ size, expected }) => (size - expected) ** 2 / expected));
  return {
    chiSquare,
    p: chiSquare === Number.POSITIVE_INFINITY ? 0 : incompleteGamma((groups.length - 1) / 2, chiSquare / 2),
  };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
