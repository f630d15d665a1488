import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import type { ActivityDraft } from '../../src/activities/draft.ts';
import { literal } from '../../src/db/arrays.ts';
import type { Life, Profile } from '../../src/history/life.ts';
import { readLives } from '../../src/history/read-lives.ts';
import { relive } from '../../src/history/relive.ts';
import { type TestRoad, testRoad } from '../support/road.ts';
import {
  DAY,
  DEFINED,
  define,
  drawEvents,
  END,
  idsOf,
  playYears,
  prepare,
  publications,
  publishAt,
  START,
} from './years.ts';

const CUSTOMERS = 70;
const INSTANTS = 20;
const events = drawEvents(CUSTOMERS, 8, 42);
const ids = idsOf(CUSTOMERS);
let past: TestRoad;

beforeAll(async () => {
  past = await testRoad();
  await prepare(past.database);
  await playYears(past.road, events);
}, 300_000);

interface Recorded {
  external_id: string;
  kind: string;
  key: string;
  source: string;
  payload: Record<string, unknown>;
  at: number;
}

/** A new database that is fed with what was known at an instant, and nothing else. */
async function fresh(at: number): Promise<TestRoad> {
  const made = await testRoad();
  const { road, database } = made;
  await prepare(database);
  if (at >= DEFINED) await define(road, DEFINED);
  for (const publication of publications) if (publication.at <= at) await publishAt(road, publication);
  const known = await past.database.query<Recorded>(
    '',
    `select c.external_id, a.kind, a.key, a.source, a.payload, (extract(epoch from a.occurred_at) * 1000)::float8 as at
       from activity a join customer c on c.id = a.customer_id where a.recorded_at <= to_timestamp($1) order by a.recorded_at, a.seq`,
    [at / 1000],
  );
  const profiles = events.filter((event) => event.at <= at).flatMap((event) => event.profiles);
  const activities = known.map(
    ({ at: occurredAt, external_id: externalId, ...rest }): ActivityDraft => ({
      ...rest,
      customer: { externalId },
      occurredAt,
    }),
  );
  await road.settle({ activities: [], profiles, now: at });
  for (let from = 0; from < activities.length; from += 1000)
    await road.settle({ activities: activities.slice(from, from + 1000), now: at });
  return made;
}

/** All that can be said of a customer at an instant. */
function tell(life: Life, at: number): { metrics: Record<string, number>; held: string[]; profile: Profile } {
  const { numbers, held, profile } = life.standing;
  const metrics = [...life.engine.plan.metrics].map(([key, { read }]) => [key, read(numbers, at)]);
  const keys = held.map(({ code }) => {
    const name = life.engine.outcomes.get(code);
    return `${life.engine.ruleSets[name?.ruleSet ?? -1]?.key} ${name?.key}`;
  });
  return { metrics: Object.fromEntries(metrics), held: keys.sort(), profile };
}

it('a customer as of an instant is what a fresh database says that knows only what was known then', async () => {
  const instants = [
    ...fc.sample(fc.integer({ min: START, max: END }), { numRuns: INSTANTS - 3, seed: 5 }),
    DEFINED,
    START + 200 * DAY - 1,
    START + 395 * DAY,
  ];
  let compared = 0;
  let holding = 0;
  for (const at of instants) {
    const { road, database } = await fresh(at);
    const then = await relive(past.road, ids, at);
    const now = new Map((await readLives(database, await road.engine(), ids)).map((life) => [life.id, life]));
    for (const [i, id] of ids.entries()) {
      const expected = now.get(id);
      const life = then[i] ?? undefined;
      expect(life && tell(life, at), `${id} ${at}`).toEqual(expected && tell(expected, at));
      if (life) compared++;
      if (life && life.standing.held.length > 1) holding++;
    }
    await database.close();
  }
  console.log(`${compared} customers as of ${instants.length} instants`);
  expect(compared).toBeGreaterThan(1000);
  expect(holding).toBeGreaterThan(500);
}, 300_000);

interface Outcome {
  customer: string;
  code: number;
  since: number;
  cause: object;
  why: object;
}

it('says since when and why as the road did, when nobody was late', async () => {
  const rows = await past.database.query<Outcome>(
    '',
    `select customer_id as customer, code, (extract(epoch from since) * 1000)::float8 as since, cause, why
       from outcome where customer_id = any($1::uuid[])`,
    [literal(ids)],
  );
  const then = await relive(past.road, ids, END);
  const told = then.flatMap((life) =>
    life
      ? life.standing.held.map(({ code, since }): Outcome => {
          const { cause, why } = life.reasons.get(code) as { cause: object; why: object };
          return { customer: life.id, code, since, cause, why };
        })
      : [],
  );
  const order = (list: readonly Outcome[]): unknown[] =>
    JSON.parse(JSON.stringify(list.toSorted((a, b) => (a.customer + a.code < b.customer + b.code ? -1 : 1))));
  expect(rows.length).toBeGreaterThan(CUSTOMERS);
  expect(order(told)).toEqual(order(rows));
});
