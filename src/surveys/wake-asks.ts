import type { RoadTransaction } from '../contract/transaction.ts';
import type { Sql } from '../db/database.ts';

/** Wishes of a customer that were refused are looked at again at once, since the customer wishes something else. */
export const wakeAsksOf = (tx: RoadTransaction, customerId: string): Promise<unknown> =>
  tx.query(
    'wake-asks-of',
    `update survey_ask set next_at = least(next_at, to_timestamp($2::float8 / 1000.0))
      where customer_id = $1 and state = 'refused' and next_at is not null`,
    [customerId, tx.now],
  );

/** All wishes that were refused are looked at again at once, since another policy holds. */
export const wakeAsks = (sql: Sql): Promise<unknown> =>
  sql.query(
    'wake-asks',
    `update survey_ask set next_at = least(next_at, now()) where state = 'refused' and next_at is not null`,
  );
