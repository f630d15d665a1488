import { killDeliverer, killProcess, mixed, strike } from './nemesis.ts';
import { play } from './play.ts';
import type { Scenario } from './scenarios.ts';

const module = (name: string): string => new URL(`controls/${name}.ts`, import.meta.url).href;
const count = (full: number, scale: number): number => Math.max(1, Math.round(full * scale));

/** Planted faults: a harness that does not find them proves nothing. */
export const controls: readonly Scenario[] = [
  {
    name: 'C1',
    about: 'planted: every activity is taken for a new one',
    mustFind: 'extra',
    run: (seed, scale) =>
      play({ seed, total: count(20_000, scale), preload: [module('no-keys')] }, async (world) => {
        world.load.open(1);
        return 'no kills';
      }),
  },
  {
    name: 'C2',
    about: 'planted: callers are answered before the commit',
    mustFind: 'lost',
    run: (seed, scale) =>
      play({ seed, total: count(20_000, scale), preload: [module('early-answer')] }, async (world) => {
        await strike(world, mixed(world, [killProcess, count(40, scale)]));
        return world.fleet.killed;
      }),
  },
  {
    name: 'C3',
    about: 'planted: the feed is read by serial number',
    mustFind: 'neverDelivered',
    run: (seed, scale) =>
      play(
        {
          seed,
          total: count(10_000, scale),
          preload: [module('serial-feed')],
          hot: 0,
          api: 3,
          senders: 32,
          biggestBatch: 2,
          // whose cursor counts positions, and would stand still
          endpoints: [],
          orders: [{ pauseAt: 'before-commit', ms: 20 }],
        },
        async (world) => {
          world.load.open(1);
          return 'up to 20 ms before each commit';
        },
      ),
  },
  {
    name: 'C4',
    about: 'planted: the cursor of a webhook endpoint is moved before the POST',
    mustFind: 'neverDelivered',
    run: (seed, scale) =>
      play(
        {
          seed,
          total: count(10_000, scale),
          preload: [module('early-cursor')],
          endpoints: Array.from({ length: 6 }, () => ({ behaviour: 'healthy', lanes: 8 })),
        },
        async (world) => {
          await strike(world, mixed(world, [killDeliverer, count(8, scale)]));
          return world.fleet.killed;
        },
      ),
  },
];
