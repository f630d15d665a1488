import type { ContactPurpose } from '../contract/contact.ts';
import type { Sql } from '../db/database.ts';
import type { Channel } from './channel.ts';
import type { ContactPreference } from './may-contact.ts';

/** What a customer wishes for contacts of one purpose. What is left out stays; null takes it back. */
export interface PreferenceInput {
  readonly purpose: ContactPurpose;
  readonly consent?: boolean | null;
  readonly channel?: Channel | null;
}

/** What is kept of it. */
export interface KeptPreference extends ContactPreference {
  readonly customerId: string;
  readonly purpose: ContactPurpose;
  readonly changedAt: number;
}

/** Keeps what a customer wishes; under the lock of the customer's row. */
export async function writePreference(
  sql: Sql,
  customerId: string,
  { purpose, consent, channel }: PreferenceInput,
  now: number,
): Promise<void> {
  await sql.query(
    'set-contact-preference',
    `insert into contact_preference as p (customer_id, purpose, consent, channel, changed_at)
     values ($1, $2, $3, $4, to_timestamp($7::float8 / 1000.0))
     on conflict (customer_id, purpose) do update
        set consent = case when $5 then excluded.consent else p.consent end,
            channel = case when $6 then excluded.channel else p.channel end, changed_at = excluded.changed_at`,
    [customerId, purpose, consent ?? null, channel ?? null, consent !== undefined, channel !== undefined, now],
  );
}

/** What customers wish, by purpose. */
export const readPreferences = (sql: Sql, customerIds: readonly string[]): Promise<KeptPreference[]> =>
  sql.query<KeptPreference>(
    'contact-preferences',
    `select customer_id as "customerId", purpose, consent, channel,
            (extract(epoch from changed_at) * 1000)::float8 as "changedAt"
       from contact_preference where customer_id = any($1::uuid[]) order by customer_id, purpose`,
    [customerIds],
  );
