import { type DecidedCustomer, defineKeeper, type KeeperTransaction, type Settled } from '#contract';
import { OfferRedeemed } from './activities.ts';
import { changeOf, offerChanges } from './changes.ts';
import { award } from './decision/award.ts';
import { type Candidate, draftOf } from './decision/candidate.ts';
import { consider } from './decision/consider.ts';
import { OffersForecast } from './decision/forecast.ts';
import { happen, takeBackRefunded } from './decision/happen.ts';
import { type Happened, justHappened, readHappened, wantedOf } from './decision/happened.ts';
import { looksBack } from './decision/looks-back.ts';
import { type Drawing, readUnreachable } from './decision/unreachable.ts';
import { OFFERS } from './offers/document.ts';
import { eligibleFor, type PublishedOffer, triggersOf } from './offers/published.ts';
import { closeShelves } from './shelf/close-shelves.ts';
import { openShelves, readOffers } from './shelf/open-shelves.ts';
import type { Shelf } from './shelf/shelf.ts';

/** Makes offers to those who are eligible, and follows what becomes of them. */
export const offersKeeper = defineKeeper({
  key: 'personalised-offers',
  activities: 'all',
  kinds: [OFFERS],
  changes: offerChanges.map(({ type }) => type),
  async settle(customers, tx) {
    const concerned = customers.filter(concerns);
    return concerned.length === 0 ? [] : settleOffers(concerned, tx);
  },
  forecast: (look) => new OffersForecast(look),
  async agenda(customerIds, until, look) {
    const ruleSets = look.ruleSets(OFFERS);
    return (await readOffers(look, customerIds))
      .filter(({ state, expiresAt }) => state === 'open' && expiresAt <= until)
      .sort((a, b) => a.expiresAt - b.expiresAt)
      .map((offer) => {
        const { customerId, expiresAt: at } = offer;
        return { customerId, at, changes: changeOf({ ...offer, state: 'expired' }, ruleSets) };
      });
  },
});

/** Whether anything may be another thing for a customer than it was. */
function concerns({ moved, called, activities, ruleSets }: DecidedCustomer): boolean {
  if (called || moved.length > 0) return true;
  const triggers = triggersOf(ruleSets(OFFERS));
  return activities.some(({ kind, payload }) =>
    kind === 'refund' ? payload.purchaseKey !== undefined : kind === OfferRedeemed.key || triggers.has(kind),
  );
}

async function settleOffers(customers: readonly DecidedCustomer[], tx: KeeperTransaction): Promise<Settled[]> {
  const eligible = new Map(customers.map((one) => [one, one.erased ? [] : eligibleFor(one)]));
  const ids = customers.map(({ customerId }) => customerId);
  const shelves = await openShelves(tx, ids);
  const shelfOf = ({ customerId }: DecidedCustomer): Shelf => shelves.get(customerId) as Shelf;
  for (const customer of customers) happen(customer, shelfOf(customer));
  await takeBackRefunded(tx, customers, shelves);
  const happened = await lookBack(customers, eligible, shelfOf, tx);
  const drawings = customers.map(
    (customer): Drawing => ({
      ...{ customer, shelf: shelfOf(customer) },
      ...{ eligible: eligible.get(customer) ?? [], happened: happened.get(customer) ?? [] },
    }),
  );
  const unreachable = await readUnreachable(tx, drawings);
  const candidates = drawings.flatMap((one): Candidate[] => {
    const { customer, shelf, eligible, happened } = one;
    const { now } = customer;
    const ranked = consider(customer, shelf, eligible, happened, tx, unreachable.get(one) ?? new Map());
    return ranked.map((one) => ({ shelf, now, published: one, draft: draftOf(one, shelf, now) }));
  });
  const again = await award(tx, [...shelves.values()], candidates);
  const ruleSets = tx.ruleSets(OFFERS);
  const settled = customers.map((customer): Settled => {
    const shelf = shelfOf(customer);
    const next = again.has(shelf) ? customer.now : nextOf(shelf, customer.now);
    const changes = shelf.unsettled
      .toSorted((a, b) => a.stateAt - b.stateAt)
      .flatMap((offer) => changeOf(offer, ruleSets));
    return { customerId: customer.customerId, changes, ...(Number.isFinite(next) && { next }) };
  });
  await closeShelves(tx, [...shelves.values()], tx.now);
  return settled;
}

/** What happened to customers, as far as offers ask for it: before now only where that may tell more. */
async function lookBack(
  customers: readonly DecidedCustomer[],
  eligible: ReadonlyMap<DecidedCustomer, readonly PublishedOffer[]>,
  shelfOf: (customer: DecidedCustomer) => Shelf,
  tx: KeeperTransaction,
): Promise<ReadonlyMap<DecidedCustomer, readonly Happened[]>> {
  const fresh = new Map(customers.map((one) => [one, justHappened(one)]));
  const asking = customers.map((one) => {
    const offers = eligible.get(one) ?? [];
    return offers.some((offer) => looksBack(one, shelfOf(one), offer, fresh.get(one) ?? [])) ? offers : [];
  });
  const ids = customers.filter((_, i) => asking[i]?.length).map(({ customerId }) => customerId);
  const latest = Math.max(...customers.map(({ now }) => now));
  const wanted = wantedOf(asking.flat().map(({ offer }) => offer));
  const before = await readHappened(tx, ids, wanted, tx.now, latest);
  return new Map(customers.map((one) => [one, before.get(one.customerId) ?? fresh.get(one) ?? []]));
}

/** When something of it becomes another thing although nothing happens; Infinity: never. */
function nextOf({ open, refusals }: Shelf, now: number): number {
  const instants = [...open.map(({ expiresAt }) => expiresAt), ...refusals.map(({ nextAt }) => nextAt ?? now)];
  return Math.min(Number.POSITIVE_INFINITY, ...instants.filter((at) => at > now));
}
