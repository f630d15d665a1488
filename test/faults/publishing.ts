import { setTimeout as sleep } from 'node:timers/promises';
import { operator } from '../../src/access/viewer.ts';
import { NO_APPROVALS } from '../../src/authoring/approvals.ts';
import { publishVersions } from '../../src/authoring/publish.ts';
import { saveRuleSet } from '../../src/authoring/save-rule-set.ts';
import type { FailPoint } from '../../src/db/fail-point.ts';
import { drawActivity } from './activities.ts';
import { Load } from './load.ts';
import { killProcess, strike } from './nemesis.ts';
import { play } from './play.ts';
import { ruleSets } from './rule-sets.ts';
import type { Scenario } from './scenarios.ts';
import type { World } from './world.ts';

const CUSTOMERS = 200_000;
const ACTIVITIES = 120_000;
const PUBLICATIONS = 4;
/** How often workers are killed while they settle everybody by one publication. */
const KILLS = 2;
/** Anywhere, or where it tells most. */
const POINTS: readonly (FailPoint | undefined)[] = [undefined, 'before-lock', 'before-commit'];

/** A document in which every threshold is another one: many customers move by it. */
const altered = (document: object): object =>
  JSON.parse(JSON.stringify(document), (name, value: unknown) =>
    name === 'value' && typeof value === 'number' ? Math.ceil(value * 1.5) : value,
  ) as object;

/** Publishes all rule sets together, as the checker expects them or altered. */
async function publishAll({ app: { road } }: World, alter: boolean): Promise<void> {
  const versions: { key: string; number: number }[] = [];
  for (const { key, kind, document } of ruleSets) {
    const source = JSON.stringify(alter ? altered(document) : document);
    const { number } = await saveRuleSet(road, operator, { key, kind, title: key, source });
    versions.push({ key, number });
  }
  await publishVersions({ road, approvals: NO_APPROVALS }, operator, { versions });
}

/** Whether workers still have somebody to settle, and how many they have settled since the beginning. */
async function backfills({ app }: World): Promise<{ open: boolean; done: number }> {
  const [row] = await app.database.query<{ open: boolean; done: number }>(
    '',
    `select coalesce(bool_or(status in ('queued', 'running')), false) as open, coalesce(sum(done), 0)::float8 as done
       from job where kind = 'backfill'`,
  );
  return row ?? { open: false, done: 0 };
}

/** Kills the workers after they have settled so many more; resolves with whether there were more to settle. */
async function killWorkers(world: World, after: number): Promise<boolean> {
  const { fleet, random } = world;
  const goal = (await backfills(world)).done + after;
  for (let seen = await backfills(world); seen.done < goal; seen = await backfills(world)) {
    if (!seen.open) return false;
    await sleep(10);
  }
  const workers = fleet.members.filter(({ role }) => role === 'worker');
  const point = random.pick(POINTS);
  await Promise.all(workers.map((worker) => fleet.kill(worker, point)));
  const { open } = await backfills(world);
  await fleet.allReady();
  return open;
}

/** One activity of each customer, recorded as fast as the processes take them. */
async function populate({ ledger, key, fleet }: World, seed: number, customers: number): Promise<void> {
  const crowd = { customers, hot: 0, start: Date.now() };
  let drawn = 0;
  const load = new Load({
    seed: seed + 1,
    total: customers,
    customers,
    biggestBatch: 1000,
    ledger,
    key,
    urls: () => fleet.urls(),
    draw: (random, one) => ({ ...drawActivity(random, crowd, `first-${one}`), customer: `c-${drawn++}` }),
  });
  load.open(1);
  await load.run();
}

export const publishing: Scenario = {
  name: 'F9',
  about: 'everybody is settled by one publication after the other while processes ingest, and are killed',
  run: (seed, scale) => {
    const customers = Math.round(CUSTOMERS * scale);
    return play(
      {
        seed,
        total: Math.round(ACTIVITIES * scale),
        customers,
        // so that there is always somebody who ingests
        biggestBatch: 8,
        withoutFollowers: true,
        // a version may become the one that holds while somebody is about to lock by the one before
        orders: [
          { pauseAt: 'before-lock', ms: 20 },
          { pauseAt: 'before-commit', ms: 10 },
        ],
      },
      async (world) => {
        await populate(world, seed, customers);
        await world.follow();
        let interrupted = 0;
        const blows = Array.from({ length: PUBLICATIONS }, (_, i) => [
          // the last one is what the checker expects
          () => publishAll(world, i % 2 === 0),
          ...Array.from({ length: KILLS }, () => async () => {
            const after = world.random.whole(1, customers / 10);
            if (await killWorkers(world, after)) interrupted += 1;
          }),
          killProcess,
        ]);
        await strike(world, blows.flat());
        while ((await backfills(world)).open) await sleep(200);
        return `${customers} customers settled by ${PUBLICATIONS} publications, interrupted ${interrupted} times; ${world.fleet.killed}`;
      },
    );
  },
};
