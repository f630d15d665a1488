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
      if (await pass(road, job, now)) continue;
      if (others?.ended) return;
      await sleep(100);
    }
  };

/** Looks at everybody once, or at those behind the place where a pass was put down; whether anybody may be left. */
async function pass(road: Road, job: RunningJob, now?: () => number | undefined): Promise<boolean> {
  const session = await Session.begin(road.database, 'read only');
  const { after } = job.progress.cursor;
  let found = after !== undefined;
  const moving: string[] = [];
  // few of a chunk move, so that those of several chunks travel together
  const settle = async (least: number): Promise<void> => {
    while (moving.length >= least) {
      const at = now?.();
      const batch = { activities: [], customerIds: moving.splice(0, BATCH) };
      await road.settle(at === undefined ? batch : { ...batch, now: at });
    }
  };
  try {
    let next = siftStale(road, session, String(after ?? FIRST), now?.());
    for (;;) {
      const chunk = await next;
      const { last } = chunk;
      if (last === undefined) {
        await settle(1);
        await job.save(road.database, { ...job.progress, cursor: {} });
        return found;
      }
      found = true;
      // the next ones are judged while these are written
      next = siftStale(road, session, last, now?.());
      next.catch(() => {}); // told when it is their turn
      moving.push(...chunk.moving);
      await settle(BATCH);
      const done = Math.min(job.progress.total, job.progress.done + chunk.moving.length + chunk.staying.length);
      const progress = { ...job.progress, done, cursor: { after: last } };
      await road.database.transact(async (sql) => {
        await markJudged(sql, chunk);
        await job.save(sql, progress);
      });
    }
  } finally {
    session.cut();
  }
}

async function countCustomers(sql: Sql): Promise<number> {
  const [row] = await sql.query<{ count: number }>('count-customers', 'select count(*)::float8 as count from customer');
  return row?.count ?? 0;
}
