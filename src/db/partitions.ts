import type { Database, Sql } from './database.ts';

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
      for (let offset = -back; offset <= AHEAD; offset++) {
        await createMonth(sql, table, new Date(Date.UTC(year, month - 1 + offset)), settings);
      }
    }
  });
}

async function createMonth(sql: Sql, table: string, from: Date, settings: string): Promise<void> {
  const to = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + 1));
  const name = `${table}_${from.toISOString().slice(0, 7).replace('-', '_')}`;
  const column = table === 'activity' ? 'occurred_at' : 'created_at';
  const [known] = await sql.query<{ known: boolean; late: boolean }>(
    `partition-known-${table}`,
    `select to_regclass($1) is not null as known,
            exists (select 1 from ${table}_default where ${column} >= $2::timestamptz and ${column} < $3::timestamptz) as late`,
    [name, from.toISOString(), to.toISOString()],
  );
  if (known?.known || known?.late) return;
  // bounds carry their zone: a bare date would be read in the time zone of the session
  const bounds = `from ('${from.toISOString()}') to ('${to.toISOString()}')`;
  await sql.query('', `create table ${name} partition of ${table} for values ${bounds}${settings}`);
}
