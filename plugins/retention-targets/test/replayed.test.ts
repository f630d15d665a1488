import { beforeAll, expect, it } from 'vitest';
import { replay } from '../../../src/history/replay.ts';
import { REPLAY } from '../../../src/history/start-replay.ts';
import { type JobHandler, runNextJob } from '../../../src/jobs/run-jobs.ts';
import type { TestApp } from '../../../test/support/app.ts';
import { FIRST, FOLLOWED, NOW, pacesByHand, pacesOf, people, publishSample, sampleApp } from './sample.ts';

let system: TestApp;

/** Everything that ever happened is imported today, and the stages are published today. */
beforeAll(async () => {
  system = await sampleApp(() => NOW);
  const all = people();
  for (let i = 0; i < all.length; i += 20) {
    const part = all.slice(i, i + 20);
    const activities = part.flatMap((one) => one.activities);
    await system.app.road.settle({ activities, profiles: part.map(({ profile }) => profile), now: NOW });
  }
  await publishSample(system);
}, 60_000);

const LIFE = { key: 'life', number: 1 };
const ALL = { versions: [LIFE, { key: 'groups', number: 1 }] };

async function replayed(from: number, rest: object = ALL): Promise<string> {
  const input = { from: new Date(from), to: new Date(FIRST + 3_600_000), ...rest };
  const { startReplay } = await system.data<{ startReplay: { replay: { job: { id: string } } } }>(
    `mutation ($input: StartReplayInput!) { startReplay(input: $input) { ... on StartReplaySuccess { replay { job { id } } } } }`,
    { input },
  );
  const { database, road } = system.app;
  while (await runNextJob(database, new Map<string, JobHandler>([[REPLAY, replay(road)]])));
  return startReplay.replay.job.id;
}

it('a replay says who was in which stage before anybody followed stages', async () => {
  const feed = await pacesOf(system);
  expect(new Set([...feed.values()].map(({ noPace }) => noPace))).toEqual(new Set(['NOBODY']));
  const found = await pacesOf(system, await replayed(FOLLOWED));
  const moment = { followed: FOLLOWED, first: FIRST, now: NOW, seen: 'microseconds' } as const;
  expect(found).toEqual(await pacesByHand(system, moment));
  expect(found.get('won-back')?.pace?.customers).toBeGreaterThan(0);
});

it('a replay that does not tell of the first day, of everybody and of the rule set is no answer', async () => {
  const partly = [
    replayed(FIRST + 1),
    replayed(FIRST - 1, { ...ALL, percent: 50 }),
    replayed(FIRST - 1, { ...ALL, moves: false }),
  ];
  for (const id of [...(await Promise.all(partly)), 'bm9uc2Vuc2U'])
    expect((await pacesOf(system, id)).get('all')).toEqual({ noPace: 'NOT_REPLAYED', pace: null });
  const found = await pacesOf(system, await replayed(FIRST - 1, { versions: [LIFE] }));
  expect([found.get('all')?.noPace, found.get('frequent')?.noPace]).toEqual([null, 'NOT_REPLAYED']);
});
