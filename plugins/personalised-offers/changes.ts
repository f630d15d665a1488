import { defineChange, type KeptChange, type PublishedRuleSet } from '#contract';
import type { MadeOffer, OfferState } from './shelf/made-offer.ts';

const fields = { key: { name: 'offer', description: 'Key of the offer.' } };
const details = {
  offerId: { type: 'text', description: 'Id of this offer to this customer, the same for ever.' },
} as const;

export const OfferMade = defineChange({
  type: 'offer.made',
  name: 'OfferMade',
  description: 'An offer was made to a customer: tell it by the channel, or show it when the customer comes by.',
  fields,
  details: {
    ...details,
    channel: { type: 'text', description: 'By which way the customer is contacted; null: the offer waits.' },
    expiresAt: { type: 'instant', description: 'Until when it can be redeemed.' },
  },
});
const later = (type: string, name: string, description: string) =>
  defineChange({ type, name, description, fields, details });
const CHANGES: Partial<Record<OfferState, ReturnType<typeof defineChange>>> = {
  open: OfferMade,
  redeemed: later('offer.redeemed', 'OfferRedeemed', 'A customer redeemed an offer.'),
  expired: later('offer.expired', 'OfferExpired', 'An offer expired, and nobody had redeemed it.'),
  dismissed: later('offer.dismissed', 'OfferDismissed', 'A customer does not want an offer.'),
  returned: later('offer.returned', 'OfferReturned', 'The purchase for which an offer was redeemed was refunded.'),
};

export const offerChanges = Object.values(CHANGES);

/** What is told of an offer in the state it is in. */
export function changeOf(offer: MadeOffer, ruleSets: readonly PublishedRuleSet[]): KeptChange[] {
  const { state, id: offerId, ruleSet, channel, expiresAt } = offer;
  const type = CHANGES[state];
  if (!type) return [];
  const by = ruleSets.find(({ key }) => key === ruleSet);
  const more = { ...(channel !== null && { channel }), expiresAt: new Date(expiresAt).toISOString() };
  return [
    {
      ...{ type: type.type, key: offer.offer, from: null, to: null },
      ...(by && { ruleSet: by }),
      details: { offerId, ...(state === 'open' && more) },
    },
  ];
}
