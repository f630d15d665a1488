import { literal } from '../db/arrays.ts';
import type { Sql, Transaction } from '../db/database.ts';

/** A value that a keeper gave a metric, by its slot, and since when it held. Slots are never given twice. */
export interface KeptValue {
  readonly customerId: string;
  readonly at: number;
  readonly slot: number;
  readonly value: number;
}

/** Notes what keepers gave, so that a past instant can be told. */
export function writeKeptValues(sql: Transaction, values: readonly KeptValue[]): void {
  if (values.length === 0) return;
  sql.send(
    'write-kept-values',
    `insert into kept_value (customer_id, slot, at, value)
     select customer_id, slot, to_timestamp(at / 1000.0), value
       from unnest($1::uuid[], $2::int[], $3::float8[], $4::float8[]) as v(customer_id, slot, at, value)
     on conflict (customer_id, slot, at) do update set value = excluded.value`,
    [
      literal(values.map(({ customerId }) => customerId)),
      literal(values.map(({ slot }) => slot)),
      literal(values.map(({ at }) => at)),
      literal(values.map(({ value }) => value)),
    ],
  );
}

/** All that keepers gave these customers until an instant, by time. */
export async function readKeptValues(sql: Sql, ids: readonly string[], until: number): Promise<KeptValue[]> {
  const rows = await sql.query<Omit<KeptValue, 'customerId'> & { customer_id: string }>(
    'read-kept-values',
    `select customer_id, slot, (extract(epoch from at) * 1000)::float8 as at, value from kept_value
      where customer_id = any($1::uuid[]) and at <= to_timestamp($2::float8 / 1000.0) order by at`,
    [literal(ids), until],
  );
  return rows.map(({ customer_id: customerId, ...row }) => ({ ...row, customerId }));
}
