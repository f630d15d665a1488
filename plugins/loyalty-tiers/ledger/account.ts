/** What is counted: points that can be spent, or credits that only place a customer in a tier. */
export type Purse = 'points' | 'credits';

/**
 * Points that were given together and expire together. Whatever became of them: `points` are those that remain, were
 * spent, expired or were reversed. Times are epoch milliseconds; Infinity is never.
 */
export interface Lot {
  readonly id: string;
  readonly earnedAt: number;
  /** Until then they are pending: they count, and cannot be spent. */
  readonly availableAt: number;
  readonly expiresAt: number;
  /** What they were earned by: the id of an activity; null: given by hand, or by somebody else. */
  readonly source: string | null;
  /** How much of the source they were earned for, in its own units; 0: not by amount. */
  readonly base: number;
  readonly points: number;
  readonly remaining: number;
  readonly spent: number;
  readonly expired: number;
  readonly reversed: number;
  /** Of those that were spent, what is owed because the source was given back. */
  readonly clawed: number;
  /** How many points refunds have asked back so far, for how much of the base. */
  readonly returned: number;
  readonly refunded: number;
}

/** One purse of one customer in one programme. */
export interface Account {
  readonly lots: readonly Lot[];
  /** What was spent and had to be given back: later earnings pay it off first. Never together with points to spend. */
  readonly debt: number;
  /** The instant up to which time was let pass. */
  readonly passedTo: number;
}

export const EMPTY: Account = Object.freeze({ lots: [], debt: 0, passedTo: Number.NEGATIVE_INFINITY });

/** Where points come from and go to. Those of the customer are `pending`, `available` and, below zero, `debt`. */
export type Side =
  | 'issued'
  | 'pending'
  | 'available'
  | 'debt'
  | 'spent'
  | 'expired'
  | 'reversed'
  | 'adjusted'
  | 'transferred';

export type MovementKind =
  | 'earned'
  | 'matured'
  | 'spent'
  | 'restored'
  | 'expired'
  | 'reversed'
  | 'clawedBack'
  | 'repaid'
  | 'sent'
  | 'received'
  | 'adjusted';

/** Points that went from one side to another: both entries of double-entry books in one, so that they always balance. */
export interface Movement {
  readonly at: number;
  readonly kind: MovementKind;
  /** The lot whose points they are, or for whose points a debt came to be. */
  readonly lot: string;
  readonly from: Side;
  readonly to: Side;
  readonly points: number;
  /** What moved them: an activity, or something done by hand; null: time. */
  readonly by: string | null;
}

/** What became of an account, and the movements that led there. */
export interface Posted {
  readonly account: Account;
  readonly movements: readonly Movement[];
}
