import { setTimeout as sleep } from 'node:timers/promises';
import type { Sql } from '../db/database.ts';
import { Session } from '../db/session.ts';
import type { JobHandler, RunningJob } from '../jobs/run-jobs.ts';
import type { Road } from './road.ts';
import { markJudged, siftStale } from './sift-stale.ts';

const FIRST = '00000000-0000-0000-0000-000000000000';
/** Customers that travel the road together. */
const BATCH = 500;

export const BACKFILL = 'backfill';

/**
 * Settles every customer that was judged by older rules, or measured by older metrics, in chunks beside live changes,
 * until none is left. Only those who may move go down the road; of the others only is written that they were judged.
 * Each chunk commits with its progress, so the job goes on where it stopped.
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
  const session = await Session.begin(road.database, 'read only');
  try {
    let settled = 0;
    let next = siftStale(road, session, String(job.progress.cursor.after ?? FIRST), now?.());
    for (;;) {
      const chunk = await next;
      if (chunk.last === undefined) {
        await job.save(road.database, { ...job.progress, cursor: {} });
        return settled;
      }
      // the next ones are judged while these are written
      next = siftStale(road, session, chunk.last, now?.());
      next.catch(() => {}); // told when it is their turn
      for (let from = 0; from < chunk.moving.length; from += BATCH)
        await road.settle({
          activities: [],
          customerIds: chunk.moving.slice(from, from + BATCH),
          ...(now?.() === undefined ? {} : { now: chunk.now }),
        });
      const size = chunk.moving.length + chunk.staying.length;
      const done = Math.min(job.progress.total, job.progress.done + size);
      const progress = { ...job.progress, done, cursor: { after: chunk.last } };
      await road.database.transact(async (sql) => {
        await markJudged(sql, chunk);
        await job.save(sql, progress);
      });
      settled += size;
    }
  } finally {
    session.cut();
  }
}

async function countCustomers(sql: Sql): Promise<number> {
  const [row] = await sql.query<{ count: number }>('count-customers', 'select count(*)::float8 as count from customer');
  return row?.count ?? 0;
}
