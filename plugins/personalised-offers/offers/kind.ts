import { defineKind } from '#contract';
import { checkOffers } from './check.ts';
import { chinese } from './chinese.ts';
import { instantOf, OFFERS, type Offer, type OffersDocument } from './document.ts';
import { offersSchema } from './schema.ts';
import { offerWords } from './words.ts';

/** What is known of an offer where only outcomes are: all but its conditions, and what it shares with others. */
export interface OfferData extends Pick<OffersDocument, 'experiment' | 'budgets'> {
  readonly offer: Omit<Offer, 'when'>;
}

/** Offers; each is an outcome of those who are eligible for it. Whether it is made to them is decided on the road. */
export const personalisedOffers = defineKind<OffersDocument>({
  key: OFFERS,
  title: 'Personalised offers',
  description: 'Offers for those who are eligible, within caps and budgets, and beside customers who are held out.',
  translations: { zh: chinese },
  document: offersSchema,
  example: {
    experiment: { holdout: 0.1, won: { by: 'purchase', withinDays: 30 } },
    budgets: [{ key: 'winter', title: 'Winter', amount: 500_000 }],
    offers: [
      {
        key: 'come-back',
        title: '10 % off the next order',
        message: { en: 'We missed you: 10 % off.', zh: '好久不见：下单立减 10%。' },
        when: { all: [{ fact: 'daysSinceLastPurchase', operator: 'greaterThanInclusive', value: 60 }] },
        until: '2030-01-01T00:00:00Z',
        openDays: 14,
        priority: 10,
        value: 1000,
        group: 'discounts',
        cost: 800,
        budget: 'winter',
        caps: { perCustomer: { most: 1, days: 180 }, inAll: { most: 1000 } },
      },
      {
        key: 'case-for-phone',
        title: 'A case for the new phone',
        when: { all: [{ fact: 'ordersEver', operator: 'greaterThanInclusive', value: 1 }] },
        upon: { after: 'purchase', withinHours: 72 },
        bought: { any: ['phone'], without: ['case'], withinDays: 30 },
        openDays: 7,
        contact: false,
      },
    ],
  },
  check: checkOffers,
  rules: ({ offers }) => offers.map(({ key, when }, i) => ({ name: key, pointer: `/offers/${i}/when`, when })),
  outcomes: ({ experiment, budgets, offers }) =>
    offers.map(({ when: _, ...offer }) => ({
      key: offer.key,
      title: offer.title,
      data: { offer, ...(experiment && { experiment }), ...(budgets && { budgets }) } satisfies OfferData,
    })),
  words: offerWords,
  timed: ({ offers }) => offers.some(({ until }) => until !== undefined),
  stateless: ({ offers }) => offers.every(({ until }) => until === undefined),
  decide: ({ document: { offers }, holds, now }) =>
    offers.flatMap(({ key, until }, rule) => {
      const end = instantOf(until, Number.POSITIVE_INFINITY);
      if (holds[rule] !== 1 || now >= end) return [];
      return [Number.isFinite(end) ? { key, rule, until: end } : { key, rule }];
    }),
  changes: () => [],
  provides: ({ offers }, ruleSetKey) =>
    offers.map(({ key, title }) => ({
      name: `offer.${ruleSetKey}.${key}`,
      title: `Eligible for ${title}`,
      translations: { zh: { title: `符合“${title}”条件` } },
      type: 'boolean',
      value: (outcomes) => outcomes.some((one) => one.key === key),
    })),
});
