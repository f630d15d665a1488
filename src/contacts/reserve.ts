import type { ContactVerdict, ContactWish } from '../contract/contact.ts';
import { literal, texts } from '../db/arrays.ts';
import type { Sql } from '../db/database.ts';
import { mayContact, priorityOf } from './may-contact.ts';
import { ERASED, personOf, readLedger, readPeople } from './people.ts';
import { readPolicy } from './read-policy.ts';
import { refuseWishes } from './refuse.ts';

/** How a contact stands when it is entered: to be made, or made. */
export type Entered = 'reserved' | 'sent';

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
  const [{ policy }, people, ledger] = await Promise.all([
    readPolicy(sql),
    readPeople(sql, ids),
    readLedger(sql, ids, now),
  ]);
  const verdicts = new Map<ContactWish, ContactVerdict>();
  const entered: Entry[] = [];
  const ranked = wishes
    .map((wish) => ({ wish, priority: priorityOf(policy, wish) }))
    .sort((a, b) => b.priority - a.priority);
  for (const { wish, priority } of ranked) {
    const { id, purpose, category = null } = wish;
    const { erased, zone, preferences } = personOf(people, wish);
    const contacts = ledger.get(wish.customerId) ?? [];
    ledger.set(wish.customerId, contacts);
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
  await refuseWishes(sql, wishes, told, now);
  return told;
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
