import type { ContactVerdict, ContactWish } from '../contract/contact.ts';
import type { Sql } from '../db/database.ts';
import { mayContactAtAll } from './may-contact.ts';
import { ERASED, personOf, readPeople } from './people.ts';
import { readPolicy } from './read-policy.ts';
import { refuseWishes } from './refuse.ts';

/** Judges wishes by all but how often customers are contacted, and writes refusals down; no statement when there is none. */
export async function permitContacts(sql: Sql, wishes: readonly ContactWish[], now: number): Promise<ContactVerdict[]> {
  if (wishes.length === 0) return [];
  const ids = [...new Set(wishes.map(({ customerId }) => customerId))];
  const [{ policy }, people] = await Promise.all([readPolicy(sql), readPeople(sql, ids)]);
  const verdicts = wishes.map((wish): ContactVerdict => {
    const { erased, zone, preferences } = personOf(people, wish);
    return erased ? ERASED : mayContactAtAll({ policy, preference: preferences.get(wish.purpose), wish, now, zone });
  });
  await refuseWishes(sql, wishes, verdicts, now);
  return verdicts;
}
