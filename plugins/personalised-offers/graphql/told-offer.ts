import { type Builder, type GraphContext, needs } from '#contract';
import { offerChanges } from '../changes.ts';
import type { MadeOffer } from '../shelf/made-offer.ts';
import { OFFER_COLUMNS } from '../shelf/open-shelves.ts';
import type { offerType } from './offer-type.ts';

/** A change as the API carries it, as far as it matters here. */
interface Told {
  readonly customerId: string;
  readonly details: Readonly<Record<string, string>> | null;
}

/** `OfferMade.customerOffer` and the same of the other changes: all that a mailer needs, in the subscription itself. */
export function toldOffer(builder: Builder, { Offer }: ReturnType<typeof offerType>): void {
  for (const { name } of offerChanges)
    builder.objectField(name as never, 'customerOffer', (t) =>
      t.field({
        extensions: needs('customers:read'),
        type: Offer,
        nullable: true,
        description: 'The offer as it is now, with what is said to the customer.',
        resolve: (change, _args, context) => offerOf(context, change as Told),
      }),
    );
}

/** The offer that a change is about; those of one answer are read together. */
const offerOf = (context: GraphContext, { customerId, details }: Told): Promise<MadeOffer | null> =>
  context.batch
    .of<string, MadeOffer | null>('offers:told', async (keys) => {
      const pairs = keys.map((key) => key.split(' '));
      const rows = await context.query<MadeOffer>(
        'offers-told',
        `select ${OFFER_COLUMNS} from unnest($1::uuid[], $2::uuid[]) as v(customer_id, id)
           join personalised_offers_offer o on o.customer_id = v.customer_id and o.id = v.id`,
        [pairs.map(([customer]) => customer), pairs.map(([, id]) => id)],
      );
      const found = new Map(rows.map((row) => [`${row.customerId} ${row.id}`, row]));
      return keys.map((key) => found.get(key) ?? null);
    })
    .load(`${customerId} ${details?.offerId}`);
