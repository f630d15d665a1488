import { expect, it } from 'vitest';
import { customerIdOf } from '../../src/activities/identify.ts';
import { recordStatements } from '../support/database.ts';
import { testRoad } from '../support/road.ts';
import { publishSurvey, QUESTIONS, surveyIdOf, surveyOf } from '../support/surveys.ts';

const { road, database } = await testRoad();
await publishSurvey(database, 'visit', surveyOf());

const NOW = Date.UTC(2026, 10, 20);

const answer = (who: string, key: string, payload: Record<string, unknown>, occurredAt = NOW) => ({
  customer: { externalId: who },
  kind: 'surveyAnswer',
  key,
  source: 'test',
  occurredAt,
  payload: { survey: 'visit', ...payload },
});
type Answer = ReturnType<typeof answer>;
const record = async (...activities: Answer[]) => (await road.settle({ activities, now: NOW })).results;
const statuses = async (...activities: Answer[]) => (await record(...activities)).map(({ status }) => status);
const issuesOf = async (payload: Record<string, unknown>) => {
  const [result] = await record(answer('wrong', 'w', payload));
  return result?.status === 'rejected'
    ? result.issues.map(({ path, code, message }) => [path.join('.'), code, message])
    : [];
};
const refusal = async (given: Answer): Promise<string | undefined> => {
  const [result] = (await road.settle({ activities: [given], now: given.occurredAt })).results;
  return result?.status === 'rejected' ? result.issues[0]?.code : undefined;
};
const payloads = async (who: string): Promise<Record<string, unknown>[]> =>
  (
    await database.query<{ payload: Record<string, unknown> }>(
      'payloads',
      'select payload from activity where customer_id = $1 order by seq',
      [customerIdOf(who)],
    )
  ).map(({ payload }) => payload);
const answers = (who: string) =>
  database.query<Record<string, unknown>>(
    'answers',
    'select * from survey_answer where respondent = $1 order by question, answered_at',
    [customerIdOf(who)],
  );

it('what an answer measures, how good it is, and what its words say are filled in by us', async () => {
  const response = 'r1';
  await record(
    answer('ada', '1', { question: 'recommend', score: 3, response }),
    answer('ada', '2', { question: 'effort', score: 2, response }),
    answer('ada', '3', { question: 'ease', score: 3, response }),
    answer('ada', '4', { question: 'why', text: 'The queue was terrible.', response }),
    answer('ada', '5', { question: 'bought', choice: 'hats,shoes', response }),
    answer('ada', '6', { question: 'satisfied', score: 5 }),
  );
  const filled = (await payloads('ada')).map(({ survey: _s, response: _r, ...rest }) => rest);
  const rest = { version: 1, firstOfResponse: false };
  expect(filled).toEqual([
    { question: 'recommend', score: 3, version: 1, measure: 'nps', goodness: 30, firstOfResponse: true },
    { question: 'effort', score: 2, measure: 'ces1', goodness: 75, ...rest },
    { question: 'ease', score: 3, measure: 'ces2', goodness: 33.333333, ...rest },
    { question: 'why', text: 'The queue was terrible.', sentiment: 'negative', ...rest },
    { question: 'bought', choice: 'hats,shoes', ...rest },
    { question: 'satisfied', score: 5, version: 1, measure: 'csat', goodness: 100, firstOfResponse: true },
  ]);
});

it('answers are kept for figures over many, without the words of a customer', async () => {
  const at = NOW - 1000;
  await record(
    answer('ben', '1', { question: 'why', text: 'Great', response: 'r', store: 'Berlin', touchpoint: 'till' }, at),
    answer('ben', '2', { question: 'bought', choice: 'hats,shoes', response: 'r', online: true, weight: 0.5 }, at),
  );
  const [bought, why] = await answers('ben');
  const common = { customer_id: customerIdOf('ben'), respondent: customerIdOf('ben'), survey_id: surveyIdOf('visit') };
  expect(why).toMatchObject({ ...common, sentiment: 'positive', comment: null, store: 'Berlin', touchpoint: 'till' });
  expect(bought).toMatchObject({ ...common, choices: ['hats', 'shoes'], online: true, weight: 0.5, version: 1 });
  expect(why?.response).toBe(bought?.response);
  expect(new Date(why?.answered_at as string).getTime()).toBe(at);
});

it('a batch of answers that comes twice counts once, whatever else was published meanwhile', async () => {
  await publishSurvey(database, 'moving', surveyOf('recommend', 'why'));
  const sent = [
    answer('cat', '1', { survey: 'moving', question: 'recommend', score: 9 }),
    answer('cat', '2', { survey: 'moving', question: 'why', text: 'Good' }),
  ];
  expect(await statuses(...sent)).toEqual(['accepted', 'accepted']);
  const before = [await payloads('cat'), await answers('cat')];
  // the next version knows one of the questions no more, and asks the other one in another way
  const csat = { ...QUESTIONS.satisfied, key: 'recommend' };
  await publishSurvey(database, 'moving', { ...surveyOf(), questions: [csat] });
  expect(await statuses(...sent)).toEqual(['duplicate', 'duplicate']);
  expect([await payloads('cat'), await answers('cat')]).toEqual(before);
  expect(await statuses(answer('cat', '3', { survey: 'moving', question: 'recommend', score: 5 }))).toEqual([
    'accepted',
  ]);
  expect((await payloads('cat')).at(-1)).toMatchObject({ version: 2, measure: 'csat', goodness: 100 });
});

it('what does not fit the survey is rejected with what was probably meant, and makes nobody a customer', async () => {
  expect(await issuesOf({ survey: 'vist', question: 'recommend', score: 1 })).toEqual([
    ['survey', 'UNKNOWN_SURVEY', 'No survey "vist" is published; did you mean "visit"?'],
  ]);
  expect(await issuesOf({ survey: 'zebra', question: 'recommend', score: 1 })).toEqual([
    ['survey', 'UNKNOWN_SURVEY', 'No survey "zebra" is published.'],
  ]);
  expect(await issuesOf({ question: 'recomend', score: 1 })).toEqual([
    ['question', 'UNKNOWN_QUESTION', expect.stringContaining('did you mean "recommend"?')],
  ]);
  expect(await issuesOf({ question: 'recommend', score: 11 })).toEqual([
    ['score', 'SCORE_NOT_ON_SCALE', expect.stringContaining('from 0 to 10')],
  ]);
  expect(await issuesOf({ question: 'recommend', score: 9.5 })).toMatchObject([
    ['score', 'SCORE_NOT_ON_SCALE', expect.any(String)],
  ]);
  expect(await issuesOf({ question: 'bought', choice: 'shoe' })).toEqual([
    ['choice', 'UNKNOWN_OPTION', expect.stringContaining('did you mean "shoes"?')],
  ]);
  expect(await issuesOf({ question: 'why', score: 3 })).toMatchObject([
    ['score', 'WRONG_KIND_OF_ANSWER', expect.any(String)],
  ]);
  expect(await issuesOf({ question: 'why' })).toMatchObject([['question', 'EMPTY_ANSWER', expect.any(String)]]);
  expect(await issuesOf({ question: 'why', text: 'x', invitation: 'nonsense' })).toMatchObject([
    ['invitation', 'UNKNOWN_INVITATION', expect.any(String)],
  ]);
  expect(await database.query('', 'select 1 from customer where id = $1', [customerIdOf('wrong')])).toEqual([]);
});

it('a response is counted with its first answer, across batches; a question that is answered again keeps the later answer', async () => {
  const said = (key: string, question: string, score: number, at: number) =>
    answer('dan', key, { question, score, response: 'r' }, at);
  await record(said('1', 'recommend', 3, NOW - 50));
  await record(said('2', 'satisfied', 4, NOW - 40), said('3', 'recommend', 8, NOW - 30));
  await record(said('4', 'recommend', 1, NOW - 60), said('5', 'recommend', 6, NOW - 70));
  expect((await payloads('dan')).map(({ firstOfResponse }) => firstOfResponse)).toEqual([
    true,
    false,
    false,
    false,
    false,
  ]);
  expect((await answers('dan')).map(({ question, score }) => [question, score])).toEqual([
    ['recommend', 8],
    ['satisfied', 4],
  ]);
  const { plan } = await road.engine();
  const [row] = await database.query<{ metrics: number[] }>('', 'select metrics from customer where id = $1', [
    customerIdOf('dan'),
  ]);
  const numbers = Float64Array.from(row?.metrics ?? []);
  expect(plan.metrics.get('surveyResponsesEver')?.read(numbers, NOW)).toBe(1);
});

it('an answer to an invitation is held to the version that was sent, to its end and to one response, takes its circumstances over, and marks it', async () => {
  await publishSurvey(database, 'sent', surveyOf('recommend', 'why'));
  await publishSurvey(database, 'sent', surveyOf('satisfied'));
  await record(answer('eve', '0', { question: 'recommend', score: 5 }));
  const invitation = '11111111-1111-4111-8111-111111111111';
  await database.query(
    '',
    `insert into survey_invitation (customer_id, id, ask, survey_id, version, wave, touchpoint, channel, language, probability,
                                    context, created_at, expires_at)
     values ($1, $2, $2, $3, 1, '2026-11', 'delivery', 'email', 'en', 1, '{"store": "Bonn", "online": true}',
             to_timestamp($4::float8 / 1000), to_timestamp($4::float8 / 1000) + interval '14 days')`,
    [customerIdOf('eve'), invitation, surveyIdOf('sent'), NOW - 1000],
  );
  const sent = { survey: 'sent', invitation, response: 'i' };
  const read = async () =>
    (
      await database.query<{ answered: number | null; completed: number | null }>(
        '',
        `select (extract(epoch from answered_at) * 1000)::float8 as answered,
                (extract(epoch from completed_at) * 1000)::float8 as completed from survey_invitation where id = $1`,
        [invitation],
      )
    )[0];
  const first9 = answer('eve', '1', { ...sent, question: 'recommend', score: 9 }, NOW - 500);
  expect(await statuses(first9)).toEqual(['accepted']);
  expect(await read()).toEqual({ answered: NOW - 500, completed: null });
  await record(answer('eve', '2', { ...sent, question: 'why', text: 'Nice', store: 'Ulm', complete: true }));
  expect(await read()).toEqual({ answered: NOW - 500, completed: NOW });
  const [, first, second] = await payloads('eve');
  const taken = { version: 1, invited: true, channel: 'email', wave: '2026-11', touchpoint: 'delivery', online: true };
  expect(first).toMatchObject({ ...taken, store: 'Bonn', firstOfResponse: true });
  expect(second).toMatchObject({ ...taken, store: 'Ulm', firstOfResponse: false });
  // nobody else can answer it, nor can it be used for another survey
  expect(await statuses(answer('fay', '1', { ...sent, question: 'recommend', score: 9 }))).toEqual(['rejected']);
  expect(await statuses(answer('eve', '3', { survey: 'visit', invitation, question: 'recommend', score: 9 }))).toEqual([
    'rejected',
  ]);
  // what was said stays said; there is nothing to add to it, and nothing to begin when it is too late
  expect(await statuses(first9)).toEqual(['duplicate']);
  expect(await refusal(answer('eve', '4', { ...sent, question: 'why', text: 'And cheap' }))).toBe('INVITATION_USED');
  await database.query('', 'update survey_invitation set completed_at = null where id = $1', [invitation]);
  const end = NOW - 1000 + 14 * 86_400_000;
  const late = (at: number) => answer('eve', '5', { ...sent, question: 'why', text: 'And cheap' }, at);
  expect(await refusal(late(end))).toBe('INVITATION_EXPIRED');
  expect(await refusal(late(end - 1))).toBe(undefined);
});

it('activities that no survey asks about cost no statement more, as long as no other survey is published', async () => {
  const purchase = (key: string) => ({
    customer: { externalId: 'gus' },
    kind: 'purchase',
    key,
    source: 'test',
    payload: { amount: 1, currency: 'EUR' },
  });
  const read = async (key: string) => {
    const recorder = recordStatements();
    await road.settle({ activities: [purchase(key)], now: NOW });
    return recorder.stop().filter((text) => text.includes('from survey'));
  };
  await read('1');
  expect(await read('2')).toEqual([]);
  await publishSurvey(database, 'another', surveyOf());
  expect(await read('3')).toHaveLength(1);
  expect(await read('4')).toEqual([]);
});
