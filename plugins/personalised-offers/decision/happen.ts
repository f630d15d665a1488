import { activityIdOf, type DecidedCustomer, type KeptActivity } from '#contract';
import { OfferRedeemed } from '../activities.ts';
import type { Ask } from '../shelf/open-shelves.ts';
import type { Shelf } from '../shelf/shelf.ts';

/** The purchase that an activity is about, by the key that it names. */
function purchaseOf({ customerId, source, payload: { purchaseKey } }: KeptActivity): string | null {
  return typeof purchaseKey === 'string' ? activityIdOf(customerId, source, purchaseKey) : null;
}

/** Lets offers follow what the customer did: redeemed ones first, and then what nobody took in time. */
export function happen({ activities, now }: DecidedCustomer, shelf: Shelf): void {
  for (const activity of activities) {
    const { kind, occurredAt, key, payload } = activity;
    if (kind !== OfferRedeemed.key) continue;
    const offer = shelf.open.find((one) => one.offer === payload.offer && occurredAt < one.expiresAt);
    if (offer) shelf.move(offer, { state: 'redeemed', stateAt: now, redeemKey: key, purchaseId: purchaseOf(activity) });
  }
  expire(shelf, now);
}

/** Ends what nobody took in time. */
export function expire(shelf: Shelf, now: number): void {
  for (const offer of shelf.open)
    if (offer.expiresAt <= now) shelf.move(offer, { state: 'expired', stateAt: offer.expiresAt });
}

/** Takes offers back whose purchase was refunded, once all of it is; no statement when none was. */
export async function takeBackRefunded(
  sql: Ask,
  customers: readonly DecidedCustomer[],
  shelves: ReadonlyMap<string, Shelf>,
): Promise<void> {
  const redeemed = customers.flatMap(({ customerId, activities, now }) => {
    const purchases = new Set(activities.filter(({ kind }) => kind === 'refund').map(purchaseOf));
    const shelf = shelves.get(customerId) as Shelf;
    const own = shelf.offers.filter(
      ({ state, purchaseId }) => state === 'redeemed' && purchaseId !== null && purchases.has(purchaseId),
    );
    return own.map((offer) => ({ offer, shelf, now }));
  });
  if (redeemed.length === 0) return;
  const rows = await sql.query<{ id: string }>(
    'offers-refunded',
    `select p.id from unnest($1::uuid[], $2::uuid[]) as v(customer_id, id)
       join activity p on p.customer_id = v.customer_id and p.id = v.id and p.kind = 'purchase'
      where (p.payload ->> 'amount')::numeric <= (
        select sum((r.payload ->> 'amount')::numeric) from activity r
         where r.customer_id = p.customer_id and r.kind = 'refund' and r.source = p.source
           and r.payload ->> 'purchaseKey' = p.key)`,
    [redeemed.map(({ offer }) => offer.customerId), redeemed.map(({ offer }) => offer.purchaseId)],
  );
  const whole = new Set(rows.map(({ id }) => id));
  for (const { offer, shelf, now } of redeemed)
    if (whole.has(offer.purchaseId as string)) shelf.move(offer, { state: 'returned', stateAt: now });
}
