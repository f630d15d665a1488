import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { encodeCursor } from '../../src/feed/cursor.ts';
import { Hog, type HogOptions } from './hog.ts';
import { play } from './play.ts';
import type { Scenario } from './scenarios.ts';
import type { World } from './world.ts';

const MINUTES = 10;
/** Of each sort: those that take nothing and those that take little, over each transport. */
const EACH = 50;
/** Activities that are there when the hogs come, and that come every second meanwhile. */
const BEFORE = 60_000;
const PACE = 20;
/** What the process may need besides what it needed before they came, in MB. */
const MOST = 200;

/** Bytes that must have come to each that takes any, or nothing was tried. */
const ENOUGH = 200_000;

/** A connection is ended after a minute in which nothing was taken, and cut 10 to 30 s later; the network takes some of it first. */
const NOTHING = { portion: 0, every: 1000, stays: 130_000 };
/** Enough that it counts as taking something, and hardly more. */
const LITTLE = { portion: 500_000, every: 20_000, stays: 130_000 };

/** Subscribers that never read, or so little that they never count as stuck, beside those who do. */
export const hogs: Scenario = {
  name: 'S1',
  about: `${4 * EACH} subscribers take nothing or next to nothing for ${MINUTES} minutes`,
  run(seed, scale) {
    const seconds = Math.max(1, Math.round(MINUTES * 60 * scale));
    const total = BEFORE + seconds * PACE;
    return play({ seed, total, api: 1, workers: 1 }, async (world) => {
      const { load, key, fleet, app } = world;
      load.open(BEFORE / total);
      await load.settled();
      const after = encodeCursor({ epoch: await app.feed.epoch(), position: 0 });
      const [url = ''] = fleet.urls();
      const common = { url, key, after };
      const make = (over: HogOptions['over'], much: typeof NOTHING): Hog[] =>
        Array.from({ length: EACH }, () => new Hog({ ...common, over, ...much }));
      const idle = [...make('sse', NOTHING), ...make('websocket', NOTHING)];
      const dribbling = [...make('sse', LITTLE), ...make('websocket', LITTLE)];
      const running = [...idle, ...dribbling].map((hog) => hog.run());
      const memory = await watch(world, seconds, (second) => load.open((BEFORE + (second + 1) * PACE) / total));
      for (const hog of [...idle, ...dribbling]) hog.stop();
      await Promise.all(running);
      if (sum(dribbling, 'bytes') < dribbling.length * ENOUGH)
        throw new Error('the hogs were given too little to be a burden');
      if (memory.most - memory.before > MOST) throw new Error(`the API took ${memory.most} MB`);
      return (
        `${await app.feed.head()} changes; API ${memory.before} MB before, at most ${memory.most} MB; ` +
        `${sum(idle, 'connections')} connections took nothing, ${sum(idle, 'ended')} were ended; ` +
        `${sum(dribbling, 'connections')} took ${Math.round(sum(dribbling, 'bytes') / 1e6)} MB, ${sum(dribbling, 'ended')} were ended`
      );
    });
  },
};

const sum = (all: readonly Hog[], what: 'connections' | 'ended' | 'bytes'): number =>
  all.reduce((total, hog) => total + hog[what], 0);

/** Looks at the memory of the API each second; prints it each minute. */
async function watch({ fleet }: World, seconds: number, each: (second: number) => void) {
  const pid = fleet.members.find(({ role }) => role === 'api')?.child?.pid;
  const resident = (): number =>
    Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024);
  const before = resident();
  let most = before;
  const begin = performance.now();
  for (let second = 0; second < seconds; second++) {
    each(second);
    await sleep(Math.max(0, begin + (second + 1) * 1000 - performance.now()));
    const now = resident();
    most = Math.max(most, now);
    if (second % 60 === 59 || second === 5) console.log(`  after ${second + 1} s: the API takes ${now} MB`);
  }
  return { before, most };
}
