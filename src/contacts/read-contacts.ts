import type { ContactPurpose } from '../contract/contact.ts';
import type { Sql } from '../db/database.ts';

export type ContactState = 'reserved' | 'sent' | 'released';

/** An entry of the ledger, or a refusal, in a list of a customer. Times are epoch milliseconds. */
interface Entry {
  readonly customerId: string;
  readonly id: string;
  readonly purpose: ContactPurpose;
  readonly subject: string;
  readonly at: number;
}

export interface KeptContact extends Entry {
  readonly category: string | null;
  readonly channel: string;
  readonly priority: number;
  readonly state: ContactState;
}

export interface KeptRefusal extends Entry {
  readonly reason: string;
  readonly detail: unknown;
  readonly nextAt: number | null;
}

/** Part of a list that is read newest first. */
export interface Newest {
  readonly before: { readonly at: number; readonly id: string } | undefined;
  readonly limit: number;
}

const listOf = (table: string, columns: string): string =>
  `select k.customer_id as "customerId", k.id, k.purpose, k.subject, (extract(epoch from k.at) * 1000)::float8 as at,
          ${columns}
     from unnest($1::uuid[]) as v(customer_id) cross join lateral (
       select * from ${table} k where k.customer_id = v.customer_id
          and ($2::float8 is null or (k.at, k.id) < (to_timestamp($2 / 1000.0), $3::uuid))
        order by k.at desc, k.id desc limit $4) k`;

const valuesOf = (customerIds: readonly string[], { before, limit }: Newest): unknown[] => [
  customerIds,
  before?.at ?? null,
  before?.id ?? null,
  limit,
];

/** The contacts of each of these customers, newest first. */
export const readContacts = (sql: Sql, customerIds: readonly string[], window: Newest): Promise<KeptContact[]> =>
  sql.query<KeptContact>(
    'customer-contacts',
    listOf('contact', 'k.category, k.channel, k.priority, k.state'),
    valuesOf(customerIds, window),
  );

/** Why each of these customers was not contacted, newest first. */
export const readRefusals = (sql: Sql, customerIds: readonly string[], window: Newest): Promise<KeptRefusal[]> =>
  sql.query<KeptRefusal>(
    'customer-contact-refusals',
    listOf('contact_refusal', 'k.reason, k.detail, (extract(epoch from k.next_at) * 1000)::float8 as "nextAt"'),
    valuesOf(customerIds, window),
  );
