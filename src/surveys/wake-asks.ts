import type { Sql } from '../db/database.ts';

// what was refused was due before: it is looked at again from then on, whatever the clock says

/** Wishes of a customer that were refused are looked at again at once, since the customer wishes something else. */
export async function wakeAsksOf(sql: Sql, customerId: string): Promise<void> {
  await sql.query(
    'wake-asks-of',
    `update survey_ask set next_at = due_at where customer_id = $1 and state = 'refused' and next_at is not null`,
    [customerId],
  );
}

/** All wishes that were refused are looked at again at once, since another policy holds. */
export async function wakeAsks(sql: Sql): Promise<void> {
  await sql.query(
    'wake-asks',
    `update survey_ask set next_at = due_at where state = 'refused' and next_at is not null`,
  );
}
