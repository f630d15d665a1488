import { beforeAll, describe, expect, it } from 'vitest';
import { addJob, type JobHandler, runNextJob } from '../../../src/jobs/run-jobs.ts';
import { type TestApp, testApp } from '../../support/app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});

const globalId = (id: string): string => Buffer.from(`Job:${id}`).toString('base64');
const FIELDS = 'status done total progress secondsLeft error endedAt';
const read = async (id: string) =>
  (
    await app.data<{
      job: {
        status: string;
        done: number;
        total: number;
        progress: number;
        secondsLeft: number | null;
        error: string | null;
      };
    }>(`query ($id: ID!) { job(id: $id) { ${FIELDS} } }`, { id: globalId(id) })
  ).job;
const cancel = async (id: string) =>
  (
    await app.data<{ cancelJob: { __typename: string; code?: string; job?: { status: string } } }>(
      `mutation ($id: ID!) { cancelJob(input: { id: $id }) {
       __typename ... on CancelJobSuccess { job { status } } ... on UserError { code } } }`,
      { id: globalId(id) },
    )
  ).cancelJob;

describe('a job', () => {
  it('is stopped at its next step; what it has done stays, and the step in hand is undone', async () => {
    const { database } = app.app;
    const id = await addJob(database, 'steps', {});
    let cancelled: Awaited<ReturnType<typeof cancel>> | undefined;
    const handler: JobHandler = async (job) => {
      for (let done = 1; done <= 4; done++) {
        if (done === 3) {
          expect(await read(id)).toMatchObject({
            status: 'RUNNING',
            done: 2,
            total: 4,
            progress: 0.5,
            secondsLeft: expect.any(Number),
          });
          cancelled = await cancel(id);
        }
        await database.transact(async (sql) => {
          await sql.query('', `insert into upload (id, name) values (gen_random_uuid(), 'step-${done}')`);
          await job.save(sql, { done, total: 4 });
        });
      }
    };
    await runNextJob(database, new Map([['steps', handler]]), id);
    expect(cancelled).toEqual({ __typename: 'CancelJobSuccess', job: { status: 'CANCELLED' } });
    expect(await read(id)).toMatchObject({ status: 'CANCELLED', done: 2, secondsLeft: null, error: null });
    const rows = await database.query<{ name: string }>('', `select name from upload order by name`);
    expect(rows.map(({ name }) => name)).toEqual(['step-1', 'step-2']);
    expect(await cancel(id)).toEqual({ __typename: 'ConflictError', code: 'JOB_ENDED' });
  });

  it('is put down when the process ends, and taken up at once by the next one', async () => {
    const { database } = app.app;
    const id = await addJob(database, 'paused', {});
    const stop = new AbortController();
    const seen: number[] = [];
    const handler: JobHandler = async (job) => {
      for (let done = job.progress.done + 1; done <= 3; done++) {
        seen.push(done);
        if (done === 2) stop.abort();
        await job.save(database, { done, total: 3 });
      }
    };
    await runNextJob(database, new Map([['paused', handler]]), id, stop.signal);
    expect(await read(id)).toMatchObject({ status: 'QUEUED', done: 1 });
    await runNextJob(database, new Map([['paused', handler]]), id);
    expect(await read(id)).toMatchObject({ status: 'SUCCEEDED', done: 3 });
    expect(seen).toEqual([1, 2, 2, 3]);
  });

  it('is null when there is none, and a node when there is', async () => {
    const id = await addJob(app.app.database, 'node', {});
    expect(await app.data('query ($id: ID!) { job(id: $id) { status } }', { id: 'nonsense' })).toEqual({ job: null });
    expect(await app.data('query ($id: ID!) { node(id: $id) { __typename id } }', { id: globalId(id) })).toEqual({
      node: { __typename: 'Job', id: globalId(id) },
    });
    expect(await cancel('00000000-0000-4000-8000-000000000000')).toEqual({
      __typename: 'NotFoundError',
      code: 'NOT_FOUND',
    });
  });
});
