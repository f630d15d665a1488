import { defineActivity } from '#contract';

/** What customers do with offers, as other systems record it. */
export const OfferRedeemed = defineActivity({
  key: 'offerRedeemed',
  title: 'Offer redeemed',
  description:
    'The customer took an offer. It counts for the open offer of this key, and for nothing when there is none.',
  fields: {
    offer: { type: 'text', description: 'Key of the offer.', required: true, max: 64 },
    purchaseKey: {
      type: 'text',
      reference: true,
      description:
        'The key of the purchase it was taken for (same source); when all of it is refunded, the offer comes back.',
    },
  },
});
