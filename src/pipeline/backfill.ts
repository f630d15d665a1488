import { setTimeout as sleep } from 'node:timers/promises';
import type { Sql } from '../db/database.ts';
import type { JobHandler, RunningJob } from '../jobs/run-jobs.ts';
import { readGenerations } from './load-engine.ts';
import type { Road } from './road.ts';

const CHUNK = 500;
export const BACKFILL = 'backfill';

interface Chunk {
  ids: string[];
  last: string | null;
}

/**
 * Settles every customer that was judged by older rules, or measured by older metrics, in chunks beside live changes,
 * until none is left. Each chunk and its progress commit together, so it goes on where it stopped.
 */
export const backfill =
  (road: Road, now?: () => number | undefined): JobHandler =>
  async (job) => {
    if (job.progress.total === 0)
      await job.save(road.database, { done: 0, total: await countCustomers(road.database) });
    // a customer that somebody is creating at this moment may have been judged by the rules before: who was at work when
    // the job began must have ended before the last look
    const [started] = await road.database.query<{ xid: string }>(
      'backfill-started',
      'select pg_snapshot_xmax(pg_current_snapshot())::text as xid',
    );
    for (;;) {
      const [others] = await road.database.query<{ ended: boolean }>(
        'backfill-others',
        'select pg_snapshot_xmin(pg_current_snapshot()) >= $1::xid8 as ended',
        [started?.xid],
      );
      const settled = await pass(road, job, now);
      if (settled > 0) continue;
      if (others?.ended) return;
      await sleep(100);
    }
  };

async function pass(road: Road, job: RunningJob, now?: () => number | undefined): Promise<number> {
  let settled = 0;
  let after = String(job.progress.cursor.after ?? '00000000-0000-0000-0000-000000000000');
  for (;;) {
    const { metrics, rules } = await readGenerations(road.database);
    const [chunk] = await road.database.query<Chunk>(
      'stale-customers',
      `select coalesce(array_agg(id::text), '{}') as ids, max(id::text) as last from (
         select id from customer where id > $1 and (rules_generation < $2 or metrics_generation < $3) order by id limit $4) c`,
      [after, rules, metrics, CHUNK],
    );
    if (!chunk?.last) {
      await job.save(road.database, { ...job.progress, cursor: {} });
      return settled;
    }
    const next = chunk.last;
    const at = now?.();
    await road.settle({
      activities: [],
      customerIds: chunk.ids,
      ...(at === undefined ? {} : { now: at }),
      alongside: (tx) => {
        const done = Math.min(job.progress.total, job.progress.done + chunk.ids.length);
        return job.save(tx, { ...job.progress, done, cursor: { after: next } });
      },
    });
    after = next;
    settled += chunk.ids.length;
  }
}

async function countCustomers(sql: Sql): Promise<number> {
  const [row] = await sql.query<{ count: number }>('count-customers', 'select count(*)::float8 as count from customer');
  return row?.count ?? 0;
}
