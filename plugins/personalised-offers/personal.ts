import type { Person, PersonalRecords, RoadTransaction } from '#contract';
import { writeOffers } from './shelf/close-shelves.ts';
import { lockCounters, takenBy, writeCounters } from './shelf/counters.ts';
import { readOffers } from './shelf/open-shelves.ts';

/** What is kept of persons: that there was an offer, and what became of it, under the id of the customer alone. */
export const offerRecords: PersonalRecords = {
  tables: [
    { name: 'personalised_offers_offer', onErase: 'rewrite' },
    { name: 'personalised_offers_refusal', onErase: 'delete' },
    {
      name: 'personalised_offers_exposure',
      onErase: { keep: 'Into which arm of an experiment the id was drawn, so that its figures stay true.' },
    },
  ],
  erase: withdraw,
};

/** Open offers are withdrawn, and what they had taken is there for others; the keys of redemptions are words of others. */
async function withdraw({ customerId }: Person, tx: RoadTransaction): Promise<void> {
  const { now: stateAt } = tx;
  const offers = await readOffers(tx, [customerId]);
  const withdrawn = offers.map((offer) => ({
    ...offer,
    ...(offer.state === 'open' && { state: 'withdrawn' as const, stateAt }),
    redeemKey: offer.redeemKey === null ? null : offer.id,
  }));
  const counters = await lockCounters(
    tx,
    withdrawn.flatMap((offer) => takenBy(offer).map(({ counter }) => counter)),
  );
  for (const offer of withdrawn) counters.settle(offer);
  await writeCounters(tx, counters);
  await writeOffers(
    tx,
    withdrawn.map((offer) => ({ ...offer, settled: offer.state })),
  );
}
