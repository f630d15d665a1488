import type { ContactVerdict, ContactWish } from '../contract/contact.ts';
import { literal } from '../db/arrays.ts';
import type { Sql } from '../db/database.ts';
import type { ContactPreference, PastContact } from './may-contact.ts';
import { MOST_DAYS } from './policy.ts';

const DAY = 86_400_000;

/** A customer as the ledger sees one. */
export interface Person {
  readonly erased: boolean;
  readonly zone: string;
  readonly preferences: ReadonlyMap<string, ContactPreference>;
}

/** What is said of a contact with somebody who is not known any more. */
export const ERASED: ContactVerdict = { allowed: false, reason: 'customerErased', nextAt: null };

/** Whom a wish is about. */
export function personOf(people: ReadonlyMap<string, Person>, { customerId }: ContactWish): Person {
  const person = people.get(customerId);
  if (!person) throw new Error(`there is no customer ${customerId} to contact`);
  return person;
}

/** Customers and what they wish, by id. */
export async function readPeople(sql: Sql, ids: readonly string[]): Promise<Map<string, Person>> {
  const rows = await sql.query<
    Pick<Person, 'erased' | 'zone'> & { id: string; purpose: string | null } & ContactPreference
  >(
    'contact-people',
    `select c.id, c.erased_at is not null as erased, coalesce(c.time_zone, (select time_zone from engine), 'UTC') as zone, p.purpose, p.consent, p.channel
       from customer c left join contact_preference p on p.customer_id = c.id where c.id = any($1::uuid[])`,
    [literal(ids)],
  );
  const people = new Map<string, Person & { readonly preferences: Map<string, ContactPreference> }>();
  for (const { id, erased, zone, purpose, consent, channel } of rows) {
    const person = people.get(id) ?? { erased, zone, preferences: new Map() };
    if (purpose !== null) person.preferences.set(purpose, { consent, channel });
    people.set(id, person);
  }
  return people;
}

export interface LedgerEntry extends PastContact {
  readonly id: string;
  readonly channel: string;
}

/** The contacts of customers that may count still, by the customer's id. */
export async function readLedger(sql: Sql, ids: readonly string[], now: number): Promise<Map<string, LedgerEntry[]>> {
  const entries = await sql.query<LedgerEntry & { customerId: string }>(
    'contact-ledger',
    // one after the other by their key: a plan for all at once is made while the table is small, and kept
    `select v.customer_id as "customerId", k.id, k.purpose, k.category, k.channel,
            (extract(epoch from k.at) * 1000)::float8 as at
       from unnest($1::uuid[]) as v(customer_id) cross join lateral (
         select * from contact c where c.customer_id = v.customer_id and c.state <> 'released'
            and c.at > to_timestamp($2::float8 / 1000.0) offset 0) k`,
    [literal(ids), now - MOST_DAYS * DAY],
  );
  return Map.groupBy(entries, ({ customerId }) => customerId);
}
