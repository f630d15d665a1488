import { afterEach, expect, it } from 'vitest';
import { operator } from '../../../src/access/viewer.ts';
import { customerIdOf } from '../../../src/activities/identify.ts';
import { failPoints } from '../../../src/db/fail-point.ts';
import { eraseCustomer } from '../../../src/pipeline/erase.ts';
import { sweep, sweepAll } from '../../../src/pipeline/sweep.ts';
import { setPreference } from '../../../src/surveys/set-preference.ts';
import { testApp } from '../../../test/support/app.ts';
import { happen, publish } from '../../../test/support/story.ts';
import { publishSurvey, surveyOf } from '../../../test/support/surveys.ts';
import { OPEN, usePolicy } from '../../../test/surveys/setting.ts';
import type { LoopDocument } from '../document/document.ts';
import { example } from '../document/example.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A Wednesday, late in the evening. */
const NIGHT = Date.UTC(2026, 5, 3, 22);
const MORNING = NIGHT + 11 * HOUR;
const QUIET = { ...OPEN, quietHours: { from: '21:00', to: '09:00' } };
let now = NIGHT;
const own = await testApp({ clock: () => now });
const { app, data, url } = own;
await publishSurvey(app.database, 'visit', surveyOf('satisfied'));
await publish(app, 'voices', 'feedback-loop', example);
afterEach(() => {
  failPoints.reached = undefined;
  now = NIGHT;
});

let responses = 0;
const rates = (who: string, score: number, at = now, response = `r${responses++}`): Promise<void> => {
  const payload = { survey: 'visit', question: 'satisfied', score, response };
  return happen(app, [{ who, kind: 'surveyAnswer', at, payload }]);
};
const sweepAt = (at: number): Promise<number> => {
  now = at;
  return sweepAll(app.road, at);
};
interface Told {
  what: string;
  cause: string;
  at: number;
}
const told = (who: string): Promise<Told[]> =>
  app.database.query<Told>(
    '',
    `select concat_ws(' ', type, key) as what, cause ->> 'by' as cause, (extract(epoch from created_at) * 1000)::float8 as at
       from change where customer_id = $1 and (type like 'follow-up%' or type like 'case%') order by change_seq`,
    [customerIdOf(who)],
  );
const asked = async (who: string): Promise<string[]> =>
  (await told(who)).map(({ what, at }) => `${what} ${(at - NIGHT) / HOUR}`);
const contacts = async (who: string): Promise<number> =>
  (await app.database.query('', 'select 1 from contact where customer_id = $1', [customerIdOf(who)])).length;
const waits = async (who: string) =>
  (
    await data<{ customer: { waitingFollowUps: { ask: string; reason: string; nextAt: string | null }[] } }>(
      `query ($who: String!) { customer(by: { externalId: $who }) {
         waitingFollowUps { ask rule ruleSetKey reason nextAt until } } }`,
      { who },
    )
  ).customer.waitingFollowUps;

it('who must not be asked at night is asked in the morning, once, although nothing happens', async () => {
  await usePolicy(app.database, QUIET);
  await rates('ada', 5);
  expect(await told('ada')).toEqual([]);
  expect(await waits('ada')).toEqual([
    {
      ...{ ask: 'review', rule: 'review', ruleSetKey: 'voices', reason: 'QUIET_HOURS' },
      ...{ nextAt: new Date(MORNING).toISOString(), until: new Date(NIGHT + 7 * DAY).toISOString() },
    },
  ]);
  await sweepAt(MORNING - 1);
  expect(await told('ada')).toEqual([]);
  for (const at of [MORNING, MORNING, MORNING + DAY]) await sweepAt(at);
  expect(await told('ada')).toEqual([{ what: 'follow-up.asked review', cause: 'time', at: MORNING }]);
  expect([await contacts('ada'), await waits('ada')]).toEqual([1, []]);
});

it('of what was said in one night the last counts, and nobody is asked for what holds no more', async () => {
  await usePolicy(app.database, QUIET);
  // said again; said worse; said before, and told late
  for (const who of ['twice', 'worse', 'late']) await rates(who, 5);
  now += HOUR;
  await rates('twice', 4);
  await rates('worse', 2);
  await rates('late', 4, NIGHT - HOUR);
  await rates('angry', 5);
  await happen(app, [{ who: 'angry', kind: 'complaintOpened', at: now + 1, payload: { complaint: 'c' } }]);
  await sweepAt(MORNING);
  expect(await asked('twice')).toEqual(['follow-up.asked improve 11']);
  expect(await asked('worse')).toEqual(['case.opened unhappy 1']);
  expect(await asked('late')).toEqual(['follow-up.asked review 11']);
  expect((await asked('angry')).map((one) => one.split(' ')[1])).toEqual(['complaint']);
});

it('an answer that was corrected asks for nothing, although nothing follows from the new one', async () => {
  const [, improve] = example.rules as [LoopDocument['rules'][0], LoopDocument['rules'][0]];
  await publish(app, 'voices', 'feedback-loop', { rules: [improve] });
  await usePolicy(app.database, QUIET);
  await rates('mended', 4, now, 'mended');
  await rates('steady', 4);
  now += HOUR;
  await rates('mended', 1, now, 'mended');
  await sweepAt(MORNING);
  expect([await asked('mended'), await asked('steady')]).toEqual([[], ['follow-up.asked improve 11']]);
  // and the rule must still be there
  now = NIGHT;
  await rates('ruled', 4);
  await publish(app, 'voices', 'feedback-loop', { rules: [{ ...improve, key: 'other' }] });
  await sweepAt(MORNING);
  expect([await asked('ruled'), await waits('ruled')]).toEqual([[], []]);
  await publish(app, 'voices', 'feedback-loop', example);
});

it('it waits as long as a limit says, within the days of its rule set, and not a millisecond longer', async () => {
  const limits = (days: number) => [{ purpose: 'follow-up' as const, most: 1, days }];
  await usePolicy(app.database, { ...OPEN, limits: limits(8) });
  // the second answer may be asked about eight days after the first: just in its time, and just out of it
  for (const [who, after] of [
    ['just', DAY],
    ['late', DAY - 1],
  ] as const) {
    now = NIGHT;
    await rates(`${who}-in-time`, 5);
    now += after;
    await rates(`${who}-in-time`, 5);
  }
  expect((await waits('late-in-time')).length).toBe(0);
  await sweepAt(NIGHT + 8 * DAY);
  expect(await asked('just-in-time')).toEqual(['follow-up.asked review 0', 'follow-up.asked review 192']);
  expect(await asked('late-in-time')).toHaveLength(1);
  expect(await app.database.query('', 'select 1 from feedback_loop_waiting')).toEqual([]);
});

it('who consents in time is asked at once, and of who is erased nothing waits', async () => {
  await usePolicy(app.database, { ...OPEN, consent: { ...OPEN.consent, 'follow-up': 'opt-in' } });
  for (const who of ['willing', 'silent', 'gone']) await rates(who, 5);
  expect(await waits('willing')).toMatchObject([{ reason: 'NO_CONSENT', nextAt: null }]);
  now += HOUR;
  await setPreference(app.road, operator, customerIdOf('willing'), { purpose: 'follow-up', consent: true }, now);
  expect(await asked('willing')).toEqual(['follow-up.asked review 1']);
  await eraseCustomer(app.road, operator, { externalId: 'gone' }, app.contributions.personal, now);
  const waiting = () => app.database.query<{ id: string }>('', 'select customer_id as id from feedback_loop_waiting');
  expect(await waiting()).toEqual([{ id: customerIdOf('silent') }]);
  await sweepAt(NIGHT + 7 * DAY);
  expect([await waiting(), await asked('silent'), await contacts('silent')]).toEqual([[], [], 0]);
});

it('whoever dies before the end, and however many come by, each is asked once', async () => {
  await usePolicy(app.database, QUIET);
  const people = Array.from({ length: 12 }, (_, i) => `racer-${i}`);
  for (const who of people) await rates(who, 5);
  const others = await Promise.all([1, 2].map(() => testApp({ url, clock: () => now })));
  now = MORNING;
  failPoints.reached = (point) =>
    point === 'before-commit' ? Promise.reject(new Error('it died here')) : Promise.resolve();
  await expect(sweep(app.road, now)).rejects.toThrow('it died here');
  expect(await asked('racer-0')).toEqual([]);
  failPoints.reached = undefined;
  const roads = [app.road, ...others.map((other) => other.app.road)];
  await Promise.all(Array.from({ length: 9 }, (_, i) => sweep(roads[i % 3] as typeof app.road, now, 3 + i)));
  await sweepAll(app.road, now);
  for (const who of people) expect([await asked(who), await contacts(who)]).toEqual([['follow-up.asked review 11'], 1]);
});
