import { activityIdOf, ConflictError, type KeeperTransaction, type LockedCustomer } from '#contract';
import { writeOffers } from '../shelf/close-shelves.ts';
import type { MadeOffer } from '../shelf/made-offer.ts';
import { fault, findOffer, mustBeOpen, present } from './find.ts';
import { phrases } from './words.ts';

/** Which offer is taken. */
export interface Redemption {
  readonly customerId: string;
  readonly offerId: string;
  readonly key: string;
  /** What it is taken for. */
  readonly purchase?: { readonly key: string; readonly source: string } | null | undefined;
}

/** What is wrong with a key, before anything is locked. */
export function checkKey({ key }: Pick<Redemption, 'key'>): void {
  if (key.length < 1 || key.length > 200 || key.includes('\0')) throw fault('key', 'BAD_KEY', phrases.badKey());
}

/**
 * Redeems an offer, under the customer's lock; the same key again gives the same redemption. Counters and feed learn of it
 * in the same transaction, when the keeper settles the customer.
 */
export async function redeem(
  tx: KeeperTransaction,
  customers: readonly LockedCustomer[],
  { customerId, offerId, key, purchase }: Redemption,
): Promise<MadeOffer> {
  const { now } = present(customers, customerId);
  const { offer, all } = await findOffer(tx, customerId, offerId);
  const done = all.find(({ redeemKey }) => redeemKey === key);
  if (done?.id === offer.id) return done;
  if (done) throw new ConflictError('IDEMPOTENCY_CONFLICT', phrases.keyUsed(), ['key']);
  mustBeOpen(offer, now);
  const purchaseId = purchase ? activityIdOf(customerId, purchase.source, purchase.key) : null;
  const redeemed: MadeOffer = { ...offer, state: 'redeemed', stateAt: now, redeemKey: key, purchaseId };
  await writeOffers(tx, [redeemed]);
  return redeemed;
}
