import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failPoints } from '../../src/db/fail-point.ts';
import type { Running } from '../server/running.ts';
import { type Asking, headingOf, startAsking } from './asking-setting.ts';
import { everyKind, invite } from './respondents.ts';
import { document, publishSurvey } from './setting.ts';

let asking: Asking;
let running: Running;
let survey: string;
beforeAll(async () => {
  asking = await startAsking();
  ({ running, survey } = asking);
});
afterAll(() => running.close());

const get: Asking['get'] = (...given) => asking.get(...given);
const post: Asking['post'] = (...given) => asking.post(...given);
const countRows = () => asking.countRows();

/** What was answered, as activities tell. */
const answersOf = async (customerId: string) =>
  (
    await running.app.database.query<{ payload: Record<string, unknown> }>(
      '',
      `select payload from activity where customer_id = $1 and kind = 'surveyAnswer' order by seq`,
      [customerId],
    )
  ).map(({ payload }) => payload);

const invitationOf = async (id: string) =>
  (
    await running.app.database.query<Record<string, unknown>>(
      '',
      'select opened_at, answered_at, completed_at from survey_invitation where id = $1',
      [id],
    )
  )[0];

it('a thousand looks at a link, with every score marked, record nothing', async () => {
  const { token, id } = await invite(running.app, survey);
  const before = await countRows();
  const [row] = await running.app.database.query<{ xmin: string }>(
    '',
    'select xmin::text from survey_invitation where id = $1',
    [id],
  );
  for (let i = 0; i < 1000; i += 20) {
    const looks = Array.from({ length: 20 }, async (_, j) => {
      const score = (i + j) % 11;
      const response = await get(`${token}?q=recommend&score=${score}`);
      expect(response.status).toBe(200);
      expect(await response.text()).toContain(
        `value="${score}" aria-describedby="q1-`.slice(0, 8 + String(score).length),
      );
    });
    await Promise.all(looks);
  }
  expect(await countRows()).toEqual(before);
  expect(await running.app.database.query('', 'select xmin::text from survey_invitation where id = $1', [id])).toEqual([
    row,
  ]);
  expect(await invitationOf(id)).toEqual({ opened_at: null, answered_at: null, completed_at: null });
});

it('a survey of several steps is answered without scripts; each step is kept at once', async () => {
  const given = { wave: '2026-11', touchpoint: 'delivery', context: { store: 'Berlin', online: false } };
  const { token, id, customerId } = await invite(running.app, survey, given);
  const first = await post(token, [
    ['shown', 'recommend,delivery'],
    ['a.recommend', '3'],
    ['a.delivery', ''],
  ]);
  expect([first.status, first.headers.get('location')]).toEqual([303, `${token}?lang=en&after=delivery`]);
  const facts = { survey: 'order', invitation: id, response: id, channel: 'email', version: 1, invited: true };
  const about = { wave: '2026-11', touchpoint: 'delivery', store: 'Berlin', online: false };
  expect(await answersOf(customerId)).toEqual([
    { ...facts, ...about, question: 'recommend', score: 3, measure: 'nps', goodness: 30, firstOfResponse: true },
  ]);
  expect(await invitationOf(id)).toMatchObject({ answered_at: expect.any(String), completed_at: null });

  const second = await get(`${token}?lang=en&after=delivery`);
  const page = await second.text();
  expect([...page.matchAll(/<(?:legend|label) class="ask"[^>]*>(.*?)[<\n]/g)].map(([, text]) => text?.trim())).toEqual([
    'What went wrong?',
    'How many stars for the packaging?',
    'Where did you buy?',
    'What did you like?',
  ]);
  const fields = [
    ['shown', 'why,packaging,where,liked'],
    ['a.why', 'It came late.\r\nAnd cold.'],
    ['a.where', 'web'],
    ['a.liked', 'price'],
    ['a.liked', 'people'],
  ] as const;
  // what is wrong is shown among the same questions
  const wrong = await post(`${token}?lang=en&after=delivery`, fields.slice(0, 2));
  expect([wrong.status, (await wrong.text()).match(/class="ask"/g)?.length]).toEqual([422, 4]);
  const last = await post(token, fields);
  expect([last.status, last.headers.get('location')]).toEqual([303, `${token}/thanks?lang=en`]);
  expect((await answersOf(customerId)).slice(1)).toMatchObject([
    { question: 'why', text: 'It came late.\nAnd cold.', firstOfResponse: false },
    { question: 'where', choice: 'web' },
    { question: 'liked', choice: 'price,people' },
  ]);
  expect(await invitationOf(id)).toMatchObject({ completed_at: expect.any(String) });
  expect(await (await get(`${token}/thanks?lang=zh`)).text()).toContain('您帮助我们做好每一杯。');

  // the same sent again is the same; anything else comes too late, and a look says so
  const kept = await countRows();
  expect((await post(token, fields)).headers.get('location')).toBe(`${token}/thanks?lang=en`);
  const other = await post(token, [...fields.slice(0, 2), ['a.where', 'store']]);
  expect([other.status, await headingOf(other)]).toEqual([410, 'You have answered already']);
  const more = await post(token, [
    ['shown', 'packaging'],
    ['a.packaging', '4'],
  ]);
  expect(more.status).toBe(410);
  const look = await get(token);
  expect([look.status, await headingOf(look)]).toEqual([410, 'You have answered already']);
  expect(await countRows()).toEqual(kept);
});

it('who went back and chooses otherwise is led on, and what was kept stays', async () => {
  const { token, customerId } = await invite(running.app, survey);
  const first = (score: string) =>
    post(token, [
      ['shown', 'recommend,delivery'],
      ['a.recommend', score],
    ]);
  await first('3');
  const again = await first('9');
  expect([again.status, again.headers.get('location')]).toEqual([303, `${token}?lang=en`]);
  expect(await answersOf(customerId)).toMatchObject([{ score: 3 }]);
  expect(await (await get(token)).text()).toContain('have been kept and stay as they are');
});

it('of many who send the same link at once, one response is kept', async () => {
  const short = await publishSurvey(running.app.database, 'race', document());
  const { token, customerId } = await invite(running.app, short);
  const sent = Array.from({ length: 20 }, (_, i) =>
    post(token, [
      ['shown', 'recommend'],
      ['a.recommend', String(i % 2 ? 9 : 2)],
    ]),
  );
  const statuses = (await Promise.all(sent)).map(({ status }) => status);
  expect(new Set(statuses)).toEqual(new Set([303]));
  expect(await answersOf(customerId)).toHaveLength(1);
});

it.each(['before-commit', 'after-commit-before-answer'] as const)(
  'who hears nothing, for it ended %s, sends it again: one response is kept',
  async (point) => {
    const short = await publishSurvey(running.app.database, `cut-${point}`, document());
    const { token, customerId, id } = await invite(running.app, short);
    const fields = [
      ['shown', 'recommend'],
      ['a.recommend', '3'],
    ] as const;
    failPoints.reached = async (reached) => {
      if (reached !== point) return;
      failPoints.reached = undefined;
      throw new Error('the process ends here');
    };
    expect((await post(token, fields)).status).toBe(500);
    expect((await post(token, fields)).headers.get('location')).toContain('/thanks');
    expect(await answersOf(customerId)).toMatchObject([{ score: 3 }]);
    expect(await invitationOf(id)).toMatchObject({ completed_at: expect.any(String) });
  },
);

describe('what cannot be taken', () => {
  it('comes back as it was sent, with what is wrong, at the place and above, and nothing is recorded', async () => {
    const { token } = await invite(running.app, survey, { language: 'zh' });
    const before = await countRows();
    const response = await post(token, [
      ['shown', 'recommend,delivery'],
      ['a.delivery', '4'],
    ]);
    const page = await response.text();
    expect(response.status).toBe(422);
    expect(page).toContain('<title>错误：您对上次订单感觉如何？</title>');
    expect(page).toMatch(/<li><a href="#q1-0">.*请回答此问题。<\/a><\/li>/);
    expect(page).toContain('id="q1-fault"');
    expect(page).toMatch(/value="4"[^>]* checked/);
    const nothing = await post(token, [['shown', '']]);
    expect(nothing.status).toBe(303);
    expect(await countRows()).toEqual(before);
  });

  it('is what a machine filled in: a field that nobody sees stays empty', async () => {
    const { token } = await invite(running.app, survey);
    const before = await countRows();
    const response = await post(token, [
      ['shown', 'recommend,delivery'],
      ['a.recommend', '9'],
      ['homepage', 'https://spam.example'],
    ]);
    expect([response.status, await response.text()]).toEqual([
      422,
      expect.stringContaining('field that people do not see'),
    ]);
    expect(await countRows()).toEqual(before);
  });

  it('is a response without any answer', async () => {
    const { questions } = everyKind;
    const free = await publishSurvey(running.app.database, 'free', { ...everyKind, questions: questions.slice(1, 2) });
    const { token } = await invite(running.app, free);
    const response = await post(token, [['shown', 'delivery']]);
    expect([response.status, await response.text()]).toEqual([422, expect.stringContaining('at least one question')]);
  });

  it('is what is larger than any form of ours', async () => {
    const { token } = await invite(running.app, survey);
    const response = await post(token, [['a.why', 'x'.repeat(600_000)]]);
    expect([response.status, await headingOf(response)]).toEqual([413, 'That was too much']);
  });

  it('is anything but a look and a form', async () => {
    const { token } = await invite(running.app, survey);
    const response = await fetch(`${running.server.url}/s/${token}`, { method: 'DELETE' });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST']);
  });
});
