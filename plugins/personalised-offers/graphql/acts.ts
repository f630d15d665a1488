import { type Builder, ConflictError, inherited, NotFoundError, needs, ValidationError } from '#contract';
import { Customer } from '#entities';
import { dismiss } from '../acts/dismiss.ts';
import { checkKey, redeem } from '../acts/redeem.ts';
import type { MadeOffer } from '../shelf/made-offer.ts';
import type { offerType } from './offer-type.ts';

/** What customers do with offers that were made to them. */
export function acts(builder: Builder, { Offer }: ReturnType<typeof offerType>): void {
  const success = (name: string, description: string) =>
    builder.objectRef<MadeOffer>(name).implement({
      extensions: inherited,
      description,
      fields: (t) => ({
        offer: t.field({
          extensions: needs('customers:read'),
          type: Offer,
          description: 'The offer.',
          resolve: (offer) => offer,
        }),
        customer: t.field({
          extensions: needs('customers:read'),
          type: Customer,
          description: 'The customer as it is now.',
          resolve: ({ customerId }, _args, context) => context.customer(customerId),
        }),
      }),
    });
  const Redeemed = success('RedeemOfferSuccess', 'The customer took the offer.');
  const Dismissed = success('DismissOfferSuccess', 'The offer is put aside.');
  const customer = { type: 'CustomerReference', required: true, description: 'Whose offer.' } as const;
  const offerId = { required: true, description: 'Id of the offer that was made.' } as const;
  const PurchaseInput = builder.inputType('OfferPurchaseInput', {
    description: 'A purchase, as it is or will be recorded.',
    fields: (t) => ({
      key: t.string({ required: true, description: 'Its key.' }),
      source: t.string({ required: true, defaultValue: 'api', description: 'The system it comes from.' }),
    }),
  });
  const RedeemInput = builder.inputType('RedeemOfferInput', {
    description: 'Who takes which offer.',
    fields: (t) => ({
      customer: t.field(customer),
      offerId: t.id(offerId),
      key: t.string({
        required: true,
        description: 'Idempotency key, unique for the customer, 1 to 200 characters: the same again does no more.',
      }),
      purchase: t.field({
        type: PurchaseInput,
        description: 'What it is taken for; when all of it is refunded, the offer comes back.',
      }),
    }),
  });
  const DismissInput = builder.inputType('DismissOfferInput', {
    description: 'Who does not want which offer.',
    fields: (t) => ({ customer: t.field(customer), offerId: t.id(offerId) }),
  });
  const result = (name: string) => ({
    types: [ValidationError, ConflictError, NotFoundError],
    union: { name, description: 'Success, or why nothing was done.' },
    directResult: true as const,
  });
  builder.mutationFields((t) => ({
    redeemOffer: t.field({
      extensions: needs('offers:redeem'),
      type: Redeemed,
      description: 'Redeems an open offer: what was reserved for it is committed.',
      errors: result('RedeemOfferResult'),
      args: { input: t.arg({ type: RedeemInput, required: true, description: 'Who, and which.' }) },
      resolve: async (_root, { input }, context) => {
        checkKey(input);
        const customerId = context.customerId(input.customer);
        const redemption = { ...input, customerId, offerId: String(input.offerId) };
        return context.act([customerId], (...on) => redeem(...on, redemption));
      },
    }),
    dismissOffer: t.field({
      extensions: needs('offers:redeem'),
      type: Dismissed,
      description: 'Puts an open offer aside: what was reserved for it is there for others.',
      errors: result('DismissOfferResult'),
      args: { input: t.arg({ type: DismissInput, required: true, description: 'Who, and which.' }) },
      resolve: async (_root, { input }, context) => {
        const customerId = context.customerId(input.customer);
        return context.act([customerId], (...on) => dismiss(...on, { customerId, offerId: String(input.offerId) }));
      },
    }),
  }));
}
