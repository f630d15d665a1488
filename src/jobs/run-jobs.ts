import { randomUUID } from 'node:crypto';
import { type Actor, audit } from '../access/audit.ts';
import type { Database, Sql } from '../db/database.ts';
import { isPassing } from '../db/transact.ts';

const LEASE = '30 seconds';

/** Where a job stands; `cursor` is the handler's own note of where to go on. */
export interface Progress {
  readonly done: number;
  readonly total?: number;
  readonly failed?: number;
  readonly cursor?: Readonly<Record<string, unknown>>;
}

/** A job in the hands of a process. */
export interface RunningJob {
  readonly id: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly progress: Required<Progress>;
  /**
   * Notes progress and renews the lease; give the transaction of the work itself, so that both commit or neither does.
   * Throws `JobLost` when the job was cancelled or taken over: the work of that transaction is then undone.
   */
  save(sql: Sql, progress: Progress): Promise<void>;
}

/** The job is no longer ours: it was cancelled, or another process took it over after our lease ran out. */
export class JobLost extends Error {}

/** This process is about to end: the step in hand is undone, and the job waits for whoever takes it up next. */
class JobPaused extends JobLost {}

/** Does the work of one kind of job, from wherever `progress.cursor` says. May be called again after any crash. */
export type JobHandler = (job: RunningJob) => Promise<void>;

interface JobRow {
  id: string;
  kind: string;
  input: Record<string, unknown>;
  cursor: Record<string, unknown>;
  done: string;
  total: string | null;
  failed: string;
}

const CLAIM = `
  update job set status = 'running', lease_token = $1, lease_until = clock_timestamp() + interval '${LEASE}',
         started_at = coalesce(started_at, clock_timestamp())
   where id = (select id from job
                where (status = 'queued' or (status = 'running' and lease_until < clock_timestamp()))
                  and kind = any($2::text[]) and ($3::uuid is null or id = $3)
                order by created_at limit 1 for update skip locked)
  returning id, kind, input, cursor, done, total, failed`;

/**
 * Takes up the next job, or the one named, and does it to its end. Returns its id, or nothing when none was waiting. When
 * the signal aborts, the job is put down at its next step.
 */
export async function runNextJob(
  database: Database,
  handlers: ReadonlyMap<string, JobHandler>,
  only?: string,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const token = randomUUID();
  const [row] = await database.query<JobRow>('claim-job', CLAIM, [token, [...handlers.keys()], only ?? null]);
  if (!row) return undefined;
  const job = runningJob(row, token, signal);
  try {
    await handlers.get(row.kind)?.(job);
    await end(database, row.id, token, 'succeeded', null);
  } catch (error) {
    if (isPassing(error)) {
      // the database went away: the job waits until it is back, or its lease runs out
      await release(database, row.id, token).catch(() => {});
      if (only === undefined) return undefined;
    }
    if (error instanceof JobPaused) await release(database, row.id, token);
    else if (!(error instanceof JobLost)) await end(database, row.id, token, 'failed', reasonOf(error as Error));
    if (only !== undefined && !(error instanceof JobLost)) throw error;
  }
  return row.id;
}

function runningJob(row: JobRow, token: string, signal?: AbortSignal): RunningJob {
  let progress: Required<Progress> = {
    done: Number(row.done),
    total: Number(row.total ?? 0),
    failed: Number(row.failed),
    cursor: row.cursor,
  };
  return {
    id: row.id,
    input: row.input,
    get progress() {
      return progress;
    },
    async save(sql, next) {
      if (signal?.aborted) throw new JobPaused();
      progress = { ...progress, ...next };
      const saved = await sql.query(
        'save-job',
        `update job set done = $3, total = $4, failed = $5, cursor = $6, lease_until = clock_timestamp() + interval '${LEASE}'
          where id = $1 and lease_token = $2 and status = 'running' returning 1`,
        [row.id, token, progress.done, progress.total, progress.failed, JSON.stringify(progress.cursor)],
      );
      if (saved.length === 0) throw new JobLost(`job ${row.id} was cancelled or taken over`);
    },
  };
}

/** Messages of the database quote values, which may tell who a customer is: its code says what happened. */
function reasonOf({ code, message }: Error & { code?: unknown }): string {
  const fromDatabase = typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && /\d/.test(code);
  return fromDatabase ? `The database refused a step (${code}); the log of this server tells where.` : message;
}

async function end(sql: Sql, id: string, token: string, status: string, error: string | null): Promise<void> {
  await sql.query(
    'end-job',
    `update job set status = $3, error = $4, ended_at = clock_timestamp(), lease_token = null, lease_until = null
      where id = $1 and lease_token = $2 and status = 'running'`,
    [id, token, status, error],
  );
}

async function release(sql: Sql, id: string, token: string): Promise<void> {
  await sql.query(
    'release-job',
    `update job set status = 'queued', lease_token = null, lease_until = null
      where id = $1 and lease_token = $2 and status = 'running'`,
    [id, token],
  );
}

/** Adds a job; in the transaction of what it belongs to. */
export async function addJob(sql: Sql, kind: string, input: object, id: string = randomUUID()): Promise<string> {
  await addJobOnce(sql, kind, input, id);
  return id;
}

/** Adds a job unless there is one with this id already; resolves with whether it was added. */
export async function addJobOnce(sql: Sql, kind: string, input: object, id: string): Promise<boolean> {
  const added = await sql.query(
    'add-job',
    `insert into job (id, kind, status, input) values ($1, $2, 'queued', $3) on conflict (id) do nothing returning 1`,
    [id, kind, JSON.stringify(input)],
  );
  return added.length > 0;
}

/** Stops a job at its next step; what it has done stays. Returns whether there was anything to stop. */
export async function cancelJob(database: Database, actor: Actor, id: string): Promise<boolean> {
  return database.transact(async (sql) => {
    const [job] = await sql.query<{ kind: string; done: string }>(
      'cancel-job',
      `update job set status = 'cancelled', ended_at = clock_timestamp(), lease_token = null, lease_until = null
        where id = $1 and status in ('queued', 'running') returning kind, done`,
      [id],
    );
    if (!job) return false;
    const { kind, done } = job;
    await audit(sql, actor, { action: 'job.cancel', target: { type: 'job', id }, after: { kind, done: Number(done) } });
    return true;
  });
}
