import type { Lot } from './account.ts';

/** A lot as it begins. */
export type NewLot = Pick<Lot, 'id' | 'earnedAt' | 'availableAt' | 'expiresAt' | 'source' | 'base' | 'points'>;

/** Points of one lot. */
export interface LotPoints {
  readonly lot: string;
  readonly points: number;
}

/** Something that happens to an account at an instant. `by` is what it is known by. */
export type LedgerEvent = { readonly at: number; readonly by: string } & (
  | { readonly type: 'earn' | 'receive'; readonly lots: readonly NewLot[] }
  | { readonly type: 'adjust'; readonly lot: NewLot }
  | { readonly type: 'take'; readonly points: number; readonly reason: 'spend' | 'send' | 'adjust' }
  | { readonly type: 'restore'; readonly taken: readonly LotPoints[] }
  /** So much of the base of the source was given back, besides what was before. */
  | { readonly type: 'refund'; readonly source: string; readonly amount: number }
  /** Points that are still there expire no sooner than this. */
  | { readonly type: 'prolong'; readonly expiresAt: number }
  | { readonly type: 'pass' }
);
