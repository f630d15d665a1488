import type { Database, Sql } from './database.ts';
import { PATIENCE } from './timeouts.ts';

const LOCK = 7_275_003;
const LOGS = [
  { table: 'activity', back: 1, settings: '' },
  { table: 'change', back: 0, settings: ' with (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.02)' },
] as const;
const AHEAD = 3;

/**
 * Creates the monthly partitions of the logs, three months ahead. What lies before the first partition, such as imported
 * history, is kept in the default partition; a month that has rows there already stays there.
 */
export async function ensurePartitions(database: Database): Promise<void> {
  await database.transact(async (sql) => {
    await sql.query('partition-lock', 'select pg_advisory_xact_lock($1)', [LOCK]);
    const [row] = await sql.query<{ now: string }>(
      'partition-now',
      `select to_char(now() at time zone 'UTC', 'YYYY-MM') as now`,
    );
    const [year = 0, month = 1] = (row?.now ?? '').split('-').map(Number);
    for (const { table, back, settings } of LOGS) {
      await createHistory(sql, table, new Date(Date.UTC(year, month - 1 - back)));
      for (let offset = -back; offset <= AHEAD; offset++) {
        await createMonth(sql, table, new Date(Date.UTC(year, month - 1 + offset)), settings);
      }
    }
  }, PATIENCE.statement);
}

/** What lies before the first month has a partition of its own, so that the default one stays empty and quick to look through. */
async function createHistory(sql: Sql, table: string, before: Date): Promise<void> {
  const name = `${table}_before`;
  if (table !== 'activity' || (await exists(sql, name))) return;
  const [found] = await sql.query<{ any: boolean }>(
    'partition-history',
    'select exists (select 1 from activity_default) as any',
  );
  if (found?.any) return;
  await create(sql, table, name, `from (minvalue) to ('${before.toISOString()}')`);
}

const exists = async (sql: Sql, name: string): Promise<boolean> =>
  (await sql.query<{ known: boolean }>('partition-known', 'select to_regclass($1) is not null as known', [name]))[0]
    ?.known === true;

async function createMonth(sql: Sql, table: string, from: Date, settings: string): Promise<void> {
  const to = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + 1));
  const name = `${table}_${from.toISOString().slice(0, 7).replace('-', '_')}`;
  if (await exists(sql, name)) return;
  const column = table === 'activity' ? 'occurred_at' : 'created_at';
  const [found] = await sql.query<{ late: boolean }>(
    `partition-late-${table}`,
    `select exists (select 1 from ${table}_default where ${column} >= $1::timestamptz and ${column} < $2::timestamptz) as late`,
    [from.toISOString(), to.toISOString()],
  );
  if (found?.late) return;
  // bounds carry their zone: a bare date would be read in the time zone of the session
  const bounds = `from ('${from.toISOString()}') to ('${to.toISOString()}')`;
  await create(sql, table, name, `${bounds}${settings}`);
}

/** Columns of which ANALYZE must keep no samples, because they would outlive the erasure of a person. */
const UNSAMPLED: Readonly<Record<string, readonly string[]>> = { activity: ['key', 'payload'], change: ['why'] };

async function create(sql: Sql, table: string, name: string, bounds: string): Promise<void> {
  await sql.query('', `create table ${name} partition of ${table} for values ${bounds}`);
  const unsampled = (UNSAMPLED[table] ?? []).map((column) => `alter column "${column}" set statistics 0`);
  await sql.query('', `alter table ${name} ${unsampled.join(', ')}`);
}
