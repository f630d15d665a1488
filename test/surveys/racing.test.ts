import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { operator } from '../../src/access/viewer.ts';
import type { ContactPolicy } from '../../src/contacts/policy.ts';
import { runNextJob } from '../../src/jobs/run-jobs.ts';
import { planAllAsks } from '../../src/surveys/plan-asks.ts';
import { planWaveNow } from '../../src/surveys/plan-by-hand.ts';
import { planWave } from '../../src/surveys/plan-wave.ts';
import { PLAN_WAVE } from '../../src/surveys/start-waves.ts';
import { testRoad } from '../support/road.ts';
import { faultsOf } from './check-ledger.ts';
import { DAY, document, NOON, OPEN, publishSurvey, purchase, usePolicy } from './setting.ts';

const POLICY: ContactPolicy = {
  ...OPEN,
  limits: [
    { purpose: 'survey', most: 2, days: 6 },
    { purpose: null, most: 3, days: 5 },
  ],
  waits: [{ category: 'relationship', days: 4 }],
  quietHours: { from: '21:00', to: '07:00' },
  consent: { survey: 'opt-out', offer: 'opt-out', 'follow-up': 'opt-out' },
};

const run = (url: string, ...rest: string[]) =>
  promisify(execFile)(process.execPath, ['test/surveys/planner.ts', url, ...rest]);

describe('the ledger of contacts', () => {
  it('is never exceeded by eight processes that contact the same customers, and nobody is forgotten or unexplained', async () => {
    const { road, database, url } = await testRoad();
    await usePolicy(database, POLICY);
    const upon = (afterHours: number, sample = 1) =>
      document({ ask: { triggers: [{ on: 'activity', kinds: ['purchase'], afterHours }], sample } });
    await publishSurvey(database, 'after-purchase', upon(1));
    await publishSurvey(database, 'how-are-we', upon(30, 0.5), 'relationship');
    await publishSurvey(database, 'direct', document());
    const rounds = 25;
    await Promise.all(Array.from({ length: 8 }, (_, i) => run(url, 'race', String(i + 1), String(rounds))));
    const end = NOON + rounds * 11 * 3_600_000;
    await planAllAsks(road, end);
    expect(await faultsOf(database, POLICY, end)).toEqual([]);
    // and the race was one: much was invited, much was refused, for every reason there is here
    const reasons = await database.query<{ reason: string; count: number }>(
      '',
      'select reason, count(*)::int as count from contact_refusal group by 1',
    );
    expect(new Set(reasons.map(({ reason }) => reason))).toEqual(
      new Set(['limitReached', 'waitingTime', 'quietHours', 'noConsent']),
    );
    const [{ invited } = { invited: 0 }] = await database.query<{ invited: number }>(
      '',
      'select count(*)::int as invited from survey_invitation',
    );
    expect(invited).toBeGreaterThan(40);
    // everything ends: when their time is over, nobody waits any more
    const over = end + 60 * DAY;
    await planAllAsks(road, over);
    expect(await faultsOf(database, POLICY, over)).toEqual([]);
    expect(await database.query('', 'select 1 from survey_ask where next_at is not null')).toEqual([]);
  }, 180_000);
});

describe('a planner that is killed', () => {
  it('leaves nothing half-done, and the next one goes on', async () => {
    const { road, database, url } = await testRoad();
    await usePolicy(database, OPEN);
    await publishSurvey(
      database,
      'after-purchase',
      document({ ask: { triggers: [{ on: 'activity', kinds: ['purchase'] }] } }),
    );
    const activities = Array.from({ length: 40 }, (_, i) => purchase(`c${i}`, '1', NOON));
    await road.settle({ activities, now: NOON });
    await expect(run(url, 'die', '1', '2')).rejects.toMatchObject({ signal: 'SIGKILL' });
    const invited = async () => (await database.query('', `select 1 from survey_ask where state = 'invited'`)).length;
    expect(await invited()).toBe(20);
    expect(await faultsOf(database, OPEN, NOON - 1)).toEqual([]);
    await planAllAsks(road, NOON);
    expect(await invited()).toBe(40);
    expect(await faultsOf(database, OPEN, NOON)).toEqual([]);
  }, 60_000);

  it('leaves a round where it stood, and everybody gets one day in it', async () => {
    const { road, database, url } = await testRoad();
    const when = { all: [{ fact: 'ordersEver', operator: 'lessThan', value: 1 }] };
    await publishSurvey(database, 'yearly', document({ ask: { triggers: [], when } }), 'relationship');
    await database.query(
      '',
      `insert into customer (id, external_id) select gen_random_uuid(), 'c' || n from generate_series(1, 5000) n`,
    );
    await planWaveNow(road, operator, { survey: 'yearly', wave: 'one', spreadDays: 30 }, NOON);
    await expect(run(url, 'wave', '1', '1')).rejects.toMatchObject({ signal: 'SIGKILL' });
    const planned = async () => (await database.query('', 'select 1 from survey_ask')).length;
    expect(await planned()).toBe(2000);
    await database.query('', `update job set lease_until = now() - interval '1 minute'`);
    while (await runNextJob(database, new Map([[PLAN_WAVE, planWave(road, () => NOON)]])));
    expect(await planned()).toBe(5000);
    expect(
      await database.query('', 'select population, planned, planned_at is not null as done from survey_wave'),
    ).toEqual([{ population: 5000, planned: 5000, done: true }]);
  }, 60_000);
});
