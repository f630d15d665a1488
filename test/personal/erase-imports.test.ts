import { describe, expect, it, vi } from 'vitest';
import { operator } from '../../src/access/viewer.ts';
import { hushErased } from '../../src/imports/erased-rows.ts';
import { forgetProblems, keepProblems, readProblems } from '../../src/imports/problems.ts';
import { startImport } from '../../src/imports/start-import.ts';
import { forgetUploads } from '../../src/imports/uploads.ts';
import { addJob, runNextJob } from '../../src/jobs/run-jobs.ts';
import { eraseCustomer } from '../../src/pipeline/erase.ts';
import { answerReading } from '../../src/surveys/import/answer-reading.ts';
import { testApp } from '../support/app.ts';
import { findText } from './find-text.ts';
import { erase, idOf, live, prepareAccount, uploadFile } from './person.ts';

const { app } = await testApp();
const { database } = app;
await prepareAccount(app);

const activities = (...rows: string[]) =>
  ['customer,kind,key,occurredAt,amount,currency,reason', ...rows, ''].join('\n');
const problemsOf = async (jobId: string) =>
  (await readProblems(database, jobId)).map(({ line, code, value, raw }) => ({ line, code, value, raw }));
const uploads = async () =>
  (await database.query<{ id: string }>('', 'select id from upload order by created_at')).map(({ id }) => id);

describe('what was imported', () => {
  it('keeps nothing of an erased person: rejected rows, errors and files go, those of others stay', async () => {
    const mark = 'zqximportzqx';
    await live(app, mark, Date.now());
    const rejected = [
      `name of ${mark},purchase,k1,2026-03-01T00:00:00Z,much,EUR,`,
      `other,purchase,k2,2026-03-01T00:00:00Z,much,EUR,`,
      `other,refund,k3,2026-03-01T00:00:00Z,-1,EUR,write to ${mark}@EXAMPLE.org`,
      `"name of ${mark},purchase,k4`,
    ];
    const file = await uploadFile(app, 'activities', activities(...rejected));
    await file.run();
    await addJob(database, 'import', {}, idOf('a job'));
    await database.query('', `update job set status = 'failed', error = $2 where id = $1`, [
      idOf('a job'),
      `There is no column "customer"; there are "name of ${mark}", "x".`,
    ]);
    expect((await problemsOf(file.jobId)).map(({ line }) => line)).toEqual([2, 3, 4, 5]);

    await erase(app, mark);

    expect(await findText(database, mark)).toEqual([]);
    expect(await problemsOf(file.jobId)).toEqual([
      { line: 2, code: 'CUSTOMER_ERASED', value: null, raw: null },
      { line: 3, code: 'NOT_A_NUMBER', value: 'much', raw: rejected[1] },
      { line: 4, code: 'CUSTOMER_ERASED', value: null, raw: null },
      { line: 5, code: 'CUSTOMER_ERASED', value: null, raw: null },
    ]);
    expect(await uploads()).toEqual([]);
  });

  it('is found as JSON and CSV write it, and not in the middle of another word', async () => {
    const externalId = 'Zoë "zqxquotedzqx" Müller';
    await app.road.settle({ activities: [], profiles: [{ customer: { externalId } }] });
    const job = await addJob(database, 'import', {}, idOf('another job'));
    const raws = [
      JSON.stringify({ who: externalId }),
      JSON.stringify({ who: externalId }).replace(
        /[^\0-\x7f]/g,
        (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
      ),
      `1,"${externalId.replaceAll('"', '""')}",x`,
      `x${externalId}x`,
    ];
    for (const [i, raw] of raws.entries())
      await database.query(
        '',
        `insert into import_problem (job_id, line, number, code, message, raw) values ($1, $2, 1, 'X', 'm', $3)`,
        [job, i + 1, raw],
      );
    await eraseCustomer(app.road, operator, { externalId }, app.contributions.personal);
    expect((await problemsOf(job)).map(({ raw }) => raw)).toEqual([null, null, null, raws[3]]);
  });
});

describe('an import that comes late', () => {
  it('takes the rows of others, and keeps nothing of what the rows of the erased say', async () => {
    const mark = 'zqxlatezqx';
    await live(app, mark, Date.now());
    await erase(app, mark);
    const what = await uploadFile(
      app,
      'activities',
      activities(
        `name of ${mark},purchase,n1,2026-03-01T00:00:00Z,1.00,EUR,`,
        `name of ${mark},purchase,n2,2026-03-01T00:00:00Z,much,EUR,`,
        `another,purchase,n3,2026-03-01T00:00:00Z,1.00,EUR,`,
      ),
    );
    await what.run();
    const who = await uploadFile(
      app,
      'customers',
      `externalId,locale,nickname,email\nname of ${mark},en,${mark},${mark}\nname of ${mark},no locale,${mark},${mark}\nanother,fr,x,y\n`,
    );
    await who.run();
    for (const { jobId, lines } of [
      { ...what, lines: [2, 3] },
      { ...who, lines: [2, 3] },
    ])
      expect(await problemsOf(jobId)).toEqual(
        lines.map((line) => ({ line, code: 'CUSTOMER_ERASED', value: null, raw: '' })),
      );
    const [job] = await database.query<{ cursor: object }>('', 'select cursor from job where id = $1', [who.jobId]);
    expect(job?.cursor).toMatchObject({ rows: 3, accepted: 1, rejected: 2 });
    expect([...new Set(await findText(database, mark))]).toEqual(['upload_part.bytes']);
    await forgetUploads(database);
    expect(await findText(database, mark)).toEqual([]);
  });
});

describe('a row that is being kept while its person is erased', () => {
  it('holds up the erasure, which then finds it', async () => {
    const mark = 'zqxracezqx';
    await live(app, mark, Date.now());
    const jobId = await addJob(database, 'import', {}, idOf('a race'));
    const problems = [{ line: 1, column: null, value: null, code: 'X', message: 'm' }];
    const row = { line: 1, raw: `name of ${mark},x`, customer: { externalId: `name of ${mark}` }, problems };
    let erased: Promise<unknown> | undefined;
    await database.transact(async (sql) => {
      const rows = await hushErased(sql, [row]);
      erased = erase(app, mark);
      await until(async () => (await database.query('', WAITING)).length > 0);
      await keepProblems(sql, jobId, rows);
    });
    await erased;
    expect(await problemsOf(jobId)).toEqual([{ line: 1, code: 'CUSTOMER_ERASED', value: null, raw: null }]);
    expect(await findText(database, mark)).toEqual([]);
  });
});

describe('a row that is about to be kept while its person is being erased', () => {
  it('waits for the erasure, and is then kept without what it said', async () => {
    const mark = 'zqxwaitszqx';
    await live(app, mark, Date.now());
    const row = { line: 1, raw: `name of ${mark},x`, customer: { externalId: `name of ${mark}` }, problems: [] };
    let kept: Promise<unknown> | undefined;
    const slow = {
      tables: [],
      erase: async () => {
        kept = database.transact((sql) => hushErased(sql, [row]));
        await until(async () => (await database.query('', HOLDING)).length > 0);
      },
    };
    const records = app.contributions.personal;
    await eraseCustomer(app.road, operator, { externalId: `name of ${mark}` }, [...records, slow]);
    expect(await kept).toMatchObject([{ line: 1, raw: '', problems: [{ code: 'CUSTOMER_ERASED' }] }]);
  });
});

const HOLDING = `select 1 from pg_stat_activity where datname = current_database()
  and wait_event_type = 'Lock' and query like '%for key share%'`;
/** The erasure waits for a lock, or has got through without one. */
const WAITING = `select 1 from pg_stat_activity where datname = current_database()
  and wait_event_type = 'Lock' and query like '%erased_at = to_timestamp%'
  union all select 1 from customer where erased_at is not null and id = '${idOf('zqxracezqx')}'`;
const until = (holds: () => Promise<boolean>) => vi.waitFor(async () => expect(await holds()).toBe(true), 10_000);

describe('a stored file', () => {
  it('that nobody imported goes within an hour of an erasure; one that is needed goes when its import has ended', async () => {
    const mark = 'zqxstoredzqx';
    await live(app, mark, Date.now());
    const row = `name of ${mark},purchase,s1,2026-03-01T00:00:00Z,1.00,EUR,`;
    const tried = await uploadFile(app, 'activities', activities(row), true);
    await tried.run();
    const queued = await uploadFile(app, 'activities', activities(row));
    const done = await uploadFile(app, 'activities', activities(row));
    await done.run();
    await erase(app, mark);
    expect(await uploads()).toEqual([tried.uploadId, queued.uploadId]);
    const [left] = await database.query<{ soon: boolean }>(
      '',
      `select keep_until between now() + interval '59 minutes' and now() + interval '1 hour' as soon from upload where id = $1`,
      [tried.uploadId],
    );
    expect(left?.soon).toBe(true);
    // what was tried can be imported in earnest meanwhile
    const jobId = await startImport(
      app.road,
      operator,
      { uploadId: tried.uploadId, what: 'activities' },
      answerReading('EUR'),
    );
    await runNextJob(database, app.jobs, jobId);
    await queued.run();
    await forgetUploads(database);
    expect(await uploads()).toEqual([]);
  });

  it('quotes of rows are forgotten a month after the end of their import', async () => {
    const [{ n } = { n: 0 }] = await database.query<{ n: number }>('', 'select count(*)::int as n from import_problem');
    expect(n).toBeGreaterThan(3);
    await forgetProblems(database);
    const left = async () =>
      database.query('', 'select 1 from import_problem p join job j on j.id = p.job_id where ended_at is not null');
    expect(await left()).not.toEqual([]);
    await database.query('', `update job set ended_at = ended_at - interval '31 days'`);
    await forgetProblems(database);
    expect(await left()).toEqual([]);
  });
});
