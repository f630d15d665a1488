import { setTimeout as sleep } from 'node:timers/promises';
import type { App } from '../app.ts';
import { guardRollouts } from '../authoring/guard-rollouts.ts';
import { publishDue } from '../authoring/publish-due.ts';
import { ensurePartitions } from '../db/partitions.ts';
import { forgetChanges } from '../feed/forget.ts';
import { forgetReplays } from '../history/read-replay.ts';
import { REPLAY } from '../history/start-replay.ts';
import { forgetProblems } from '../imports/problems.ts';
import { forgetUploads } from '../imports/uploads.ts';
import { runNextJob } from '../jobs/run-jobs.ts';
import type { Log } from '../log.ts';
import { BACKFILL } from '../pipeline/backfill.ts';
import { doChore } from '../pipeline/chores.ts';
import { sweep } from '../pipeline/sweep.ts';
import { forgetPreviews } from '../preview/forget.ts';
import { PREVIEW } from '../preview/request.ts';
import { planAsks } from '../surveys/plan-asks.ts';
import { PLAN_WAVE, startWaves } from '../surveys/start-waves.ts';
import { forgetAttempts } from '../webhooks/log.ts';

const SWEEP_EVERY = 200;
const SWEEP_BATCH = 500;
const LOOK_FOR_JOBS_EVERY = 500;
const LOOK_AT_ROLLOUTS_EVERY = 2000;
const LOOK_FOR_SCHEDULES_EVERY = 1000;
const LOOK_FOR_ASKS_EVERY = 500;
const LOOK_FOR_CHORES_EVERY = 500;
const LOOK_FOR_WAVES_EVERY = 10_000;
/** A long import must not keep a publication waiting, nor a preview. */
const OWN_LANE = [BACKFILL, PREVIEW, REPLAY, PLAN_WAVE];
const MINUTE = 60_000;
const DAY = 86_400_000;

export interface Workers {
  /** Ends what is running at its next step; resolves when nothing runs any more. */
  stop(): Promise<void>;
}

/** What a system does by itself: number changes, settle customers whose time has come, do jobs, keep partitions ahead. */
export function startWorkers(app: App, log: Log): Workers {
  const stopping = new AbortController();
  const { signal } = stopping;
  const running = [
    numberChanges(app, log, signal),
    app.webhooks.deliverer(log).run(signal),
    repeat(signal, SWEEP_EVERY, log, async () => {
      while (!signal.aborted && (await sweep(app.road, app.clock?.(), SWEEP_BATCH)) === SWEEP_BATCH);
    }),
    ...OWN_LANE.map((own) => doJobs(app, log, signal, (kind) => kind === own)),
    doJobs(app, log, signal, (kind) => !OWN_LANE.includes(kind)),
    repeat(signal, LOOK_FOR_ASKS_EVERY, log, async () => {
      while (!signal.aborted && (await planAsks(app.road, app.clock?.())) > 0);
    }),
    ...[...app.contributions.chores.values()].map((chore) =>
      repeat(signal, LOOK_FOR_CHORES_EVERY, log, async () => {
        while (!signal.aborted && (await doChore(app.road, chore, app.clock?.())));
      }),
    ),
    repeat(signal, LOOK_FOR_WAVES_EVERY, log, async () => void (await startWaves(app.road, app.clock?.()))),
    repeat(signal, LOOK_AT_ROLLOUTS_EVERY, log, async () => void (await guardRollouts(app.authoring, log))),
    repeat(
      signal,
      LOOK_FOR_SCHEDULES_EVERY,
      log,
      async () => void (await publishDue(app.authoring, log, app.clock?.())),
    ),
    repeat(signal, DAY, log, () => ensurePartitions(app.database)),
    repeat(signal, DAY, log, async () => void (await forgetChanges(app.database))),
    repeat(signal, DAY, log, async () => void (await forgetAttempts(app.database))),
    repeat(signal, DAY, log, () => forgetProblems(app.database)),
    repeat(signal, DAY, log, () => forgetPreviews(app.database)),
    repeat(signal, DAY, log, () => forgetReplays(app.database)),
    repeat(signal, MINUTE, log, () => forgetUploads(app.database)),
  ];
  return {
    async stop() {
      stopping.abort();
      await Promise.all(running);
    },
  };
}

/** Gives positions to changes until the signal. */
export const numberChanges = ({ feed }: App, log: Log, signal: AbortSignal): Promise<void> =>
  feed.runSequencer(signal, (error) => log.error('changes get no positions', { error }));

/** What a process that answers callers does besides: it writes down which keys they used. */
export function startApiWork({ access }: App, log: Log): Workers {
  const stopping = new AbortController();
  const running = repeat(stopping.signal, MINUTE, log, () => access.writeUses());
  return {
    async stop() {
      stopping.abort();
      await running;
      await access.writeUses().catch((error: unknown) => log.error('uses of keys were not written down', { error }));
    },
  };
}

/** Does the jobs of some kinds, one after the other. */
function doJobs(app: App, log: Log, signal: AbortSignal, of: (kind: string) => boolean): Promise<void> {
  const handlers = new Map([...app.jobs].filter(([kind]) => of(kind)));
  return repeat(signal, LOOK_FOR_JOBS_EVERY, log, async () => {
    for (;;) {
      const id = signal.aborted ? undefined : await runNextJob(app.database, handlers, undefined, signal);
      if (id === undefined) return;
      log.info('job ended', { jobId: id });
    }
  });
}

/** Does it again and again, with a pause between; a failure is told, and the next time may succeed. */
async function repeat(signal: AbortSignal, pause: number, log: Log, work: () => Promise<void>): Promise<void> {
  while (!signal.aborted) {
    try {
      await work();
    } catch (error) {
      if (!signal.aborted) log.error('a worker failed and goes on', { error });
    }
    await sleep(pause, undefined, { signal }).catch(() => {});
  }
}
