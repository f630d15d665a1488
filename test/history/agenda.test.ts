import { expect, it } from 'vitest';
import { operator } from '../../src/access/viewer.ts';
import { declareAttribute } from '../../src/customers/declare-attribute.ts';
import { generatePopulation } from '../../src/demo/population.ts';
import { demoAttributes, demoRuleSets } from '../../src/demo/rule-sets.ts';
import { publishDemoSurveys } from '../../src/demo/surveys.ts';
import { upcoming } from '../../src/history/agenda.ts';
import { foresee } from '../../src/history/kept-steps.ts';
import { readLives } from '../../src/history/read-lives.ts';
import { sweepAll } from '../../src/pipeline/sweep.ts';
import { publish, testRoad } from '../support/road.ts';

const DAY = 86_400_000;
const START = Date.UTC(2026, 10, 27, 9, 30);
const CUSTOMERS = 300;

interface Flip {
  readonly at: number;
  readonly customer: string;
  readonly key: string;
  readonly from: string | null;
  readonly to: string | null;
}

const inOrder = (flips: readonly Flip[]): string[] => flips.map((flip) => JSON.stringify(flip)).sort();

it('every flip of a year was on the agenda at its instant, and nothing on the agenda failed to happen', async () => {
  const { road, database } = await testRoad();
  await publishDemoSurveys(road, operator);
  for (const attribute of demoAttributes) await declareAttribute(database, operator, attribute);
  for (const { key, kind, document } of demoRuleSets('EUR')) await publish(road, key, kind, document);
  const population = [...generatePopulation({ customers: CUSTOMERS, seed: 7, now: START, currency: 'EUR' })];
  for (const { profile, activities } of population) await road.settle({ profiles: [profile], activities, now: START });
  const [mark] = await database.query<{ id: string }>('mark', 'select coalesce(max(id), 0) as id from change');

  // the agenda of everybody, a year ahead
  const ids = (await database.query<{ id: string }>('ids', 'select id from customer')).map(({ id }) => id);
  const until = START + 365 * DAY;
  const agenda: Flip[] = [];
  const engine = await road.engine();
  const lives = await readLives(database, engine, ids);
  await foresee(database, engine, lives, START, until);
  for await (const { at, customerId, change } of upcoming(lives, START, until, Number.POSITIVE_INFINITY)) {
    expect(at).toBeGreaterThanOrEqual(agenda.at(-1)?.at ?? START);
    agenda.push({ at, customer: customerId, key: change.key, from: change.from, to: change.to });
  }
  expect(agenda.length).toBeGreaterThan(CUSTOMERS);

  // the year itself: the clock stops at the end of each day, and just before and at each instant of the agenda
  const instants = [...new Set(agenda.flatMap(({ at }) => [at - 1, at]))];
  const days = Array.from({ length: 365 }, (_, day) => START + (day + 1) * DAY);
  for (const now of [...new Set([...instants, ...days])].sort((a, b) => a - b)) await sweepAll(road, now);

  const happened = await database.query<Flip>(
    'happened',
    `select (extract(epoch from created_at) * 1000)::float8 as at, customer_id as customer, key, "from", "to"
       from change where id > $1 and created_at <= to_timestamp($2::float8 / 1000)`,
    [mark?.id, until],
  );
  expect(inOrder(happened.map(({ at, customer, key, from, to }) => ({ at, customer, key, from, to })))).toEqual(
    inOrder(agenda),
  );
}, 300_000);
