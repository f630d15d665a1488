import { createHash, hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import pg from 'pg';
import { operator } from '../access/viewer.ts';
import { uuidOf } from '../activities/identify.ts';
import type { App } from '../app.ts';
import type { Database } from '../db/database.ts';
import { type ImportInput, type Tally, tallyOf } from '../imports/import-input.ts';
import { type ImportProgress, importJob } from '../imports/import-job.ts';
import { openSource } from '../imports/open-source.ts';
import { FILE_IMPORT } from '../imports/problems.ts';
import { auditImport } from '../imports/start-import.ts';
import { addJobOnce, runNextJob } from '../jobs/run-jobs.ts';
import { answerReading } from '../surveys/import/answer-reading.ts';
import { CommandFailure } from './usage-error.ts';

/** The import of a file, in the hands of this process alone. */
export interface Claim {
  readonly jobId: string;
  readonly rowsBefore: number;
  /** What came of it, when it was done before. */
  readonly done: Tally | undefined;
  release(): Promise<void>;
}

interface JobRow {
  status: string;
  cursor: Record<string, unknown>;
}

/**
 * The job of a file follows from its content and how it is read: the same command goes on where an earlier one stopped,
 * or finds that all is done. What comes from the standard input cannot be known before it is read, so it begins anew,
 * and the keys of its rows see to it that nothing counts twice.
 */
export async function claimFileImport(database: Database, input: ImportInput, file: string): Promise<Claim> {
  const again = file === '-';
  const { name: _name, ...how } = input;
  const content = again ? 'stdin' : await contentHash(file);
  const jobId = uuidOf(`file-import\0${content}\0${JSON.stringify(how)}`);
  const release = await holdAlone(database.url, jobId);
  try {
    await database.transact(async (sql) => {
      const added = await addJobOnce(sql, FILE_IMPORT, input, jobId);
      if (added || again) await auditImport(sql, operator, jobId, input);
    });
    const [row] = await database.query<JobRow>('file-import', 'select status, cursor from job where id = $1', [jobId]);
    const done = row?.status === 'succeeded' && !again ? tallyOf(row.cursor) : undefined;
    if (again) {
      await database.query('forget-problems', 'delete from import_problem where job_id = $1', [jobId]);
      await database.query('begin-anew', `update job set cursor = '{}', done = 0, failed = 0 where id = $1`, [jobId]);
    }
    // nobody else has it, so a lease that is left over from a process that died counts no more
    if (!done)
      await database.query(
        'take-up-again',
        `update job set status = 'queued', error = null, ended_at = null, lease_token = null, lease_until = null where id = $1`,
        [jobId],
      );
    return { jobId, done, rowsBefore: again ? 0 : tallyOf(row?.cursor ?? {}).rows, release };
  } catch (error) {
    await release();
    throw error;
  }
}

/** Does the import; nothing when it was stopped on the way. */
export async function runFileImport(
  { road, currency, clock, database }: App,
  { jobId }: Claim,
  file: string,
  onProgress: (progress: ImportProgress) => void,
  signal: AbortSignal,
): Promise<Tally | undefined> {
  const handler = importJob({
    road,
    currency,
    clock,
    openAnswers: answerReading(currency),
    open: () => openSource(file),
    onProgress,
  });
  await runNextJob(database, new Map([[FILE_IMPORT, handler]]), jobId, signal);
  const [row] = await database.query<JobRow>('file-import', 'select status, cursor from job where id = $1', [jobId]);
  if (row?.status === 'cancelled') throw new CommandFailure('The import was cancelled.');
  return row?.status === 'succeeded' ? tallyOf(row.cursor) : undefined;
}

async function contentHash(file: string): Promise<string> {
  (await openSource(file)).stream.destroy(); // says in plain words when there is no such file
  const digest = createHash('sha256');
  for await (const chunk of createReadStream(file)) digest.update(chunk as Buffer);
  return digest.digest('hex');
}

/** Holds a lock of the database for as long as this process lives; another one with the same job is refused. */
async function holdAlone(url: string, jobId: string): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: url, keepAlive: true });
  client.on('error', () => {});
  await client.connect();
  const key = BigInt.asIntN(64, BigInt(`0x${hash('sha256', jobId, 'hex').slice(0, 16)}`)).toString();
  const { rows } = await client.query<{ ours: boolean }>('select pg_try_advisory_lock($1) as ours', [key]);
  if (rows[0]?.ours) return () => client.end();
  await client.end();
  throw new CommandFailure('This file is being imported by another process at this moment.');
}
