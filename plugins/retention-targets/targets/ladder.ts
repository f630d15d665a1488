import type { Benchmark, Target } from '../document/document.ts';

/**
 * The share that a target asks for in its n-th year (1, 2, 3 …), from 0 to 1: the base, raised step by step, at least what
 * is usual in the industry, at most the cap and at most everybody. Source: target_t = min(cap, max(benchmark + ε,
 * base + step · t)).
 */
export function targetOf({ base, ladder, above }: Target, year: number, benchmarks: readonly Benchmark[]): number {
  const usual = above && benchmarks.find(({ industry }) => industry === above.industry);
  const least = usual ? usual.low + (above?.by ?? 0) : 0;
  return Math.min(1, ladder.atMost ?? 1, Math.max(least, raised(base, ladder, year)));
}

function raised(base: number, { by, step }: Target['ladder'], year: number): number {
  if (by === 'points') return base + step * year;
  if (by === 'partOfRetention') return base * (1 + step) ** year;
  return 1 - (1 - base) * (1 - step) ** year;
}

/** What a target is worth when it is met: the margin of those who stay because of it, less what keeping them costs. */
export interface Economics {
  /** In minor units, for each customer of the first day; undefined: the document does not say what a year is worth. */
  readonly gain?: number;
  /** Whether saving a customer costs less than winning a new one. */
  readonly cheaperThanNew: boolean;
}

export function economicsOf({ base, economics }: Target, share: number): Economics | undefined {
  if (!economics) return undefined;
  const { value, saving, acquisition } = economics;
  const cheaperThanNew = saving < acquisition;
  return value === undefined ? { cheaperThanNew } : { gain: (share - base) * (value - saving), cheaperThanNew };
}
