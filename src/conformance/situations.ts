import type { HeldOutcome } from '../contract/kind.ts';

/** Numbers between 0 and 1, always the same ones for a seed: what a check finds once it finds every time. */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The rules that may hold together: every combination of few rules, and some of many. */
export function combinations(rules: number): Uint8Array[] {
  if (rules <= 6)
    return Array.from({ length: 2 ** rules }, (_, bits) =>
      Uint8Array.from({ length: rules }, (__, rule) => (bits >> rule) & 1),
    );
  const next = chance(rules);
  const some = Array.from({ length: 60 }, () => Uint8Array.from({ length: rules }, () => Number(next() < 0.4)));
  return [new Uint8Array(rules), new Uint8Array(rules).fill(1), ...some];
}

/** Instants to settle at: the contract knows no other time than this. */
export const INSTANTS: readonly number[] = [0, 1, 30, 400].map((days) => Date.UTC(2026, 0, 1) + days * 86_400_000);

/** The days of an account in UTC. */
export const days = Object.freeze({
  calendarDay: (at: number): number => Math.floor(at / 86_400_000),
  startOfDay: (day: number): number => day * 86_400_000,
});

/** What held before, as the road gives it, when these held since an instant. */
export const heldSince = (outcomes: readonly { readonly key: string }[], since: number): readonly HeldOutcome[] =>
  outcomes.map(({ key }) => ({ key, since }));
