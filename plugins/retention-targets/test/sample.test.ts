import { beforeAll, expect, it } from 'vitest';
import { operator } from '../../../src/access/viewer.ts';
import { writePreference } from '../../../src/contacts/preferences.ts';
import { declareAttribute } from '../../../src/customers/declare-attribute.ts';
import { generatePopulation } from '../../../src/demo/population.ts';
import { demoAttributes, demoRuleSets } from '../../../src/demo/rule-sets.ts';
import { publishDemoSurveys } from '../../../src/demo/surveys.ts';
import { sweepAll } from '../../../src/pipeline/sweep.ts';
import { type TestApp, testApp } from '../../../test/support/app.ts';
import { publish } from '../../../test/support/story.ts';
import type { RetentionDocument, Target } from '../document/document.ts';
import { paceByHand, standingByHand } from './by-hand.ts';

const DAY = 86_400_000;
const MOMENT = { followed: Date.UTC(2025, 8, 1), first: Date.UTC(2026, 0, 1), now: Date.UTC(2026, 5, 1) };
const CUSTOMERS = 400;
const KEPT = ['won-back', 'active', 'at-risk', 'onboarding'];
const STAGES = [...KEPT, 'lapsed'];

let now = MOMENT.followed;
let system: TestApp;

const target = (key: string, changes: Partial<Target> = {}): Target => ({
  ...{ key, title: key, base: 0.75, from: '2026-01-01', years: 3, ladder: { by: 'points', step: 0.03 } },
  ...changes,
});

const TARGETS = [
  target('all'),
  ...STAGES.map((stage) => target(stage, { stage, base: stage === 'active' ? 0.4 : 0.75 })),
];

/** The population lives from day to day: time passes at midnight, and what happened in a day is told at its end. */
beforeAll(async () => {
  system = await testApp({ clock: () => now });
  const { road, database } = system.app;
  await publishDemoSurveys(road, operator);
  for (const attribute of demoAttributes) await declareAttribute(database, operator, attribute);
  const life = demoRuleSets('EUR').find(({ kind }) => kind === 'retention-targets')?.document as RetentionDocument;
  await publish(system.app, 'life', 'retention-targets', { ...life, targets: TARGETS });
  const people = [...generatePopulation({ customers: CUSTOMERS, seed: 7, now: MOMENT.now, currency: 'EUR' })];
  const profiles = new Map(people.map(({ profile, activities }) => [activities[0], profile]));
  const story = people.flatMap(({ activities }) => activities);
  const days = Map.groupBy(story, ({ occurredAt = 0 }) =>
    Math.max(MOMENT.followed, Math.floor(occurredAt / DAY) * DAY),
  );
  for (let day = MOMENT.followed; day < MOMENT.now; day += DAY) {
    await sweepAll(road, day);
    const activities = days.get(day) ?? [];
    for (let i = 0; i < activities.length; i += 1000) {
      const part = activities.slice(i, i + 1000);
      await road.settle({
        activities: part,
        profiles: part.flatMap((one) => profiles.get(one) ?? []),
        now: day + DAY - 1,
      });
    }
  }
  now = MOMENT.now;
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

type Pace = Record<string, number | boolean>;
const FIGURES = 'customers retained atRisk reachable rate asked low high onTrack toSave';
const paces = async (): Promise<Map<string, Pace | null>> => {
  const { retentionTargets } = await system.data<{ retentionTargets: { key: string; pace: Pace | null }[] }>(
    `{ retentionTargets { key pace { ${FIGURES} } } }`,
  );
  return new Map(retentionTargets.map(({ key, pace }) => [key, pace]));
};
const near = (pace: Pace): Pace =>
  Object.fromEntries(
    Object.entries(pace).map(([name, value]) => [
      name,
      typeof value === 'number' ? expect.closeTo(value, 9) : value,
    ]) as never,
  );

it('the pace of every stage and of the whole is what activities say', async () => {
  const found = await paces();
  for (const { key, stage, base } of TARGETS) {
    const values = [stage ? [stage] : KEPT, base + 0.03];
    const [counted] = await system.app.database.query<Pace>('', paceByHand(MOMENT), values);
    expect(found.get(key), key).toEqual(near(counted as Pace));
  }
  expect(new Set(TARGETS.map(({ key }) => found.get(key)?.onTrack)).size).toBe(2);
});

it('stages part the customers of the first day, so their figures make up those of the whole', async () => {
  const found = await paces();
  const sum = (figure: string) => KEPT.reduce((total, key) => total + Number(found.get(key)?.[figure]), 0);
  for (const figure of ['customers', 'retained', 'atRisk', 'reachable'])
    expect(sum(figure), figure).toBe(found.get('all')?.[figure]);
  const [everybody] = await system.app.database.query<{ count: number }>(
    '',
    `select count(distinct customer_id)::int as count from activity where occurred_at <= $1`,
    [new Date(MOMENT.first)],
  );
  expect(sum('customers') + Number(found.get('lapsed')?.customers)).toBe(everybody?.count);
});
