import { beforeAll, expect, it } from 'vitest';
import { writePreference } from '../../../src/contacts/preferences.ts';
import { sweepAll } from '../../../src/pipeline/sweep.ts';
import type { TestApp } from '../../../test/support/app.ts';
import { type Moment, standingByHand } from './by-hand.ts';
import {
  FIRST,
  FOLLOWED,
  NOW,
  pacesByHand,
  pacesOf,
  people,
  publishSample,
  STAGES,
  sampleApp,
  sumOf,
} from './sample.ts';

const DAY = 86_400_000;
const MOMENT: Moment = { followed: FOLLOWED, first: FIRST, now: NOW, seen: 'day' };
let now = FOLLOWED;
let system: TestApp;

/** The customers of the demo live from day to day: time passes at midnight, and what happened in a day is told at its end. */
beforeAll(async () => {
  system = await sampleApp(() => now);
  const { road, database } = system.app;
  await publishSample(system);
  const everybody = people();
  const profiles = new Map(everybody.map(({ profile, activities }) => [activities[0], profile]));
  const story = everybody.flatMap(({ activities }) => activities);
  const days = Map.groupBy(story, ({ occurredAt = 0 }) => Math.max(FOLLOWED, Math.floor(occurredAt / DAY) * DAY));
  for (let day = FOLLOWED; day < NOW; day += DAY) {
    await sweepAll(road, day);
    const activities = days.get(day) ?? [];
    for (let i = 0; i < activities.length; i += 1000) {
      const part = activities.slice(i, i + 1000);
      const fresh = part.flatMap((one) => profiles.get(one) ?? []);
      await road.settle({ activities: part, profiles: fresh, now: day + DAY - 1 });
    }
  }
  now = NOW;
  await sweepAll(road, now);
  const refusing = await database.query<{ id: string }>('', `select id from customer where id::text like '%0'`);
  for (const { id } of refusing) await writePreference(database, id, { purpose: 'follow-up', consent: false }, now);
}, 60_000);

const told = (part: string) =>
  system.app.database.query<{ customer: string; stage: string }>(
    '',
    `select customer_id as customer, substr(o.key, length($1) + 2) as ${part}
       from outcome join outcome_code o using (code) where o.key like $1 || '.%' order by 1`,
    [part],
  );

it('each customer is in the stage and in the quadrant that what it did says', async () => {
  const stages = await system.app.database.query<{ stage: string }>('', standingByHand(MOMENT));
  expect(await told('stage')).toEqual(stages);
  expect(new Set(stages.map(({ stage }) => stage))).toEqual(new Set(STAGES));
  const quadrants = await system.app.database.query<{ quadrant: string }>(
    '',
    `with did as (
       select customer_id, avg((payload ->> 'score')::float8) filter (where kind = 'rating') as rating,
              max(occurred_at) filter (where kind = 'purchase') > $1::timestamptz - interval '60 days' as stays
         from activity group by 1)
     select customer_id as customer, case when rating >= 4 and stays then 'happy-stayer' when stays then 'hostage'
                                          when rating >= 4 then 'happy-leaver' else 'defector' end as quadrant
       from did where rating is not null order by 1`,
    [new Date(now)],
  );
  expect(await told('quadrant')).toEqual(quadrants);
  expect(new Set(quadrants.map(({ quadrant }) => quadrant)).size).toBe(4);
});

it('the pace of every stage and of the whole is what activities say', async () => {
  const found = await pacesOf(system);
  expect(found).toEqual(await pacesByHand(system, MOMENT));
  expect(new Set([...found.values()].map(({ pace }) => pace?.onTrack)).size).toBe(2);
});

it('stages part the customers of the first day, so their figures make up those of the whole', async () => {
  const found = await pacesOf(system);
  for (const figure of ['customers', 'retained', 'atRisk', 'reachable'])
    expect(sumOf(found, figure), figure).toBe(found.get('all')?.pace?.[figure]);
  const [everybody] = await system.app.database.query<{ count: number }>(
    '',
    `select count(distinct customer_id)::int as count from activity where occurred_at <= $1`,
    [new Date(FIRST)],
  );
  expect(sumOf(found, 'customers') + Number(found.get('lapsed')?.pace?.customers)).toBe(everybody?.count);
});

it('no change from before the year is needed: the feed forgets them', async () => {
  const before = await pacesOf(system);
  await system.app.database.query('', 'delete from change where created_at <= $1', [new Date(FIRST)]);
  expect(await pacesOf(system)).toEqual(before);
});
