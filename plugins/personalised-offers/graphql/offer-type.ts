import { type Builder, type GraphContext, needs } from '#contract';
import { OFFERS } from '../offers/document.ts';
import type { OfferData } from '../offers/kind.ts';
import { type MadeOffer, OFFER_STATES } from '../shelf/made-offer.ts';
import { dateOf, valuesOf } from './words.ts';

/** What is published of an offer; undefined: it is published no more. */
export async function publishedOf(
  context: GraphContext,
  { ruleSet, offer }: { readonly ruleSet: string; readonly offer: string },
): Promise<OfferData['offer'] | undefined> {
  const possible = await context.possibleOutcomes(OFFERS);
  const found = possible.find((one) => one.ruleSet === ruleSet && one.key === offer);
  return found && (found.data as OfferData).offer;
}

/** The state at the instant of the request: what nobody took in time is over, though no sweeper came by. */
const stateAt = ({ state, expiresAt }: MadeOffer, now: number) =>
  state === 'open' && expiresAt <= now ? 'expired' : state;

/** `CustomerOffer` and its states. */
export function offerType(builder: Builder) {
  const State = builder.enumType('OfferState', {
    description: 'What became of an offer that was made.',
    values: valuesOf(OFFER_STATES),
  });
  const Offer = builder.objectRef<MadeOffer>('CustomerOffer').implement({
    extensions: needs('customers:read'),
    description: 'An offer that was made to a customer.',
    fields: (t) => ({
      id: t.id({ description: 'The same for ever; give it to `redeemOffer`.', resolve: ({ id }) => id }),
      offerKey: t.exposeString('offer', { description: 'Key of the offer.' }),
      ruleSetKey: t.exposeString('ruleSet', { description: 'Key of the rule set that it is of.' }),
      title: t.string({
        description: 'Title of the offer; its key when it is published no more.',
        resolve: async (offer, _args, context) => (await publishedOf(context, offer))?.title ?? offer.offer,
      }),
      message: t.string({
        nullable: true,
        description: 'What is said to the customer, in the language of the request; null: nothing is.',
        resolve: async (offer, _args, context) =>
          (await publishedOf(context, offer))?.message?.[context.language] ?? null,
      }),
      value: t.field({
        type: 'Money',
        nullable: true,
        description: 'What it is worth; null: nobody says.',
        resolve: async (offer, _args, context) => {
          const minor = (await publishedOf(context, offer))?.value;
          return minor === undefined ? null : { minor, currency: context.account.currency };
        },
      }),
      state: t.field({
        type: State,
        description: 'What became of it.',
        resolve: (offer, _args, { now }) => stateAt(offer, now),
      }),
      madeAt: t.field({
        type: 'DateTime',
        description: 'When it was made.',
        resolve: ({ madeAt }) => new Date(madeAt),
      }),
      until: t.field({
        type: 'DateTime',
        description: 'Until when it can or could be redeemed.',
        resolve: ({ expiresAt }) => new Date(expiresAt),
      }),
      endedAt: t.field({
        type: 'DateTime',
        nullable: true,
        description: 'When it was redeemed, expired or ended in another way; null: it is open.',
        resolve: (offer, _args, { now }) =>
          dateOf(offer.state !== 'open' ? offer.stateAt : offer.expiresAt <= now ? offer.expiresAt : null),
      }),
      channel: t.exposeString('channel', {
        nullable: true,
        description: 'By which way the customer was contacted; null: it waits until the customer comes by.',
      }),
      why: t.field({
        extensions: needs('rules:read'),
        type: ['JSON'],
        description: 'Why the customer is eligible: { rule, holds, tree }; nothing when it no longer is.',
        resolve: async ({ customerId, ruleSet, offer }, _args, context) => {
          const customer = await context.customer(customerId);
          const outcome = context
            .outcomes(customer)
            .find((one) => one.kind === OFFERS && one.ruleSet === ruleSet && one.key === offer);
          return outcome ? [...((await context.reason(customer, outcome))?.why ?? [])] : [];
        },
      }),
    }),
  });
  return { Offer, State };
}
