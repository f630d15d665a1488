import type { App } from '../app.ts';
import { runNextJob } from '../jobs/run-jobs.ts';
import { CommandFailure } from './usage-error.ts';

const TELL_EVERY = 5000;

/**
 * Does a job here, or waits for whoever is at it, with a line every few seconds; resolves with how much was done. What it
 * is about, such as "The job that settles customers", begins the sentence when it fails.
 */
export async function finishJob(
  app: App,
  jobId: string,
  about: string,
  tell: (done: number) => string,
): Promise<number> {
  let told = Date.now();
  for (;;) {
    await runNextJob(app.database, app.jobs, jobId);
    const [job] = await app.database.query<{ status: string; done: string; error: string | null }>(
      '',
      'select status, done, error from job where id = $1',
      [jobId],
    );
    if (job?.status === 'succeeded') return Number(job.done);
    if (job?.status !== 'queued' && job?.status !== 'running')
      throw new CommandFailure(`${about} ${job?.status}: ${job?.error ?? ''}`);
    if (Date.now() - told > TELL_EVERY) {
      told = Date.now();
      console.error(tell(Number(job.done)));
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
