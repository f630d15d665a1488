import { type ResolveCursorConnectionArgs, resolveCursorConnection } from '@pothos/plugin-relay';
import { type Builder, type GraphContext, isUuid } from '#contract';
import { Customer } from '#entities';
import type { MadeOffer, OfferState } from '../shelf/made-offer.ts';
import { OFFER_COLUMNS } from '../shelf/open-shelves.ts';
import type { offerType } from './offer-type.ts';

/** `Customer.offers`: what was made to a customer, page by page. */
export function offersOfCustomer(builder: Builder, { Offer, State }: ReturnType<typeof offerType>): void {
  builder.objectField(Customer, 'offers', (t) =>
    t.connection(
      {
        type: Offer,
        description:
          'Offers that were made to the customer, the newest first; those that are open, unless asked otherwise.',
        args: {
          states: t.arg({
            type: [State],
            required: true,
            defaultValue: ['open'],
            description: 'Only those in one of these states.',
          }),
        },
        resolve: ({ id }, args, context) =>
          resolveCursorConnection(
            { args, defaultSize: 20, maxSize: 100, toCursor: (one) => cursorOf(one as MadeOffer) },
            (page) => offersOf(context, id, args.states as OfferState[], page),
          ) as never,
      },
      { name: 'CustomerOfferConnection', description: 'A page of offers.' },
      { name: 'CustomerOfferEdge', description: 'An offer and its place in the list.' },
    ),
  );
}

const cursorOf = ({ madeAt, id }: MadeOffer): string => `${madeAt} ${id}`;

/** Where a cursor leads; one that is none leads nowhere. */
function placeOf(cursor: string | undefined): { readonly at: number | null; readonly id: string | null } {
  if (cursor === undefined) return { at: null, id: null };
  const [at, id = ''] = cursor.split(' ');
  return isUuid(id) && Number.isFinite(Number(at)) ? { at: Number(at), id } : { at: Number.NaN, id: null };
}

/** Offers of a page; those of all customers of an answer are read together. */
function offersOf(
  context: GraphContext,
  customerId: string,
  states: readonly OfferState[],
  { after, before, limit, inverted }: ResolveCursorConnectionArgs,
): Promise<MadeOffer[]> {
  const [below, above] = [placeOf(after), placeOf(before)];
  if (Number.isNaN(below.at) || Number.isNaN(above.at)) return Promise.resolve([]);
  const name = JSON.stringify(['offers', states, below, above, limit, inverted]);
  return context.batch
    .of<string, MadeOffer[]>(name, async (ids) => {
      const order = inverted ? 'asc' : 'desc';
      const rows = await context.query<MadeOffer>(
        inverted ? 'offers-first' : 'offers-newest',
        `select ${OFFER_COLUMNS} from unnest($1::uuid[]) as v(customer_id) cross join lateral (
           select * from (
             select o.*, case when o.state = 'open' and o.expires_at <= $8 then 'expired' else o.state end as state_now
               from personalised_offers_offer o where o.customer_id = v.customer_id) o
            where o.state_now = any($2::text[])
              and ($3::float8 is null or (o.made_at, o.id) < ($3, $4::uuid))
              and ($5::float8 is null or (o.made_at, o.id) > ($5, $6::uuid))
            order by o.made_at ${order}, o.id ${order} limit $7) o
          order by o.made_at ${order}, o.id ${order}`,
        [ids, states, below.at, below.id, above.at, above.id, limit, context.now],
      );
      const own = Map.groupBy(rows, (row) => row.customerId);
      return ids.map((id) => own.get(id) ?? []);
    })
    .load(customerId);
}
