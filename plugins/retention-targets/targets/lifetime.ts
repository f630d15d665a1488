import type { Lifetime, Target } from '../document/document.ts';

/**
 * What a customer is worth for as long as it stays, at a constant margin m, retention r and discount i of a year:
 * m · r / (1 + i − r) where the first margin is one renewal away, and m · (1 + i) / (1 + i − r) where it is earned now.
 * Infinite where everybody stays and nothing is discounted. Source: Gupta and Lehmann, Customers as Assets, Journal of
 * Interactive Marketing 17 (1), 2003.
 */
export function lifetimeValue({ margin, discount, first = 'renewal' }: Lifetime, retention: number): number {
  return (margin * (first === 'now' ? 1 + discount : retention)) / (1 + discount - retention);
}

/** Lifetime value at the share before a target and at that of its first year, in minor units for each customer. */
export interface Lifetimes {
  readonly before: number;
  readonly after: number;
  /** What keeping those who stay because of the target costs in its first year. */
  readonly cost: number;
  /** How many times the cost of winning a customer it is worth, at the share before; undefined: winning one costs nothing. */
  readonly perAcquisition?: number;
}

/** CLV(r + Δr) and CLV(r), whose difference is to be held against the cost; undefined: the document does not say. */
export function lifetimesOf({ base, economics }: Target, share: number): Lifetimes | undefined {
  if (!economics?.lifetime) return undefined;
  const { lifetime, saving, acquisition } = economics;
  const before = lifetimeValue(lifetime, base);
  const cost = (share - base) * saving;
  const told = { before, after: lifetimeValue(lifetime, share), cost };
  return acquisition > 0 ? { ...told, perAcquisition: before / acquisition } : told;
}
