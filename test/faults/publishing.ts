import { setTimeout as sleep } from 'node:timers/promises';
import { operator } from '../../src/access/viewer.ts';
import { publishVersion } from '../../src/authoring/publish.ts';
import { saveRuleSet } from '../../src/authoring/save-rule-set.ts';
import { type Blow, killProcess, mixed, strike } from './nemesis.ts';
import { play } from './play.ts';
import { ruleSets } from './rule-sets.ts';
import type { Scenario } from './scenarios.ts';
import type { World } from './world.ts';

/** A document in which every threshold is another one: most customers move by it. */
const altered = (document: object): object =>
  JSON.parse(JSON.stringify(document), (name, value: unknown) =>
    name === 'value' && typeof value === 'number' ? Math.ceil(value * 1.5) : value,
  ) as object;

async function publish({ app }: World, index: number, alter: boolean): Promise<void> {
  const { key, kind, document } = ruleSets[index % ruleSets.length] as (typeof ruleSets)[number];
  const source = JSON.stringify(alter ? altered(document) : document);
  const { number } = await saveRuleSet(app.road, operator, { key, kind, title: key, source });
  await publishVersion(app.road, operator, key, number);
}

/** Waits until the workers have settled everybody by what is published. */
async function settled({ app }: World): Promise<void> {
  for (;;) {
    const [row] = await app.database.query<{ open: number }>(
      '',
      `select count(*)::int as open from job where status in ('queued', 'running')`,
    );
    if (row?.open === 0) return;
    await sleep(200);
  }
}

export const publishing: Scenario = {
  name: 'F9',
  about: 'rule sets are published again and again, everybody being settled by them, while processes are killed',
  run: (seed, scale) => {
    const count = (full: number): number => Math.max(1, Math.round(full * scale));
    return play(
      {
        seed,
        total: count(60_000),
        customers: 20_000,
        // a version may become the one that holds while somebody judges by the one before
        orders: [{ pauseAt: 'before-commit', ms: 10 }],
      },
      async (world) => {
        let published = 0;
        const publishOne: Blow = () => publish(world, published++, world.random.chance(0.5));
        await strike(world, mixed(world, [publishOne, count(12)], [killProcess, count(20)]));
        // what the checker expects holds at the end
        for (let i = 0; i < ruleSets.length; i++) await publish(world, i, false);
        await settled(world);
        return `${published + ruleSets.length} publications, ${world.fleet.killed}`;
      },
    );
  },
};
