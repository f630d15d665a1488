import { literal, readFloats } from '../db/arrays.ts';
import type { Sql } from '../db/database.ts';

/** The row of a customer as the lock gives it. */
export interface CustomerRow {
  id: string;
  activity_seq: number;
  change_seq: number;
  measured_at: number;
  metrics_generation: number;
  rules_generation: number;
  due_at: number;
  locale: string | null;
  time_zone: string | null;
  joined_at: string | null;
  attributes: Record<string, unknown>;
  erased: boolean;
  metrics: Buffer;
  held: Buffer;
}

const COLUMNS = `id, activity_seq, change_seq, measured_at, metrics_generation, rules_generation, due_at, locale, time_zone,
  (extract(epoch from joined_at) * 1000)::float8 as joined_at, attributes,
  erased_at is not null as erased, array_send(metrics) as metrics,
  array_send(held) as held`;

/**
 * Locks these customers, always in the order of their ids, so that two batches never wait for each other in a circle.
 * The only place that locks customers. `FOR NO KEY UPDATE` leaves foreign keys of others alone.
 */
export function lockCustomers(sql: Sql, ids: readonly string[], skipLocked: boolean): Promise<CustomerRow[]> {
  const text = `select ${COLUMNS} from customer where id = any($1::uuid[]) order by id for no key update`;
  return skipLocked
    ? sql.query('lock-free-customers', `${text} skip locked`, [literal(ids)])
    : sql.query('lock-customers', text, [literal(ids)]);
}

/** Creates the customers that are not there yet; sorted, as everything that takes locks. */
export async function createCustomers(
  sql: Sql,
  customers: readonly { id: string; externalId: string }[],
  generations: { metrics: number; rules: number },
): Promise<void> {
  const sorted = customers.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  await sql.query(
    'create-customers',
    `insert into customer (id, external_id, metrics_generation, rules_generation)
     select id, external_id, $3, $4 from unnest($1::uuid[], $2::text[]) as v(id, external_id)
     on conflict do nothing`,
    [
      literal(sorted.map(({ id }) => id)),
      sorted.map(({ externalId }) => externalId),
      generations.metrics,
      generations.rules,
    ],
  );
}

/** `held` of a row as it lies there: pairs of code and since. */
export function readPairs(bytes: Buffer): Float64Array {
  const pairs = new Float64Array(Math.max(0, (bytes.length - 20) / 12));
  readFloats(bytes, pairs);
  return pairs;
}

/** `held` of a row, each outcome an object. */
export function readHeld(bytes: Buffer): { code: number; since: number }[] {
  const pairs = readPairs(bytes);
  const held: { code: number; since: number }[] = [];
  for (let i = 0; i + 1 < pairs.length; i += 2) held.push({ code: pairs[i] as number, since: pairs[i + 1] as number });
  return held;
}
