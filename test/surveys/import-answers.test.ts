import { expect, it } from 'vitest';
import { operator } from '../../src/access/viewer.ts';
import { customerIdOf } from '../../src/activities/identify.ts';
import { ValidationError } from '../../src/errors.ts';
import { tallyOf } from '../../src/imports/import-input.ts';
import { readProblems } from '../../src/imports/problems.ts';
import { startImport } from '../../src/imports/start-import.ts';
import { createUpload, receive } from '../../src/imports/uploads.ts';
import { runNextJob } from '../../src/jobs/run-jobs.ts';
import { answerReading } from '../../src/surveys/import/answer-reading.ts';
import { testApp } from '../support/app.ts';
import { publishSurvey, surveyOf } from '../support/surveys.ts';

const { app } = await testApp();
const { database } = app;
await publishSurvey(database, 'visit', surveyOf());

const MAPPING = {
  survey: 'visit',
  source: { value: 'kiosk' },
  customer: 'who',
  key: ['year', 'number'],
  answeredAt: { column: 'year', values: { 2017: '2017-05-15T12:00:00Z', 2018: '2018-05-15T12:00:00Z' } },
  wave: 'year',
  store: 'hall',
  weight: 'weight',
  questions: {
    recommend: { column: 'nps', unanswered: ['11', 'Blank'] },
    satisfied: { column: 'overall', unanswered: [0, 6], values: { good: 5 } },
    bought: { column: 'bought', separator: ';' },
    why: 'why',
  },
  properties: { gate: 'gate' },
};
const HEADER = 'year,number,who,hall,nps,overall,bought,why,weight,gate';
const file = (...rows: string[]): string => [HEADER, ...rows].join('\n');

async function importFile(text: string, mapping: object = MAPPING, dryRun = false) {
  const upload = await createUpload(database, 'answers.csv');
  async function* body() {
    yield Buffer.from(text);
  }
  await receive(database, upload.id, body());
  const request = { uploadId: upload.id, what: 'answers', mapping, dryRun } as const;
  const jobId = await startImport(app.road, operator, request, answerReading('EUR'));
  await runNextJob(database, app.jobs, jobId);
  const [job] = await database.query<{ status: string; cursor: object; error: string | null }>(
    '',
    'select status, cursor, error from job where id = $1',
    [jobId],
  );
  const { rows, accepted, duplicates, rejected } = tallyOf((job?.cursor ?? {}) as Record<string, unknown>);
  const problems = await readProblems(database, jobId);
  return {
    status: job?.status,
    tally: [rows, accepted, duplicates, rejected],
    problems: problems.map(({ line, column, value, code }) => [line, column, value, code]),
  };
}

const kept = (where: string) =>
  database.query<Record<string, unknown>>(
    '',
    `select question, measure, score, choices, comment, sentiment, wave, store, weight, properties, version,
            customer_id is null as anonymous, (extract(epoch from answered_at) * 1000)::float8 as at
       from survey_answer where ${where} order by wave, question`,
  );

it('a row is one response: of a customer it travels the road, of somebody who is not known it is kept for figures', async () => {
  const text = file(
    '2017,1,,A,9,5,hats;shoes,Great,0.5,G1',
    '2018,1,,B,Blank,good,,,2,',
    '2018,2,ada,B,3,0,hats,"Slow, rude staff",1.5,G2',
  );
  expect(await importFile(text)).toEqual({ status: 'succeeded', tally: [3, 3, 0, 0], problems: [] });
  const at = Date.UTC(2017, 4, 15, 12);
  const first = { wave: '2017', store: 'A', weight: 0.5, properties: { gate: 'G1' }, anonymous: true, at, version: 1 };
  const nothing = { measure: null, score: null, choices: null, comment: null, sentiment: null };
  expect(await kept('customer_id is null')).toEqual([
    { ...nothing, question: 'bought', choices: ['shoes', 'hats'], ...first },
    { ...nothing, question: 'recommend', measure: 'nps', score: 9, ...first },
    { ...nothing, question: 'satisfied', measure: 'csat', score: 5, ...first },
    { ...nothing, question: 'why', comment: 'Great', sentiment: 'positive', ...first },
    expect.objectContaining({ question: 'satisfied', score: 5, wave: '2018', weight: 2, properties: null }),
  ]);
  const ada = await kept(`respondent = '${customerIdOf('ada')}'`);
  expect(ada.map(({ question, score, comment, weight }) => [question, score, comment, weight])).toEqual([
    ['bought', null, null, 1.5],
    ['recommend', 3, null, 1.5],
    ['why', null, null, 1.5],
  ]);
  const log = await database.query<{ payload: Record<string, unknown> }>(
    '',
    'select payload from activity where customer_id = $1 order by seq',
    [customerIdOf('ada')],
  );
  expect(log.map(({ payload }) => [payload.question, payload.firstOfResponse, payload.complete])).toEqual([
    ['recommend', true, undefined],
    ['why', false, undefined],
    ['bought', false, true],
  ]);
  expect(log[1]?.payload).toMatchObject({ text: 'Slow, rude staff', sentiment: 'negative', store: 'B', wave: '2018' });
  expect(await database.query('', 'select 1 from customer where external_id <> $1', ['ada'])).toEqual([]);

  // the same file again, and the same rows in another order
  expect((await importFile(text)).tally).toEqual([3, 0, 3, 0]);
  const [head, ...rows] = text.split('\n');
  expect((await importFile([head, ...rows.reverse()].join('\n'))).tally).toEqual([3, 0, 3, 0]);
  expect(await kept('true')).toHaveLength(8);
});

it('a row with a fault is not taken at all, and tells where each fault lies', async () => {
  const text = file(
    '2017,11,,A,12,5,,,1,',
    '2017,12,,A,x,5,hat,,1,',
    '2017,13,,A,Blank,6,,,1,',
    ',,,A,9,5,,,1,',
    `2017,14,bea,${'A'.repeat(201)},9,5,,,1,`,
    '2017,15,bea,A,9,7,,,-1,',
    '2017,1,,A,2,5,hats;shoes,Great,0.5,G1',
    '2017,16,bea,A,9,5,,,1,',
  );
  const long = `${'A'.repeat(199)}…`;
  expect(await importFile(text)).toEqual({
    status: 'succeeded',
    tally: [8, 1, 0, 7],
    problems: [
      [2, 'nps', '12', 'SCORE_NOT_ON_SCALE'],
      [3, 'nps', 'x', 'NOT_AN_ANSWER'],
      [3, 'bought', 'hat', 'UNKNOWN_OPTION'],
      [4, null, null, 'NO_ANSWER'],
      [5, 'year', null, 'MISSING_TIME'],
      [5, 'year', null, 'MISSING_KEY'],
      [6, 'hall', long, 'INVALID_VALUE'],
      [6, 'hall', long, 'INVALID_VALUE'],
      [7, 'overall', '7', 'SCORE_NOT_ON_SCALE'],
      [8, 'year', '2017', 'IDEMPOTENCY_CONFLICT'],
    ],
  });
  expect(await kept(`respondent = '${customerIdOf('bea')}'`)).toHaveLength(2);
});

it('without a key of their own equal rows are different responses, each once however often the file is read', async () => {
  const { key: _key, source: _source, customer: _customer, ...keyless } = MAPPING;
  const text = file('2017,,,K,9,5,,,1,', '2017,,,K,9,5,,,1,', '2017,,,K,8,5,,,1,');
  expect((await importFile(text, keyless)).tally).toEqual([3, 3, 0, 0]);
  expect((await importFile(text, keyless)).tally).toEqual([3, 0, 3, 0]);
  expect(await kept(`store = 'K'`)).toHaveLength(6);
});

it('a trial says what would be refused and keeps nothing', async () => {
  const text = file('2017,21,cem,T,9,5,,,1,', '2017,22,,T,9,5,,,1,', '2017,23,,T,99,5,,,1,');
  expect((await importFile(text, MAPPING, true)).tally).toEqual([3, 2, 0, 1]);
  expect(await kept(`store = 'T'`)).toEqual([]);
});

it('a mapping that does not fit is refused before anything is read', async () => {
  const refused = async (mapping: object) => {
    const error = await importFile(file(), mapping).catch((thrown: unknown) => thrown);
    if (!(error instanceof ValidationError)) throw error;
    return error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  };
  expect(await refused({ ...MAPPING, survey: 'vist' })).toEqual([
    'mapping.survey: No survey “vist” is published. Did you mean “visit”?',
  ]);
  expect(await refused({ ...MAPPING, questions: { recomend: 'nps' } })).toEqual([
    'mapping.questions.recomend: The survey “visit” has no question “recomend”. Did you mean “recommend”?',
  ]);
  expect(await refused({ survey: 'visit', question: {} })).toEqual([
    'mapping.question: The mapping has no property “question”. Did you mean “questions”?',
    'mapping.questions: “questions” must say which column answers which question.',
  ]);
  expect(await refused({ ...MAPPING, questions: { recommend: { column: 'nps', unanswered: '11' } } })).toEqual([
    'mapping.questions.recommend.unanswered: “questions.recommend.unanswered” must be a list of texts or numbers.',
  ]);
  // columns are known with the header
  await expect(importFile(file('2017,31,,A,9,5,,,1,'), { ...MAPPING, store: 'hal' })).rejects.toThrow(
    'The file has no column “hal”. Did you mean “hall”?',
  );
});
