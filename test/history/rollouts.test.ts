import { expect, it } from 'vitest';
import { explainOutcome } from '../../src/explain/explain-outcome.ts';
import { Case } from '../../src/explain/what-if.ts';
import { readLives } from '../../src/history/read-lives.ts';
import { relive } from '../../src/history/relive.ts';
import { runNextJob } from '../../src/jobs/run-jobs.ts';
import { type Author, author, segmentsOf } from '../authoring/author.ts';
import { purchase, record } from '../graphql/write/record.ts';
import { testApp } from '../support/app.ts';

it('while a version is rolled out, explanations and past instants tell of the version that judged each customer', async () => {
  const system = await testApp();
  const { database, road, jobs } = system.app;
  const anna: Author = await author(system, 'anna');
  // customer n has 1 + n % 4 orders
  await record(
    system,
    Array.from({ length: 80 }, (_, n) =>
      Array.from({ length: 1 + (n % 4) }, (_, i) => purchase(`c${n}`, `o${i}`)),
    ).flat(),
  );
  const ids = (await database.query<{ id: string }>('', 'select id from customer')).map(({ id }) => id);
  const settle = async (): Promise<void> => {
    while ((await runNextJob(database, jobs)) !== undefined);
  };
  const publish = async (orders: number, rollout?: object): Promise<void> => {
    const draft = { key: 'r', kind: 'segments', title: 'R', source: segmentsOf({ few: orders }) };
    const { version } = await anna.act('saveRuleSet', draft);
    await anna.act('publishRuleSet', { key: 'r', number: version?.number, ...(rollout && { rollout }) });
    await settle();
  };
  const widen = async (percent?: number): Promise<void> => {
    const change = { key: 'r', ...(percent !== undefined && { percent }) };
    await anna.ask('mutation ($input: ChangeRolloutInput!) { changeRollout(input: $input) { __typename } }', {
      input: change,
    });
    await settle();
  };

  const seen: { at: number; members: string[] }[] = [];
  const look = async (): Promise<void> => {
    const members = await database.query<{ id: string }>('', 'select customer_id as id from outcome order by 1');
    const [clock] = await database.query<{ at: number }>(
      '',
      'select floor(extract(epoch from clock_timestamp()) * 1000)::float8 as at',
    );
    seen.push({ at: clock?.at ?? 0, members: members.map(({ id }) => id) });
    const engine = await road.engine();
    const told = (await readLives(database, engine, ids))
      .filter((life) => explainOutcome(new Case(life, clock?.at ?? 0), { place: 0, key: 'few' }).holds)
      .map(({ id }) => id);
    expect(told.sort()).toEqual(seen.at(-1)?.members);
  };
  await publish(4);
  await look();
  await publish(1, { percent: 20 });
  await look();
  await widen(60);
  await look();
  await widen(10);
  await look();
  await widen();
  await look();
  await publish(3);
  await look();

  expect(seen.map(({ members }) => members.length)).toEqual([
    20,
    expect.any(Number),
    expect.any(Number),
    expect.any(Number),
    80,
    40,
  ]);
  expect(new Set(seen.map(({ members }) => members.length)).size).toBe(6);
  for (const { at, members } of seen) {
    const then = await relive(road, ids, at);
    const held = then.filter((life) => (life?.standing.held.length ?? 0) > 0).map((life) => life?.id);
    expect(held.sort()).toEqual(members);
  }
});
