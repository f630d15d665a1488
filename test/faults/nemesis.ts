import { setTimeout as sleep } from 'node:timers/promises';
import { FAIL_POINTS, type FailPoint } from '../../src/db/fail-point.ts';
import type { World } from './world.ts';

/** One thing that goes wrong. */
export type Blow = (world: World) => Promise<void>;

const POINTS_OF_WORKERS: readonly (FailPoint | undefined)[] = [undefined, ...FAIL_POINTS];
/** Only workers deliver. */
const POINTS = POINTS_OF_WORKERS.filter((point) => point !== 'after-post-before-cursor');

/**
 * Strikes as often as there are blows, spread over the load: each time callers may send a further share, and the blow
 * falls while they do.
 */
export async function strike(world: World, blows: readonly Blow[]): Promise<void> {
  const { load, random } = world;
  for (const [i, blow] of blows.entries()) {
    load.open((i + 1) / (blows.length + 1));
    await sleep(random.whole(0, 40));
    await blow(world);
    // some callers may have to wait long for an answer that never comes; the others go on
    await Promise.race([load.settled(), sleep(1000)]);
  }
  load.open(1);
}

/** Kills a process of Retinue: at any time, or between a commit or a POST and what lies beside it. */
export const killProcess: Blow = async ({ fleet, random, followers }) => {
  while (fleet.urls().length === 0 || fleet.ready.length < 2) await sleep(10);
  const victim = random.pick(fleet.ready);
  await fleet.kill(victim, random.pick(victim.role === 'worker' ? POINTS_OF_WORKERS : POINTS));
  if (random.chance(0.1)) random.pick(followers).drop();
};

/** Kills a worker while it delivers: after a POST, before it is written what became of it. */
export const killDeliverer: Blow = async ({ fleet, random }) => {
  const workers = () => fleet.ready.filter(({ role }) => role === 'worker');
  while (workers().length < 2) await sleep(10);
  await fleet.kill(random.pick(workers()), 'after-post-before-cursor');
};

/** Kills PostgreSQL as a whole, and starts it again after a moment. */
export const killPostgres: Blow = async ({ cluster, random }) => {
  await cluster.killAll();
  await sleep(random.whole(0, 500));
  await cluster.start();
};

/** The blows of several kinds in one order, given by the seed. */
export function mixed(world: World, ...kinds: readonly (readonly [Blow, number])[]): Blow[] {
  const blows = kinds.flatMap(([blow, count]) => Array.from({ length: count }, () => blow));
  for (let i = blows.length - 1; i > 0; i--) {
    const j = world.random.whole(0, i);
    [blows[i], blows[j]] = [blows[j] as Blow, blows[i] as Blow];
  }
  return blows;
}
