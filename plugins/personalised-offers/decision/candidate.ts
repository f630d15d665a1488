import { type ContactVerdict, uuidOf } from '#contract';
import { instantOf } from '../offers/document.ts';
import type { PublishedOffer } from '../offers/published.ts';
import type { MadeOffer } from '../shelf/made-offer.ts';
import { nameOf, type Shelf } from '../shelf/shelf.ts';
import { DAY } from './time.ts';

/** An offer that may be made to a customer. */
export interface Candidate {
  readonly shelf: Shelf;
  readonly now: number;
  readonly published: PublishedOffer;
  readonly draft: MadeOffer;
  contact?: ContactVerdict;
}

/** An offer as it would be made. Its id follows from the customer and from how often the offer was made before. */
export function draftOf({ name, ruleSet, offer, document }: PublishedOffer, shelf: Shelf, now: number): MadeOffer {
  const { customerId, offers } = shelf;
  const before = offers.filter((one) => nameOf(one) === name).length;
  const budget = document.budgets?.find(({ key }) => key === offer.budget);
  return {
    ...{ customerId, ruleSet: ruleSet.key, offer: offer.key },
    id: uuidOf(`offer\0${customerId}\0${name}\0${before}`),
    versionId: ruleSet.versionId,
    madeAt: now,
    expiresAt: Math.min(now + offer.openDays * DAY, instantOf(offer.until, Number.POSITIVE_INFINITY)),
    ...{ state: 'open', stateAt: now, settled: null },
    group: offer.group ?? null,
    capped: offer.caps?.inAll !== undefined,
    budget: budget?.key ?? null,
    cost: offer.cost ?? 0,
    ...{ channel: null, redeemKey: null, purchaseId: null },
  };
}
