import { allFloats, literal } from '../db/arrays.ts';
import type { Sql } from '../db/database.ts';
import type { RecentCustomers } from './recent-customers.ts';

/** The row of a customer, as a settlement finds it under the lock or leaves it. Nothing of it is ever changed. */
export interface CustomerRow {
  readonly id: string;
  readonly stamp: number;
  readonly activitySeq: number;
  readonly changeSeq: number;
  readonly measuredAt: number;
  readonly metricsGeneration: number;
  readonly rulesGeneration: number;
  readonly dueAt: number;
  readonly locale: string | null;
  readonly timeZone: string | null;
  readonly joinedAt: number | null;
  readonly attributes: Record<string, unknown>;
  readonly erased: boolean;
  readonly numbers: Float64Array;
  /** Pairs of code and since. */
  readonly held: Float64Array;
}

/** A row as it comes; of one that the caller knows, nothing but its id. */
interface RawRow extends Omit<CustomerRow, 'numbers' | 'held'> {
  readonly metrics: Buffer | null;
  readonly held: Buffer;
}

const COLUMNS: Readonly<Record<Exclude<keyof RawRow, 'id'>, string>> = {
  stamp: 'c.stamp',
  activitySeq: 'activity_seq',
  changeSeq: 'change_seq',
  measuredAt: 'measured_at',
  metricsGeneration: 'metrics_generation',
  rulesGeneration: 'rules_generation',
  dueAt: 'due_at',
  locale: 'locale',
  timeZone: 'time_zone',
  joinedAt: '(extract(epoch from joined_at) * 1000)::float8',
  attributes: 'attributes',
  erased: 'erased_at is not null',
  metrics: 'array_send(metrics)',
  held: 'array_send(held)',
};

const LOCK = `select c.id, ${Object.entries(COLUMNS)
  .map(([name, sql]) => `case when c.stamp = v.stamp then null else ${sql} end as "${name}"`)
  .join(', ')}
  from customer c join unnest($1::uuid[], $2::float8[]) as v(id, stamp) on c.id = v.id
 order by c.id for no key update of c`;

/**
 * Locks these customers, always in the order of their ids, so that two batches never wait for each other in a circle.
 * The only place that locks customers. `FOR NO KEY UPDATE` leaves foreign keys of others alone. A row that is as
 * `recent` remembers it is not read again.
 */
export async function lockCustomers(
  sql: Sql,
  ids: readonly string[],
  recent: RecentCustomers,
  skipLocked: boolean,
): Promise<CustomerRow[]> {
  const known = new Map(ids.map((id) => [id, recent.get(id)]));
  const values = [literal(ids), literal(ids.map((id) => known.get(id)?.stamp ?? null))];
  const rows = skipLocked
    ? await sql.query<RawRow>('lock-free-customers', `${LOCK} skip locked`, values)
    : await sql.query<RawRow>('lock-customers', LOCK, values);
  return rows.map((row) => (row.metrics === null ? (known.get(row.id) as CustomerRow) : readRow(row)));
}

/** The same rows without a lock, for whoever only looks. */
export async function readCustomerRows(sql: Sql, ids: readonly string[]): Promise<CustomerRow[]> {
  const columns = Object.entries(COLUMNS).map(([name, column]) => `${column} as "${name}"`);
  const text = `select c.id, ${columns.join(', ')} from customer c where c.id = any($1::uuid[]) order by c.id`;
  const rows = await sql.query<RawRow>('read-customer-rows', text, [literal(ids)]);
  return rows.map(readRow);
}

const readRow = ({ metrics, held, ...row }: RawRow): CustomerRow => ({
  ...row,
  numbers: allFloats(metrics as Buffer),
  held: allFloats(held),
});

/** Creates the customers that are not there yet; sorted, as everything that takes locks. */
export async function createCustomers(
  sql: Sql,
  customers: readonly { id: string; externalId: string }[],
  generations: { metrics: number; rules: number },
  at?: number,
): Promise<void> {
  const sorted = customers.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  await sql.query(
    'create-customers',
    `insert into customer (id, external_id, metrics_generation, rules_generation, created_at)
     select id, external_id, $3, $4, coalesce(to_timestamp($5::float8 / 1000.0), now()) from unnest($1::uuid[], $2::text[]) as v(id, external_id)
     on conflict do nothing`,
    [
      literal(sorted.map(({ id }) => id)),
      sorted.map(({ externalId }) => externalId),
      generations.metrics,
      generations.rules,
      at ?? null,
    ],
  );
}

/** `held` of a row, each outcome an object. */
export function readHeld(bytes: Buffer): { code: number; since: number }[] {
  const pairs = allFloats(bytes);
  const held: { code: number; since: number }[] = [];
  for (let i = 0; i + 1 < pairs.length; i += 2) held.push({ code: pairs[i] as number, since: pairs[i + 1] as number });
  return held;
}
