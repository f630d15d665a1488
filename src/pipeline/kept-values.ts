import { floats, literal } from '../db/arrays.ts';
import type { Sql, Transaction } from '../db/database.ts';

/** Values that keepers gave metrics of a customer, by their slots, and since when they held. Slots are never given twice. */
export interface KeptValues {
  readonly customerId: string;
  readonly at: number;
  readonly slots: readonly number[];
  readonly values: readonly number[];
}

/** Notes what keepers gave, so that a past instant can be told: one row for each customer, whatever the number of values. */
export function writeKeptValues(sql: Transaction, given: readonly KeptValues[]): void {
  if (given.length === 0) return;
  const last: number[] = [];
  for (const { slots } of given) last.push((last.at(-1) ?? 0) + slots.length);
  // of what is given twice at an instant the later one holds
  sql.send(
    'write-kept-values',
    `insert into kept_value as k (customer_id, at, slots, values)
     select customer_id, to_timestamp(at / 1000.0), ($4::int[])[last - width + 1 : last], ($5::float8[])[last - width + 1 : last]
       from unnest($1::uuid[], $2::float8[], $3::int[], $6::int[]) as v(customer_id, at, last, width)
     on conflict (customer_id, at) do update set slots = k.slots || excluded.slots, values = k.values || excluded.values`,
    [
      literal(given.map(({ customerId }) => customerId)),
      literal(given.map(({ at }) => at)),
      literal(last),
      literal(given.flatMap(({ slots }) => slots)),
      floats(given.map(({ values }) => values)),
      literal(given.map(({ slots }) => slots.length)),
    ],
  );
}

/** All that keepers gave these customers until an instant, by time. */
export async function readKeptValues(sql: Sql, ids: readonly string[], until: number): Promise<KeptValues[]> {
  const rows = await sql.query<Omit<KeptValues, 'customerId'> & { customer_id: string }>(
    'read-kept-values',
    `select customer_id, (extract(epoch from at) * 1000)::float8 as at, slots, values from kept_value
      where customer_id = any($1::uuid[]) and at <= to_timestamp($2::float8 / 1000.0) order by at`,
    [literal(ids), until],
  );
  return rows.map(({ customer_id: customerId, ...row }) => ({ ...row, customerId }));
}
