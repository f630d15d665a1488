import { expect, it } from 'vitest';
import { operator } from '../../../src/access/viewer.ts';
import { declareAttribute } from '../../../src/customers/declare-attribute.ts';
import { generatePopulation } from '../../../src/demo/population.ts';
import { demoAttributes, demoRuleSets } from '../../../src/demo/rule-sets.ts';
import { publishDemoSurveys } from '../../../src/demo/surveys.ts';
import { publish, testRoad } from '../../../test/support/road.ts';

const NOW = Date.UTC(2026, 10, 27, 9, 30);
const CUSTOMERS = 400;

it('of the sample population each customer is in the stage and in the quadrant that what it did says', async () => {
  const { road, database } = await testRoad();
  await publishDemoSurveys(road, operator);
  for (const attribute of demoAttributes) await declareAttribute(database, operator, attribute);
  const life = demoRuleSets('EUR').find(({ kind }) => kind === 'retention-targets');
  await publish(road, 'life', 'retention-targets', life?.document ?? {});
  for (const { profile, activities } of generatePopulation({
    customers: CUSTOMERS,
    seed: 7,
    now: NOW,
    currency: 'EUR',
  }))
    await road.settle({ profiles: [profile], activities, now: NOW });
  const told = (part: string) =>
    database.query<{ customer: string; key: string }>(
      '',
      `select customer_id as customer, substr(o.key, length($1) + 2) as key from outcome join outcome_code o using (code)
        where o.key like $1 || '.%' order by 1`,
      [part],
    );
  const did = `with did as (
    select c.id, count(a.id) filter (where a.kind = 'purchase') as orders,
           floor(extract(epoch from $1 - max(a.occurred_at) filter (where a.kind = 'purchase')) / 86400) as days,
           avg((a.payload ->> 'score')::float8) filter (where a.kind = 'rating') as rating
      from customer c left join activity a on a.customer_id = c.id group by 1)`;
  const stages = await database.query<{ customer: string; key: string }>(
    '',
    `${did} select id as customer, case when days < 60 and orders >= 2 then 'active' when days >= 60 and days < 120 then 'at-risk'
                                       when days >= 120 then 'lapsed' else 'onboarding' end as key
              from did order by 1`,
    [new Date(NOW)],
  );
  expect(await told('stage')).toEqual(stages);
  expect(new Set(stages.map(({ key }) => key)).size).toBe(4);
  const quadrants = await database.query<{ customer: string; key: string }>(
    '',
    `${did} select id as customer, case when rating >= 4 and coalesce(days < 60, true) then 'happy-stayer'
                                       when rating < 4 and coalesce(days < 60, true) then 'hostage'
                                       when rating >= 4 then 'happy-leaver' else 'defector' end as key
              from did where rating is not null order by 1`,
    [new Date(NOW)],
  );
  expect(await told('quadrant')).toEqual(quadrants);
  expect(new Set(quadrants.map(({ key }) => key)).size).toBe(4);
});
