import type { KeeperTransaction, LockedCustomer } from '#contract';
import { closeBooks } from '../points/close-books.ts';
import { openBooks } from '../points/open-books.ts';
import { expiryOf } from '../programme/dates.ts';
import { type Act, fault, findAct, newAct, present, writeAct } from './acts.ts';
import { programmeOf } from './programme-of.ts';
import { spend } from './redeem.ts';
import { phrases } from './words.ts';

/** Points that are to be given, or below zero taken, by hand. */
export interface Adjustment {
  readonly customerId: string;
  readonly programme: string;
  readonly points: number;
  readonly reason: string;
  readonly key: string;
}

/** Gives or takes points with a reason, under the customer's lock; the same key again does no more. */
export async function adjust(
  tx: KeeperTransaction,
  customers: readonly LockedCustomer[],
  { customerId, programme: name, points, reason, key }: Adjustment,
): Promise<Act> {
  const { now: at } = present(customers, customerId);
  if (reason.trim().length === 0 || reason.length > 500 || reason.includes('\0'))
    throw fault('reason', 'BAD_LENGTH', phrases.noReason());
  const wish = { customerId, key, kind: 'adjust', programme: name, points, reason } as const;
  const done = await findAct(tx, wish);
  if (done) return done;
  const { programme, ruleSet } = programmeOf(tx, name);
  const act = newAct(wish, points, at);
  const books = await openBooks(tx, [customerId]);
  const page = books.page({ customerId, programme: name, purse: 'points' });
  const because = { versionId: ruleSet.versionId };
  if (points > 0) {
    const expiresAt = expiryOf(programme.expiry, at, tx);
    const lot = { id: act.id, earnedAt: at, availableAt: at, expiresAt, source: null, base: 0, points };
    page.post({ type: 'adjust', lot, at, by: act.id }, because);
  } else spend(() => page.post({ type: 'take', reason: 'adjust', points: -points, at, by: act.id }, because), -points);
  closeBooks(tx, books, false);
  await writeAct(tx, act);
  return act;
}
