import type { ContactName, Contacts } from '../contract/contact.ts';
import { literal } from '../db/arrays.ts';
import type { Sql } from '../db/database.ts';
import { permitContacts } from './permit.ts';
import { reserveContacts } from './reserve.ts';

/** The ledger inside a transaction that holds the customers' locks, at an instant. */
export const contactLedger = (sql: Sql, now: number): Contacts => ({
  permit: (wishes) => permitContacts(sql, wishes, now),
  reserve: (wishes) => reserveContacts(sql, wishes, now),
  commit: (contacts) => moveContacts(sql, contacts, 'sent'),
  release: (contacts) => moveContacts(sql, contacts, 'released'),
});

/** What was made is not taken back: only reservations move. */
async function moveContacts(sql: Sql, contacts: readonly ContactName[], state: 'sent' | 'released'): Promise<void> {
  if (contacts.length === 0) return;
  await sql.query(
    'move-contacts',
    `update contact k set state = $3 from unnest($1::uuid[], $2::uuid[]) as v(customer_id, id)
      where k.customer_id = v.customer_id and k.id = v.id and k.state = 'reserved'`,
    [literal(contacts.map(({ customerId }) => customerId)), literal(contacts.map(({ id }) => id)), state],
  );
}
