import type { RoadTransaction } from '#contract';
import type { MadeOffer } from './made-offer.ts';
import type { Refusal } from './refusal.ts';
import { type Exposure, Shelf } from './shelf.ts';

export type Ask = Pick<RoadTransaction, 'query'>;

/** The columns of an offer, by the names that it has here. */
export const OFFER_COLUMNS = `o.customer_id as "customerId", o.id, o.rule_set as "ruleSet", o.offer, o.version_id as "versionId",
  o.made_at as "madeAt", o.expires_at as "expiresAt", o.state, o.state_at as "stateAt", o.settled, o.exclusive_group as "group",
  o.capped, o.budget, o.cost::float8, o.channel, o.redeem_key as "redeemKey", o.purchase_id as "purchaseId"`;

/** The rows of each customer by their key: a plan for all at once is made while a table is small, and kept. */
const ofEach = (table: string, columns: string): string =>
  `select ${columns} from unnest($1::uuid[]) as v(id_of) cross join lateral (
     select * from ${table} t where t.customer_id = v.id_of offset 0) o`;

type Of<T> = T & { readonly customerId: string };

/** Reads what is kept of customers' offers; three statements, whatever their number. */
export async function openShelves(sql: Ask, customerIds: readonly string[]): Promise<Map<string, Shelf>> {
  const [offers, refusals, exposures] = await Promise.all([
    readOffers(sql, customerIds),
    sql.query<Of<Refusal>>(
      'offers-open-refusals',
      ofEach(
        'personalised_offers_refusal',
        `customer_id as "customerId", rule_set as "ruleSet", offer, reason, about, at, next_at as "nextAt"`,
      ),
      [customerIds],
    ),
    sql.query<Of<Exposure>>(
      'offers-open-exposures',
      ofEach('personalised_offers_exposure', 'customer_id as "customerId", experiment, arm, holdout'),
      [customerIds],
    ),
  ]);
  const [own, refused, exposed] = [offers, refusals, exposures].map((rows) =>
    Map.groupBy(rows as Of<object>[], ({ customerId }) => customerId),
  ) as [Map<string, MadeOffer[]>, Map<string, Refusal[]>, Map<string, Exposure[]>];
  return new Map(customerIds.map((id) => [id, new Shelf(id, own.get(id), refused.get(id), exposed.get(id))]));
}

/** The offers that were made to customers, the oldest first. */
export const readOffers = (sql: Ask, customerIds: readonly string[]): Promise<MadeOffer[]> =>
  sql.query<MadeOffer>(
    'offers-read',
    `${ofEach('personalised_offers_offer', OFFER_COLUMNS)} order by o.customer_id, o.made_at, o.id`,
    [customerIds],
  );
