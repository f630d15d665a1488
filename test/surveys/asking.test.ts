import { describe, expect, it } from 'vitest';
import { operator } from '../../src/access/viewer.ts';
import { customerIdOf } from '../../src/activities/identify.ts';
import { DEFAULT_POLICY } from '../../src/contacts/policy.ts';
import type { Asking } from '../../src/surveys/document.ts';
import { planAllAsks } from '../../src/surveys/plan-asks.ts';
import { setPreference } from '../../src/surveys/set-preference.ts';
import { publish, testRoad } from '../support/road.ts';
import {
  DAY,
  document,
  HOUR,
  NOON,
  OPEN,
  publishSurvey,
  purchase,
  readAsks,
  usePolicy,
  withdrawSurvey,
} from './setting.ts';

/** A road with one survey upon purchases. */
async function setting({ ask = {}, policy = OPEN }: { ask?: Partial<Asking>; policy?: typeof OPEN } = {}) {
  const at = await testRoad();
  const { road, database } = at;
  await usePolicy(database, policy);
  const triggers = [{ on: 'activity', kinds: ['purchase'], afterHours: 2 }] as const;
  const survey = await publishSurvey(database, 'after-purchase', document({ ask: { triggers, ...ask } }));
  const settle = (...activities: ReturnType<typeof purchase>[]) => road.settle({ activities, now: NOON });
  return { ...at, survey, settle };
}

describe('a survey upon purchases', () => {
  it('invites who bought after the time that it says: ledger, invitation, record and change in one go', async () => {
    const { road, database, settle } = await setting();
    await settle(purchase('ada', '1', NOON, { channel: 'store', store: 'Leeds' }));
    expect(await readAsks(database)).toMatchObject([{ state: 'waiting', due: NOON + 2 * HOUR, next: NOON + 2 * HOUR }]);
    expect(await planAllAsks(road, NOON + 2 * HOUR - 1)).toBe(0);
    expect(await planAllAsks(road, NOON + 2 * HOUR)).toBe(1);
    expect(await planAllAsks(road, NOON + 2 * HOUR)).toBe(0);
    const [ask] = await readAsks(database);
    expect(ask).toMatchObject({ state: 'invited', next: null, tries: 1 });
    const id = ask?.id;
    expect(await database.query('', 'select id, channel, language, version, context from survey_invitation')).toEqual([
      {
        id,
        channel: 'email',
        language: 'en',
        version: 1,
        context: { channel: 'store', store: 'Leeds', online: false },
      },
    ]);
    expect(await database.query('', 'select id, purpose, subject, category, state, channel from contact')).toEqual([
      { id, purpose: 'survey', subject: 'after-purchase', category: 'transactional', state: 'sent', channel: 'email' },
    ]);
    expect(await database.query('', `select payload from activity where kind = 'surveyInvited'`)).toEqual([
      { payload: { survey: 'after-purchase', invitation: id, channel: 'email' } },
    ]);
    const expiresAt = new Date(NOON + 2 * HOUR + 14 * DAY).toISOString();
    expect(
      await database.query('', 'select type, change_seq, key, "to", details, cause->>\'by\' as by from change'),
    ).toEqual([
      {
        type: 'survey.invited',
        change_seq: 1,
        key: 'after-purchase',
        to: id,
        details: { channel: 'email', language: 'en', expiresAt },
        by: 'activity',
      },
    ]);
  });

  it('asks once for an activity, however often it comes, and not for one of years ago', async () => {
    const { settle, database } = await setting();
    await settle(purchase('ada', '1', NOON));
    await settle(purchase('ada', '1', NOON));
    await settle(purchase('bob', '1', NOON - 14 * DAY - 2 * HOUR));
    expect(await readAsks(database)).toHaveLength(1);
  });

  it('asks upon those activities alone that fit its conditions, and upon touchpoints by their name', async () => {
    const { settle, database, road } = await setting({
      ask: {
        triggers: [
          { on: 'activity', kinds: ['purchase'], where: [{ field: 'amount', operator: 'atLeast', value: 5000 }] },
          { on: 'touchpoint', touchpoint: 'delivery' },
        ],
      },
    });
    await settle(purchase('ada', '1', NOON), purchase('bob', '1', NOON, { amount: 5000 }));
    const reached = (externalId: string, touchpoint: string) => ({
      ...purchase(externalId, touchpoint, NOON),
      kind: 'touchpointReached',
      payload: { touchpoint },
    });
    await road.settle({ activities: [reached('cy', 'delivery'), reached('di', 'visit')], now: NOON });
    expect((await readAsks(database)).map(({ customer }) => customer)).toEqual(['bob', 'cy']);
  });

  it('asks those alone for whom its condition holds at that moment, members of segments included', async () => {
    const { road, database, settle } = await setting({
      ask: {
        when: {
          all: [
            { fact: 'segment.regular', operator: 'equal', value: true },
            { fact: 'ordersLast30Days', operator: 'lessThan', value: 3 },
          ],
        },
      },
    });
    const twice = { all: [{ fact: 'ordersEver', operator: 'greaterThanInclusive', value: 2 }] };
    await publish(road, 'regulars', 'segments', { segments: [{ key: 'regular', title: 'Regular', when: twice }] });
    const buy = (name: string, count: number) =>
      Array.from({ length: count }, (_, i) => purchase(name, String(i), NOON - 20 * DAY * i));
    await settle(...buy('ada', 1), ...buy('bob', 2), ...buy('cy', 3).map((one) => ({ ...one, occurredAt: NOON })));
    await planAllAsks(road, NOON + 3 * HOUR);
    const asks = (await readAsks(database)).map(({ customer, state, reason }) => `${customer} ${state} ${reason}`);
    expect(new Set(asks)).toEqual(new Set(['ada passed notEligible', 'bob invited null', 'cy passed notEligible']));
    const refusals = await database.query('', `select reason, next_at from contact_refusal`);
    expect(refusals.length).toBe(asks.filter((one) => one.includes('passed')).length);
  });

  it('draws who is asked by lot, the same whenever it is asked, and as many as the share says', async () => {
    const { settle, database } = await setting({ ask: { sample: 0.3 } });
    const all = Array.from({ length: 1000 }, (_, i) => purchase(`c${i}`, '1', NOON));
    await settle(...all);
    const drawn = await database.query<{ customer_id: string; probability: number }>(
      '',
      'select customer_id, probability from survey_ask',
    );
    // five standard deviations
    expect(Math.abs(drawn.length - 300)).toBeLessThan(5 * Math.sqrt(1000 * 0.3 * 0.7));
    expect(new Set(drawn.map(({ probability }) => probability))).toEqual(new Set([0.3]));
    await database.query('', 'delete from survey_ask');
    await database.query('', 'truncate ingest_key, activity');
    await settle(...all);
    const again = await database.query<{ customer_id: string }>('', 'select customer_id from survey_ask');
    expect(new Set(again.map((one) => one.customer_id))).toEqual(new Set(drawn.map((one) => one.customer_id)));
  });

  it('asks again when what stood in the way is over, each refusal told with its time', async () => {
    const { road, database, settle } = await setting({
      policy: { ...DEFAULT_POLICY, waits: [], limits: [{ purpose: 'survey', most: 1, days: 3 }] },
    });
    await settle(
      purchase('ada', '1', NOON - DAY),
      purchase('ada', '2', NOON + 8 * HOUR - DAY),
      purchase('ada', '3', NOON),
    );
    await planAllAsks(road, NOON + 2 * HOUR);
    const free = NOON + 2 * HOUR + 3 * DAY;
    expect((await readAsks(database)).map(({ state, reason, next }) => [state, reason, next])).toEqual([
      ['invited', null, null],
      ['refused', 'limitReached', free],
      ['refused', 'limitReached', free],
    ]);
    expect(await planAllAsks(road, free - 1)).toBe(0);
    await planAllAsks(road, free);
    expect((await readAsks(database)).map(({ state, tries }) => [state, tries])).toEqual([
      ['invited', 1],
      ['invited', 2],
      ['refused', 2],
    ]);
    expect(await database.query('', 'select 1 from contact_refusal')).toHaveLength(3);
  });

  it('gives up when its time runs out, and says what had stood in the way', async () => {
    const { road, database, settle } = await setting({
      policy: { ...OPEN, limits: [{ purpose: 'survey', most: 1, days: 100 }] },
    });
    await settle(purchase('ada', '1', NOON), purchase('ada', '2', NOON));
    await planAllAsks(road, NOON + 2 * HOUR);
    const expiry = NOON + 2 * HOUR + 14 * DAY;
    expect((await readAsks(database)).map(({ next }) => next).toSorted()).toEqual([expiry, null]);
    await planAllAsks(road, expiry);
    const ended = (await readAsks(database)).find(({ state }) => state !== 'invited');
    expect(ended).toMatchObject({ state: 'passed', reason: 'limitReached', next: null });
    expect(await database.query('', 'select reason from contact_refusal order by at')).toEqual([
      { reason: 'limitReached' },
      { reason: 'expired' },
    ]);
  });

  it('does not ask who objected, and asks at once when they change their mind', async () => {
    const { road, database, settle } = await setting();
    await settle(purchase('ada', '1', NOON));
    const id = customerIdOf('ada');
    await setPreference(road, operator, id, { purpose: 'survey', consent: false }, NOON);
    await planAllAsks(road, NOON + 2 * HOUR);
    expect(await readAsks(database)).toMatchObject([{ state: 'refused', reason: 'noConsent' }]);
    await setPreference(road, operator, id, { purpose: 'survey', channel: 'sms' }, NOON + 3 * HOUR);
    await planAllAsks(road, NOON + 3 * HOUR);
    expect(await readAsks(database)).toMatchObject([{ state: 'refused', tries: 2 }]);
    await setPreference(road, operator, id, { purpose: 'survey', consent: true }, NOON + 4 * HOUR);
    await planAllAsks(road, NOON + 4 * HOUR);
    expect(await readAsks(database)).toMatchObject([{ state: 'invited' }]);
    expect(await database.query('', 'select channel from survey_invitation')).toEqual([{ channel: 'sms' }]);
  });

  it('lets a survey about the relationship win where two clash', async () => {
    const { road, database, settle } = await setting({
      policy: { ...OPEN, limits: [{ purpose: 'survey', most: 1, days: 7 }] },
    });
    const triggers = [{ on: 'activity', kinds: ['purchase'], afterHours: 1 }] as const;
    await publishSurvey(database, 'relationship', document({ ask: { triggers } }), 'relationship');
    await settle(purchase('ada', '1', NOON));
    await planAllAsks(road, NOON + 2 * HOUR);
    expect((await readAsks(database)).map(({ survey, state }) => [survey, state])).toEqual([
      ['after-purchase', 'refused'],
      ['relationship', 'invited'],
    ]);
  });

  it('asks no more when it is not published any more, or has as many responses as it wants', async () => {
    const { road, database, settle, survey } = await setting();
    await settle(purchase('ada', '1', NOON));
    await publishSurvey(
      database,
      'after-purchase',
      document({ quotas: [{ most: 1 }], ask: { triggers: [{ on: 'activity', kinds: ['purchase'] }] } }),
    );
    await database.query(
      '',
      `insert into survey_answer (respondent, response, question, survey_id, version, answered_at)
       values (gen_random_uuid(), gen_random_uuid(), 'recommend', $1, 1, now())`,
      [survey],
    );
    await planAllAsks(road, NOON + 2 * HOUR);
    expect(await readAsks(database)).toMatchObject([{ state: 'passed', reason: 'quotaFull' }]);
    await settle(purchase('bob', '1', NOON));
    await withdrawSurvey(database, 'after-purchase');
    await planAllAsks(road, NOON + 2 * HOUR);
    expect((await readAsks(database))[1]).toMatchObject({ state: 'passed', reason: 'surveyEnded' });
  });
});
