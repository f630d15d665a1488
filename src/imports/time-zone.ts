import { offsetsOf } from '../time/offsets.ts';

const DAY = 86_400_000;

/** A time zone: turns what a clock on the wall shows into the instant. */
export interface Zone {
  /** `local` is the wall clock's reading as if it were UTC, in epoch milliseconds. */
  toInstant(local: number): number;
}

/**
 * The zone of an IANA name. A reading that the clocks skipped (spring) moves forward by the length of the gap; one they
 * showed twice (autumn) means the earlier time.
 */
export function timeZone(name: string): Zone {
  const offset = offsetsOf(name);
  return {
    toInstant(local) {
      const before = offset(local - DAY);
      const after = offset(local + DAY);
      if (before === after) return local - before;
      const fits = [local - before, local - after].filter((at) => at + offset(at) === local);
      return fits.length > 0 ? Math.min(...fits) : local - before;
    },
  };
}
