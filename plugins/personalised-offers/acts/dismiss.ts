import type { KeeperTransaction, LockedCustomer } from '#contract';
import { writeOffers } from '../shelf/close-shelves.ts';
import type { MadeOffer } from '../shelf/made-offer.ts';
import { findOffer, mustBeOpen, present } from './find.ts';

/** Puts an offer aside that the customer does not want, under its lock. Again, nothing more happens. */
export async function dismiss(
  tx: KeeperTransaction,
  customers: readonly LockedCustomer[],
  { customerId, offerId }: { readonly customerId: string; readonly offerId: string },
): Promise<MadeOffer> {
  const { now } = present(customers, customerId);
  const { offer } = await findOffer(tx, customerId, offerId);
  if (offer.state === 'dismissed') return offer;
  mustBeOpen(offer, now);
  const dismissed: MadeOffer = { ...offer, state: 'dismissed', stateAt: now };
  await writeOffers(tx, [dismissed]);
  return dismissed;
}
