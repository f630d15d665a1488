import { describe, expect, it } from 'vitest';
import { customerIdOf } from '../../src/activities/identify.ts';
import { runNextJob } from '../../src/jobs/run-jobs.ts';
import { calendarOf } from '../../src/metrics/calendar.ts';
import type { Asking } from '../../src/surveys/document.ts';
import { drawLot, waveLot } from '../../src/surveys/lot.ts';
import { planWave } from '../../src/surveys/plan-wave.ts';
import { PLAN_WAVE, startWaves } from '../../src/surveys/start-waves.ts';
import { waveAt } from '../../src/surveys/wave.ts';
import { testRoad } from '../support/road.ts';
import { DAY, document, HOUR, NOON, OPEN, publishSurvey, usePolicy } from './setting.ts';

describe('the rounds of a periodic survey', () => {
  const berlin = calendarOf('Europe/Berlin');
  const at = (time: string, everyDays = 7) => waveAt({ firstAt: '2026-03-24', everyDays }, berlin, Date.parse(time));

  it('change at midnight of the account, to the millisecond, also when the clocks changed in between', () => {
    expect(at('2026-03-23T22:59:59.999Z')).toBeUndefined();
    expect(at('2026-03-23T23:00:00.000Z')?.key).toBe('2026-03-24');
    expect(at('2026-03-30T21:59:59.999Z')?.key).toBe('2026-03-24');
    expect(at('2026-03-30T22:00:00.000Z')?.key).toBe('2026-03-31');
  });

  it('follow each other with no gap and no overlap', () => {
    for (let day = 0; day < 400; day += 1) {
      const now = Date.parse('2026-03-24T12:00:00Z') + day * DAY;
      const wave = waveAt({ firstAt: '2026-03-24', everyDays: 9 }, berlin, now);
      const next = waveAt({ firstAt: '2026-03-24', everyDays: 9 }, berlin, wave?.closesAt ?? 0);
      expect(next?.opensAt).toBe(wave?.closesAt);
      expect(waveAt({ firstAt: '2026-03-24', everyDays: 9 }, berlin, (wave?.closesAt ?? 0) - 1)).toEqual(wave);
    }
  });
});

/** A road with one periodic survey and customers of two zones. */
async function setting(ask: Partial<Asking> = {}, policy = OPEN) {
  const { road, database } = await testRoad();
  await usePolicy(database, policy);
  const triggers = [{ on: 'schedule', everyDays: 90, spreadDays: 10, firstAt: '2026-06-01' }] as const;
  const survey = await publishSurvey(database, 'relation', document({ ask: { triggers, ...ask } }), 'relationship');
  const profiles = Array.from({ length: 600 }, (_, i) => ({
    customer: { externalId: `c${i}` },
    ...(i % 2 === 0 && { timeZone: 'Asia/Shanghai' }),
  }));
  await road.settle({ activities: [], profiles, now: NOON });
  const work = async (now: number) => {
    const started = await startWaves(road, now);
    while (await runNextJob(database, new Map([[PLAN_WAVE, planWave(road, () => now)]])));
    return started.length;
  };
  const asks = () =>
    database.query<{ id: string; customer: string; due: number; zone: string | null; probability: number }>(
      '',
      `select a.id, a.customer_id as customer, c.time_zone as zone, a.probability,
              (extract(epoch from a.due_at) * 1000)::float8 as due
         from survey_ask a join customer c on c.id = a.customer_id order by a.customer_id`,
    );
  return { road, database, survey, work, asks };
}

describe('a round', () => {
  it('gives each customer one day in it, which the lot says, and begins once', async () => {
    const { survey, work, asks } = await setting();
    expect(await work(NOON)).toBe(1);
    expect(await work(NOON + DAY)).toBe(0);
    const planned = await asks();
    expect(planned).toHaveLength(600);
    const opens = NOON - 12 * HOUR;
    for (const { id, customer, due, zone } of planned) {
      const lot = drawLot(`${waveLot(survey, '2026-06-01')}${customer}`);
      const begins = zone === null ? opens : opens - 8 * HOUR;
      expect([id, due]).toEqual([lot.id, begins + Math.floor(lot.day * 10) * DAY]);
    }
    const perDay = [...Map.groupBy(planned, ({ due, zone }) => due + (zone === null ? 0 : 8 * HOUR)).values()];
    expect(perDay).toHaveLength(10);
    for (const day of perDay) expect(Math.abs(day.length - 60)).toBeLessThan(5 * Math.sqrt(60));
    expect(await work(NOON + 90 * DAY)).toBe(1);
    expect(await asks()).toHaveLength(1200);
  });

  it('asks as early on that day as the quiet hours allow where the customer lives', async () => {
    const { work, asks } = await setting({}, { ...OPEN, quietHours: { from: '21:00', to: '09:00' } });
    await work(NOON);
    const hours = new Set((await asks()).map(({ due, zone }) => `${zone} ${new Date(due).getUTCHours()}`));
    expect(hours).toEqual(new Set(['null 9', 'Asia/Shanghai 1']));
  });

  it('draws the share that the survey says, with its probability', async () => {
    const { survey, work, asks } = await setting({ sample: 0.25 });
    await work(NOON);
    const planned = await asks();
    const drawn = Array.from({ length: 600 }, (_, i) => customerIdOf(`c${i}`)).filter(
      (id) => drawLot(`${waveLot(survey, '2026-06-01')}${id}`).share < 0.25,
    );
    expect(new Set(planned.map(({ customer }) => customer))).toEqual(new Set(drawn));
    expect(new Set(planned.map(({ probability }) => probability))).toEqual(new Set([0.25]));
  });

  it('that begins late is spread from today on, and not asked of everybody at once', async () => {
    const { work, asks } = await setting();
    await work(NOON + 40 * DAY);
    const dues = (await asks()).map(({ due }) => due);
    expect(Math.min(...dues)).toBe(NOON - 20 * HOUR + 40 * DAY);
    expect(Math.max(...dues)).toBe(NOON - 12 * HOUR + 49 * DAY);
  });
});
