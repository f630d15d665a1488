import type { Database } from '../db/database.ts';

/** Advisory lock of whoever numbers changes. */
export const SEQUENCER_LOCK = 7_275_002;
const BATCH = 1000;
export const CHANNEL = 'retinue_feed';

/**
 * Gives positions to changes that were committed, in one transaction: contiguous, and ascending with each customer's own
 * order. Any process may tick at any time; the locked counter row makes it safe, the advisory lock only saves waiting.
 * Returns how many changes got a position, or undefined when another process is at it.
 */
export async function sequence(database: Database, batch: number = BATCH): Promise<number | undefined> {
  return database.transact(async (sql) => {
    const [lock] = await sql.query<{ ours: boolean }>(
      'sequencer-lock',
      'select pg_try_advisory_xact_lock($1) as ours',
      [SEQUENCER_LOCK],
    );
    if (!lock?.ours) return undefined;
    const [row] = await sql.query<{ count: number }>(
      'sequence',
      `with h as (select position from feed_head for update),
            n as (select customer_id, change_seq, created_at, row_number() over (order by id) as n
                    from (select customer_id, change_seq, created_at, id from change
                           where position is null order by id limit $1) b),
            i as (update change c set position = h.position + n.n from n, h
                   where c.customer_id = n.customer_id and c.change_seq = n.change_seq and c.created_at = n.created_at
                  returning 1),
            u as (update feed_head set position = feed_head.position + (select count(*) from n)
                   where exists (select 1 from n))
       select count(*)::int as count from i`,
      [batch],
    );
    const count = row?.count ?? 0;
    if (count > 0) await sql.query('feed-notify', `select pg_notify('${CHANNEL}', '')`);
    return count;
  });
}

/** Ticks until nothing is left to number. */
export async function drainSequencer(database: Database): Promise<number> {
  let total = 0;
  for (;;) {
    const count = await sequence(database);
    if (count === undefined) continue;
    total += count;
    if (count < BATCH) return total;
  }
}
