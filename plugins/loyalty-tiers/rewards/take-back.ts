import { isUuid, type KeeperTransaction, type LockedCustomer, NotFoundError } from '#contract';
import type { LotPoints } from '../ledger/events.ts';
import { closeBooks } from '../points/close-books.ts';
import { openBooks } from '../points/open-books.ts';
import { type Act, actOf, present } from './acts.ts';
import { phrases } from './words.ts';

/** Undoes a redemption: its points go back into the lots they came from. Again, nothing more happens. */
export async function takeBack(
  tx: KeeperTransaction,
  customers: readonly LockedCustomer[],
  { customerId, redemptionId }: { readonly customerId: string; readonly redemptionId: string },
): Promise<Act> {
  const { now: at } = present(customers, customerId);
  const act = isUuid(redemptionId) ? await actOf(tx, customerId, redemptionId) : undefined;
  if (act?.kind !== 'redeem') throw new NotFoundError(phrases.unknownRedemption(), ['redemption']);
  if (act.undoneAt !== null) return act;
  const { id, programme, reward, fromStock } = act;
  const taken = await tx.query<LotPoints>(
    'loyalty-taken',
    `select lot, points::float8 from loyalty_tiers_entry
      where customer_id = $1 and by = $2 and programme = $3 and purse = 'points' and kind = 'spent' order by seq`,
    [customerId, id, programme],
  );
  const books = await openBooks(tx, [customerId], { lots: taken.map(({ lot }) => lot) });
  books
    .page({ customerId, programme, purse: 'points' })
    .post({ type: 'restore', taken, at, by: `${id}:back` }, reward === null ? {} : { subject: reward });
  closeBooks(tx, books, false);
  await tx.query(
    'loyalty-undo-act',
    `with undone as (update loyalty_tiers_act set undone_at = $3 where customer_id = $1 and id = $2)
     update loyalty_tiers_stock set taken = taken - 1 where $6 and programme = $4 and reward = $5 and taken > 0`,
    [customerId, id, at, programme, reward, fromStock],
  );
  return { ...act, undoneAt: at };
}
