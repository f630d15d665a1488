import type { KeeperTransaction, LockedCustomer } from '#contract';
import { transfer as move } from '../ledger/transfer.ts';
import { closeBooks } from '../points/close-books.ts';
import { openBooks } from '../points/open-books.ts';
import { type Act, fault, findAct, newAct, present, writeAct } from './acts.ts';
import { programmeOf } from './programme-of.ts';
import { spend } from './redeem.ts';
import { phrases } from './words.ts';

/** Points that are to go from one customer to another. */
export interface Transfer {
  readonly customerId: string;
  readonly otherId: string;
  readonly programme: string;
  readonly points: number;
  readonly key: string;
}

/** Transfers points, under the locks of both customers; the same key again transfers no more. */
export async function transfer(
  tx: KeeperTransaction,
  customers: readonly LockedCustomer[],
  { customerId, otherId, programme: name, points, key }: Transfer,
): Promise<Act> {
  if (customerId === otherId) throw fault('to', 'SAME_CUSTOMER', phrases.sameCustomer());
  const from = present(customers, customerId, 'from');
  const to = present(customers, otherId, 'to');
  const wish = { customerId, key, kind: 'transfer', programme: name, points, otherId } as const;
  const done = await findAct(tx, wish);
  if (done) return done;
  if (!programmeOf(from, name).programme.transfers) throw fault('programme', 'NO_TRANSFERS', phrases.noTransfers());
  if (!to.meets(programmeOf(to, name).programme.members)) throw fault('to', 'NOT_A_MEMBER', phrases.notMember());
  // time never runs backwards for either of them
  const at = Math.max(from.now, to.now);
  const act = newAct(wish, points, at);
  const books = await openBooks(tx, [customerId, otherId]);
  const pages = [customerId, otherId].map((id) => books.page({ customerId: id, programme: name, purse: 'points' }));
  const [giving, taking] = pages as [(typeof pages)[0], (typeof pages)[0]];
  spend(() => {
    const moved = move(giving.account, taking.account, { points, at, by: act.id });
    giving.adopt(moved.from.account, moved.from.movements);
    taking.adopt(moved.to.account, moved.to.movements);
  }, points);
  closeBooks(tx, books, false);
  await writeAct(tx, act);
  return act;
}
