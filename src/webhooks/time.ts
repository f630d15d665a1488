/** The time by which deliveries are timed, in epoch milliseconds. */
export interface Time {
  now(): number;
  /** The instant to give to the database in place of its own clock; undefined: its own. */
  readonly given: number | undefined;
  /** Takes over what the database says it is. */
  follow(databaseNow: number): void;
}

/**
 * The database's clock, so that all processes agree about leases and retries: read with each claim, and carried on by a
 * clock that only runs forwards. The clock of this machine may be wrong or jump.
 */
export function databaseTime(): Time {
  let base: number | undefined;
  let mark = 0;
  return {
    now: () => (base === undefined ? Date.now() : base + performance.now() - mark),
    given: undefined,
    follow(databaseNow) {
      base = databaseNow;
      mark = performance.now();
    },
  };
}

/** A clock of the caller's own, for tests. */
export const ownTime = (clock: () => number): Time => ({
  now: clock,
  get given() {
    return clock();
  },
  follow() {},
});
