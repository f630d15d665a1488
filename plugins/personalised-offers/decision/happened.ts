import type { DecidedCustomer, KeeperTransaction, KeptActivity } from '#contract';
import type { Offer } from '../offers/document.ts';
import { DAY, HOUR } from './time.ts';

/** An activity of a customer that key moments and cross-selling look at. */
export interface Happened {
  readonly customerId: string;
  readonly kind: string;
  readonly at: number;
  readonly skus: readonly string[];
}

/** What offers need to know of what happened: kinds of activity, and how far back. */
export function wantedOf(offers: readonly Offer[]): { readonly kinds: readonly string[]; readonly within: number } {
  const kinds = new Set<string>();
  let within = 0;
  for (const { upon, bought } of offers) {
    if (upon && 'after' in upon) {
      kinds.add(upon.after);
      within = Math.max(within, upon.withinHours * HOUR);
    }
    if (bought) {
      kinds.add('purchase');
      within = Math.max(within, bought.withinDays * DAY);
    }
  }
  return { kinds: [...kinds], within };
}

/** What happened to customers not long before `now` and up to `until`; no statement when nothing is wanted. */
export async function readHappened(
  tx: Pick<KeeperTransaction, 'query'>,
  customerIds: readonly string[],
  { kinds, within }: ReturnType<typeof wantedOf>,
  now: number,
  until: number,
): Promise<ReadonlyMap<string, readonly Happened[]>> {
  if (kinds.length === 0 || customerIds.length === 0) return new Map();
  const rows = await tx.query<Happened>(
    'offers-happened',
    `select v.customer_id as "customerId", a.kind, (extract(epoch from a.occurred_at) * 1000)::float8 as at,
            array(select item ->> 'sku' from jsonb_array_elements(a.payload -> 'items') as item where item ? 'sku') as skus
       from unnest($1::uuid[]) as v(customer_id) cross join lateral (
         select * from activity a where a.customer_id = v.customer_id and a.kind = any($2::text[])
            and a.occurred_at > to_timestamp($3::float8 / 1000.0) and a.occurred_at <= to_timestamp($4::float8 / 1000.0)
         offset 0) a`,
    [customerIds, kinds, now - within, until],
  );
  return Map.groupBy(rows, ({ customerId }) => customerId);
}

const skusOf = ({ payload: { items } }: KeptActivity): string[] =>
  Array.isArray(items) ? (items as { readonly sku?: string }[]).flatMap(({ sku }) => sku ?? []) : [];

/** What has just happened to a customer. */
export const justHappened = ({ activities, customerId }: DecidedCustomer): Happened[] =>
  activities.map((one) => ({ customerId, kind: one.kind, at: one.occurredAt, skus: skusOf(one) }));
