import { operator } from '../src/access/viewer.ts';
import type { ActivityDraft } from '../src/activities/draft.ts';
import { publishVersion } from '../src/authoring/publish.ts';
import { saveRuleSet } from '../src/authoring/save-rule-set.ts';
import type { Plugin } from '../src/contract/plugin.ts';
import { loadPlugins } from '../src/load-plugins.ts';
import { type BenchLine, median } from './line.ts';
import { type BenchSystem, createSystem } from './system.ts';
import { activities, publishSegments, take } from './workload.ts';

const CUSTOMERS = 20_000;
const HISTORY = 100_000;
const DAY = 86_400_000;
const ROUNDS = 8;

/** Batches of a round, by their size. */
const LOADS = [
  { size: 100, batches: 15, goal: 0.5 },
  { size: 1, batches: 150 },
] as const;

type Load = (typeof LOADS)[number] & { readonly goal?: number };

/** A system with some of the plugins, and what it is called. */
interface Side {
  readonly name: string;
  readonly system: BenchSystem;
  readonly rates: number[];
}

/** The road with every kind that plugins bring, published as their examples say, against segments alone. */
export async function benchKinds(): Promise<BenchLine[]> {
  const plugins = await loadPlugins();
  const now = Date.now();
  // a system that never knew a plugin has smaller rows than one that has left them out
  const alone = await live([], now);
  await settleEverybody(alone.system, now);
  const { system: first, source } = await live(plugins, now);
  const sides: Side[] = [{ name: 'segments alone', system: alone.system, rates: [] }];
  const side = async (name: string, own: readonly Plugin[]): Promise<void> => {
    const system = await first.copy(own);
    await settleEverybody(system, now);
    sides.push({ name, system, rates: [] });
  };
  await first.database.close();
  await side('all kinds', plugins);
  if (plugins.length > 1) for (const plugin of plugins) await side(plugin.name, [plugin]);
  const lines: BenchLine[] = [];
  let at = now;
  for (const load of LOADS) lines.push(...(await compare(sides, source, load, () => (at += 5))));
  for (const { system } of sides) await system.close();
  await first.close();
  return lines;
}

/** A year in which everything was published from the beginning: what kinds keep of customers has grown by then. */
async function live(plugins: readonly Plugin[], now: number) {
  const system = await createSystem(plugins);
  const { road } = system;
  await publishSegments(road);
  for (const kind of plugins.flatMap(({ kinds = [] }) => kinds)) {
    const key = `bench-${kind.key}`;
    const source = JSON.stringify(kind.example);
    await saveRuleSet(road, operator, { key, kind: kind.key, title: kind.title, source });
    await publishVersion(road, operator, key, 1);
  }
  const source = activities(CUSTOMERS, now - 400 * DAY, (400 * DAY) / HISTORY);
  for (let done = 0; done < HISTORY; done += 1000) {
    const batch = take(source, 1000);
    await road.settle({ activities: batch, now: batch.at(-1)?.occurredAt ?? now });
  }
  return { system, source };
}

async function settleEverybody({ database, road }: BenchSystem, now: number): Promise<void> {
  const ids = (await database.query<{ id: string }>('all', 'select id from customer')).map(({ id }) => id);
  for (let i = 0; i < ids.length; i += 1000)
    await road.settle({ activities: [], customerIds: ids.slice(i, i + 1000), now });
  await database.query('vac', 'vacuum analyze', [], 600_000);
}

async function compare(
  sides: readonly Side[],
  source: Iterator<ActivityDraft>,
  { size, batches, goal }: Load,
  tick: () => number,
): Promise<BenchLine[]> {
  for (const { rates } of sides) rates.length = 0;
  for (let round = 0; round <= ROUNDS; round++) {
    const work = Array.from({ length: batches }, () => {
      const now = tick();
      return { now, activities: take(source, size).map((draft) => ({ ...draft, occurredAt: now })) };
    });
    // whoever comes first in a round finds another machine than whoever comes last
    for (const { system, rates } of [...sides.slice(round % sides.length), ...sides.slice(0, round % sides.length)]) {
      const start = performance.now();
      for (const batch of work) await system.road.settle(batch);
      // the first round warms up
      if (round > 0) rates.push((1000 * batches * size) / (performance.now() - start));
    }
  }
  const [alone, ...others] = sides as [Side, ...Side[]];
  const rate = ({ rates }: Side): string => Math.round(median(rates)).toLocaleString('en');
  return others.map((one) => ({
    name: `The road with ${one.name}, batch ${size}`,
    figure: `${rate(one)} activities/s against ${rate(alone)}`,
    ratio: median(one.rates.map((value, i) => value / (alone.rates[i] as number))),
    ...(goal !== undefined && one === others[0] ? { goal } : {}),
    against: `the same activities with segments alone, in a system without plugins; ${CUSTOMERS} customers, ${HISTORY} activities before, 50 segments over 30 facts and the example of each kind, fsync on`,
  }));
}
