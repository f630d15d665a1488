import { type Builder, type GraphContext, inherited } from '#contract';
import { Customer } from '#entities';
import { OFFERS } from '../offers/document.ts';
import { REFUSALS, type Refusal } from '../shelf/refusal.ts';
import { nameOf } from '../shelf/shelf.ts';
import { publishedOf } from './offer-type.ts';
import { dateOf, valuesOf } from './words.ts';

/** `Customer.offerRefusals`: why offers are not made to somebody who is eligible for them. */
export function refusals(builder: Builder): void {
  const Reason = builder.enumType('OfferRefusalReason', {
    description: 'Why an offer is not made to a customer who is eligible for it.',
    values: valuesOf(REFUSALS),
  });
  const RefusalRef = builder.objectRef<Refusal>('OfferRefusal').implement({
    extensions: inherited,
    description: 'An offer for which the customer is eligible and that is not made, with the first reason for it.',
    fields: (t) => ({
      offerKey: t.exposeString('offer', { description: 'Key of the offer.' }),
      ruleSetKey: t.exposeString('ruleSet', { description: 'Key of the rule set that it is of.' }),
      title: t.string({
        description: 'Title of the offer.',
        resolve: async (one, _args, context) => (await publishedOf(context, one))?.title ?? one.offer,
      }),
      reason: t.field({ type: Reason, description: 'Why.', resolve: ({ reason }) => reason }),
      about: t.exposeString('about', {
        nullable: true,
        description: 'Key of the budget that is spent, of the open offer of the same group, or of the experiment.',
      }),
      since: t.field({ type: 'DateTime', description: 'Since when.', resolve: ({ at }) => new Date(at) }),
      nextAt: t.field({
        type: 'DateTime',
        nullable: true,
        description: 'When it is decided on again although nothing happens; null: only when something does.',
        resolve: ({ nextAt }) => dateOf(nextAt),
      }),
    }),
  });
  builder.objectField(Customer, 'offerRefusals', (t) =>
    t.field({
      type: [RefusalRef],
      description:
        'Offers for which the customer is eligible and that are not made, with the reason. Why a customer is not eligible ' +
        'for an offer is told as for every outcome.',
      resolve: async ({ id }, _args, context) => {
        const possible = await context.possibleOutcomes(OFFERS);
        const published = new Set(possible.map(({ ruleSet, key }) => nameOf({ ruleSet, offer: key })));
        return (await refusalsOf(context, id)).filter((one) => published.has(nameOf(one)));
      },
    }),
  );
}

/** The refusals of a customer; those of one answer are read together. */
const refusalsOf = (context: GraphContext, id: string): Promise<Refusal[]> =>
  context.batch
    .of<string, Refusal[]>('offers:refusals', async (ids) => {
      const rows = await context.query<Refusal & { customerId: string }>(
        'offers-refusals',
        `select customer_id as "customerId", rule_set as "ruleSet", offer, reason, about, at, next_at as "nextAt"
           from personalised_offers_refusal where customer_id = any($1::uuid[]) order by rule_set, offer`,
        [ids],
      );
      const own = Map.groupBy(rows, ({ customerId }) => customerId);
      return ids.map((one) => own.get(one) ?? []);
    })
    .load(id);
