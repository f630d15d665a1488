import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operator } from '../../src/access/viewer.ts';
import { eraseCustomer } from '../../src/pipeline/erase.ts';
import { Gatherer } from '../../src/pipeline/gather.ts';
import { answerInvitation } from '../../src/surveys/answer-invitation.ts';
import { type Invited, readInvited } from '../../src/surveys/invited.ts';
import { LinkKey } from '../../src/surveys/link.ts';
import type { Running } from '../server/running.ts';
import { type Asking, headingOf, startAsking } from './asking-setting.ts';
import { everyKind, invite } from './respondents.ts';
import { publishSurvey, withdrawSurvey } from './setting.ts';

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

describe('links that lead nowhere say why, and nothing is written', () => {
  const answer = [
    ['shown', 'recommend,delivery'],
    ['a.recommend', '9'],
  ] as const;
  const lead = async (token: string) => {
    const before = await countRows();
    const [look, sent] = [await get(token), await post(token, answer)];
    expect(await countRows()).toEqual(before);
    expect(look.status).toBe(sent.status);
    const headings = [await headingOf(look), await headingOf(sent)];
    expect(headings[0]).toBe(headings[1]);
    return `${look.status} ${headings[0]}`;
  };

  it('one that was cut off, or made by somebody else', async () => {
    const { token, customerId, id } = await invite(running.app, survey);
    const forged = new LinkKey(1, Buffer.alloc(32)).seal({ customerId, invitationId: id, expiresAt: Date.now() + 1e6 });
    for (const text of [forged, token.slice(0, -1), `${token}/more`, `${token}/thanks/x`, '', 'x'])
      expect(await lead(text), text).toBe('404 This link does not work');
    expect(await headingOf(await get(forged, { 'accept-language': 'zh-CN' }))).toBe('此链接无效');
  });

  it('one that has expired', async () => {
    const { token } = await invite(running.app, survey, { expiresAt: Date.now() - 1000 });
    expect(await lead(token)).toBe('410 This survey is over');
  });

  it('one of a person who was erased', async () => {
    const { token, customerId } = await invite(running.app, survey);
    await eraseCustomer(running.app.road, operator, { id: customerId }, running.app.contributions.personal);
    expect(await lead(token)).toBe('410 This link leads nowhere any more');
  });

  it('one of a survey that was withdrawn', async () => {
    const gone = await publishSurvey(running.app.database, 'gone', everyKind);
    const { token } = await invite(running.app, gone);
    await withdrawSurvey(running.app.database, 'gone');
    expect(await lead(token)).toBe('410 This survey was withdrawn');
  });

  it('one of an invitation that is not there any more', async () => {
    const { token, id } = await invite(running.app, survey);
    await running.app.database.query('', 'delete from survey_invitation where id = $1', [id]);
    expect(await lead(token)).toBe('410 This survey was withdrawn');
  });
});

it('a survey with enough answers takes no more, however many send at once; who has begun may finish', async () => {
  const full = await publishSurvey(running.app.database, 'full', { ...everyKind, quotas: [{ most: 3 }] });
  const all = await Promise.all(Array.from({ length: 8 }, () => invite(running.app, full)));
  const answer = [
    ['shown', 'recommend,delivery'],
    ['a.recommend', '9'],
  ] as const;
  const statuses = (await Promise.all(all.map(({ token }) => post(token, answer)))).map(({ status }) => status);
  expect(statuses.filter((status) => status === 303)).toHaveLength(3);
  expect(statuses.filter((status) => status === 409)).toHaveLength(5);
  const begun = all[statuses.indexOf(303)]?.token ?? '';
  const rest = [
    ['shown', 'packaging,where,liked'],
    ['a.where', 'web'],
  ] as const;
  expect((await post(begun, rest)).headers.get('location')).toContain('/thanks');
  const stranger = await get(all[statuses.indexOf(409)]?.token ?? '');
  expect([stranger.status, await headingOf(stranger)]).toEqual([409, 'We have enough answers']);
});

it('no more than are wanted are taken when many processes take them at once', async () => {
  const { app } = running;
  const scarce = await publishSurvey(app.database, 'scarce', { ...everyKind, quotas: [{ most: 3 }] });
  const taken = Array.from({ length: 12 }, async () => {
    const { customerId, id: invitationId } = await invite(app, scarce);
    const invited = await readInvited(app.database, { customerId, invitationId, expiresAt: 0 }, Date.now());
    const { activities: kinds } = app.contributions;
    const recording = { gatherer: new Gatherer(app.road), kinds, currency: 'EUR', clock: undefined };
    return answerInvitation(recording, invited as Invited, [{ question: 'recommend', score: 9 }], false);
  });
  const ends = (await Promise.allSettled(taken)).map(({ status }) => status);
  expect(ends.filter((end) => end === 'fulfilled')).toHaveLength(3);
});

it('guessing links wears out; a good link is not hindered by it', async () => {
  const { token } = await invite(running.app, survey);
  const statuses = new Set<number>();
  for (let i = 0; i < 80; i++) statuses.add((await get('x'.repeat(72))).status);
  expect(statuses).toEqual(new Set([404, 429]));
  expect((await get(token)).status).toBe(200);
});

it('a form that is sent over and over has to wait', async () => {
  const { token } = await invite(running.app, survey);
  const statuses = new Set<number>();
  for (let i = 0; i < 80; i++) statuses.add((await post(token, [['shown', 'recommend']])).status);
  expect(statuses).toEqual(new Set([422, 429]));
});

it('the page tells nobody anything, is kept nowhere and framed by nobody', async () => {
  const { token } = await invite(running.app, survey);
  const { headers } = await get(token);
  expect(Object.fromEntries(headers)).toMatchObject({
    'content-security-policy': expect.stringContaining("default-src 'none'"),
    'referrer-policy': 'no-referrer',
    'x-robots-tag': 'noindex, nofollow',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    'content-language': 'en',
  });
});
