import type { Account, Lot } from './account.ts';

const DAY = 86_400_000;

/** How far ahead points count as expiring soon. */
const SOON = 30 * DAY;

/** What an account says at the instant up to which time has passed. */
export interface Balance {
  /** Points to spend. */
  readonly available: number;
  readonly pending: number;
  readonly debt: number;
  /** Of those to spend, what expires within the next 30 days if nothing is done. */
  readonly expiringSoon: number;
  /** When points expire next; Infinity: never. */
  readonly nextExpiryAt: number;
}

export function balanceOf({ lots, debt, passedTo }: Account): Balance {
  let available = 0;
  let pending = 0;
  let expiringSoon = 0;
  let nextExpiryAt = Number.POSITIVE_INFINITY;
  for (const { remaining, availableAt, expiresAt } of lots) {
    if (remaining === 0) continue;
    if (availableAt > passedTo) {
      pending += remaining;
      continue;
    }
    available += remaining;
    if (expiresAt <= passedTo + SOON) expiringSoon += remaining;
    nextExpiryAt = Math.min(nextExpiryAt, expiresAt);
  }
  return { available, pending, debt, expiringSoon, nextExpiryAt };
}

/** When the balance next says something else although nothing happens; Infinity: never. */
export function nextInstant({ lots, passedTo }: Account): number {
  let next = Number.POSITIVE_INFINITY;
  for (const lot of lots) if (lot.remaining > 0) next = Math.min(next, nextOf(lot, passedTo));
  return next;
}

function nextOf({ availableAt, expiresAt }: Lot, passedTo: number): number {
  if (availableAt > passedTo) return Math.min(availableAt, expiresAt);
  return expiresAt - SOON > passedTo ? expiresAt - SOON : expiresAt;
}
