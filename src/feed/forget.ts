import type { Database } from '../db/database.ts';

/** How many whole months of changes are kept besides the running one. */
export const KEPT_MONTHS = 13;

/**
 * Drops the partitions of months that ended more than 13 months before `now`, one transaction each: the feed says in the
 * same transaction up to which position it forgot, so that a reader who is further behind is told. A month with changes
 * that have no position yet stays. Returns the partitions that were dropped.
 */
export async function forgetChanges(database: Database, now: Date = new Date()): Promise<string[]> {
  const oldest = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - KEPT_MONTHS)).toISOString();
  const bound = `change_${oldest.slice(0, 7).replace('-', '_')}`;
  const partitions = await database.query<{ name: string }>(
    'old-changes',
    `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent = 'change'::regclass and c.relname ~ '^change_\\d{4}_\\d{2}$' and c.relname < $1 order by 1`,
    [bound],
  );
  const dropped: string[] = [];
  for (const { name } of partitions) if (await drop(database, name)) dropped.push(name);
  return dropped;
}

const drop = (database: Database, name: string): Promise<boolean> =>
  database.transact(async (sql) => {
    await sql.query('lock-feed', 'select 1 from feed_head for update');
    const [there] = await sql.query('partition-there', 'select 1 where to_regclass($1) is not null', [name]);
    if (!there) return false; // another process was faster
    const [row] = await sql.query<{ last: string | null; open: boolean }>(
      '',
      `select max(position) as last, coalesce(bool_or(position is null), false) as open from ${name}`,
    );
    if (row?.open) return false;
    await sql.query('forget', 'update feed_head set forgotten = greatest(forgotten, $1::bigint)', [row?.last ?? 0]);
    await sql.query('', `drop table ${name}`);
    return true;
  });
