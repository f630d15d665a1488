import type { ContactVerdict, ContactWish } from '../contract/contact.ts';
import { literal, texts } from '../db/arrays.ts';
import type { Sql } from '../db/database.ts';
import { type ContactPreference, mayContact, type PastContact, priorityOf } from './may-contact.ts';
import { MOST_DAYS } from './policy.ts';
import { readPolicy } from './read-policy.ts';
import { refuseContacts } from './refuse.ts';

const DAY = 86_400_000;

/** How a contact stands when it is entered: to be made, or made. */
export type Entered = 'reserved' | 'sent';

interface LedgerEntry extends PastContact {
  readonly id: string;
  readonly channel: string;
}

/** A customer as the ledger sees one. */
interface Person {
  readonly erased: boolean;
  readonly zone: string;
  readonly preferences: ReadonlyMap<string, ContactPreference>;
  readonly contacts: LedgerEntry[];
}

interface Entry {
  readonly wish: ContactWish;
  readonly channel: string;
  readonly priority: number;
}

/**
 * Judges wishes and enters those that may be: under the locks of the customers' rows, in a fixed number of statements. Of
 * several wishes about one customer the one with the highest priority goes first, of equal ones the first in the list, and
 * the others see it in the ledger.
 */
export async function reserveContacts(
  sql: Sql,
  wishes: readonly ContactWish[],
  now: number,
  state: Entered = 'reserved',
): Promise<ContactVerdict[]> {
  if (wishes.length === 0) return [];
  const ids = [...new Set(wishes.map(({ customerId }) => customerId))];
  const [{ policy }, people] = await Promise.all([readPolicy(sql), readPeople(sql, ids, now)]);
  const verdicts = new Map<ContactWish, ContactVerdict>();
  const entered: Entry[] = [];
  const ranked = wishes
    .map((wish) => ({ wish, priority: priorityOf(policy, wish) }))
    .sort((a, b) => b.priority - a.priority);
  for (const { wish, priority } of ranked) {
    const { id, purpose, category = null } = wish;
    const { erased, zone, preferences, contacts } = personOf(people, wish);
    const before = contacts.find((one) => one.id === id);
    if (before) {
      verdicts.set(wish, { allowed: true, channel: before.channel });
      continue;
    }
    const preference = preferences.get(purpose);
    const verdict = erased ? ERASED : mayContact({ policy, preference, contacts, wish, now, zone });
    verdicts.set(wish, verdict);
    if (!verdict.allowed) continue;
    contacts.push({ id, purpose, category, channel: verdict.channel, at: now });
    entered.push({ wish, channel: verdict.channel, priority });
  }
  await enter(sql, entered, now, state);
  const told = wishes.map((wish) => verdicts.get(wish) as ContactVerdict);
  await refuseContacts(
    sql,
    wishes.flatMap((wish, i) => {
      const verdict = told[i] as ContactVerdict;
      return verdict.allowed ? [] : [{ wish, ...verdict }];
    }),
    now,
  );
  return told;
}

const ERASED: ContactVerdict = { allowed: false, reason: 'customerErased', nextAt: null };

function personOf(people: ReadonlyMap<string, Person>, { customerId }: ContactWish): Person {
  const person = people.get(customerId);
  if (!person) throw new Error(`there is no customer ${customerId} to contact`);
  return person;
}

async function readPeople(sql: Sql, ids: readonly string[], now: number): Promise<Map<string, Person>> {
  const [rows, entries] = await Promise.all([
    sql.query<Pick<Person, 'erased' | 'zone'> & { id: string; purpose: string | null } & ContactPreference>(
      'contact-people',
      `select c.id, c.erased_at is not null as erased, coalesce(c.time_zone, (select time_zone from engine), 'UTC') as zone, p.purpose, p.consent, p.channel
         from customer c left join contact_preference p on p.customer_id = c.id where c.id = any($1::uuid[])`,
      [literal(ids)],
    ),
    sql.query<LedgerEntry & { customerId: string }>(
      'contact-ledger',
      // one after the other by their key: a plan for all at once is made while the table is small, and kept
      `select v.customer_id as "customerId", k.id, k.purpose, k.category, k.channel,
              (extract(epoch from k.at) * 1000)::float8 as at
         from unnest($1::uuid[]) as v(customer_id) cross join lateral (
           select * from contact c where c.customer_id = v.customer_id and c.state <> 'released'
              and c.at > to_timestamp($2::float8 / 1000.0) offset 0) k`,
      [literal(ids), now - MOST_DAYS * DAY],
    ),
  ]);
  const people = new Map<string, Person & { readonly preferences: Map<string, ContactPreference> }>();
  for (const { id, erased, zone, purpose, consent, channel } of rows) {
    const person = people.get(id) ?? { erased, zone, preferences: new Map(), contacts: [] };
    if (purpose !== null) person.preferences.set(purpose, { consent, channel });
    people.set(id, person);
  }
  for (const { customerId, ...entry } of entries) people.get(customerId)?.contacts.push(entry);
  return people;
}

async function enter(sql: Sql, entries: readonly Entry[], now: number, state: Entered): Promise<void> {
  if (entries.length === 0) return;
  const wishes = entries.map(({ wish }) => wish);
  // a contact that was released and is wished for again has its row already
  await sql.query(
    'enter-contacts',
    `insert into contact (customer_id, id, purpose, subject, category, channel, priority, at, state)
     select customer_id, id, purpose, subject, category, channel, priority, to_timestamp($8::float8 / 1000.0), $9
       from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::int[])
         as v(customer_id, id, purpose, subject, category, channel, priority)
     on conflict (customer_id, id) do update set channel = excluded.channel, priority = excluded.priority,
            at = excluded.at, state = excluded.state`,
    [
      literal(wishes.map(({ customerId }) => customerId)),
      literal(wishes.map(({ id }) => id)),
      texts(wishes.map(({ purpose }) => purpose)),
      texts(wishes.map(({ subject }) => subject)),
      texts(wishes.map(({ category }) => category ?? null)),
      texts(entries.map(({ channel }) => channel)),
      literal(entries.map(({ priority }) => priority)),
      now,
      state,
    ],
  );
}
