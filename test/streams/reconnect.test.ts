import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { Random } from '../../src/demo/random.ts';
import { encodeCursor } from '../../src/feed/cursor.ts';
import { Wire } from '../faults/wire.ts';
import { type Running, start } from '../server/running.ts';
import { keyFor, testApp } from '../support/app.ts';
import { ChangeWriter, writtenAfter } from './changes.ts';
import { clients } from './clients.ts';
import { Follower } from './follower.ts';

/** `RETINUE_CHANGES=100000 npx vitest run test/streams/reconnect.test.ts` is the run that is published. */
const CHANGES = Number(process.env.RETINUE_CHANGES ?? 10_000);
const SEED = 20261127;
/** Changes for each blow: a follower is killed, or a connection cut. */
const PER_BLOW = 100;
/** Changes for each restart of the server. */
const PER_RESTART = 4000;
const GRANTED = 's3';

it(
  `misses nothing through any client, killed and cut at random while ${CHANGES.toLocaleString('en')} changes are written`,
  async () => {
    const { app, url } = await testApp(); // numbers changes in a process beside
    const stop = new AbortController();
    const sequencing = app.feed.runSequencer(stop.signal);
    let running: Running = await start({ url, role: 'api' });
    const { port } = running.server;
    const wire = await Wire.open(port);
    const random = new Random(SEED, 1);
    const analyst = await keyFor(app, { name: 'analyst', role: 'analyst' });
    const partner = await keyFor(app, {
      name: 'partner',
      role: 'partner',
      segments: [GRANTED],
      changeTypes: ['segment.entered', 'segment.left'],
    });
    const after = encodeCursor({ epoch: await app.feed.epoch(), position: 0 });
    const followers = Object.entries(clients).flatMap(([name, follow], i) => {
      const common = { follow, after, url: `http://127.0.0.1:${wire.port}/graphql` };
      return [
        new Follower({ ...common, name, key: analyst, maySee: () => true, random: new Random(SEED, 10 + i) }),
        new Follower({
          ...common,
          name: `${name}, a partner`,
          key: partner,
          random: new Random(SEED, 20 + i),
          maySee: (segment) => segment === GRANTED,
        }),
      ];
    });
    const following = followers.map((one) => one.run());
    onTestFinished(async () => {
      for (const one of followers) one.stop();
      await Promise.all(following);
      wire.close();
      await running.close();
      stop.abort();
      await sequencing;
    });

    const writer = new ChangeWriter(app, SEED);
    let restarts = 0;
    for (let written = 0, blows = 0; written < CHANGES; ) {
      const count = Math.min(CHANGES - written, random.whole(1, 100));
      await writer.write(count);
      written += count;
      app.feed.wake();
      await sleep(random.whole(0, 40));
      for (; (blows + 1) * PER_BLOW <= written; blows++) {
        if (random.chance(0.5)) random.pick(followers).kill();
        else wire.reset(random);
      }
      if ((restarts + 1) * PER_RESTART > written) continue;
      restarts += 1;
      await running.close();
      running = await start({ url, role: 'api', port });
    }
    await writer.number();

    const feed = await writtenAfter(app, 0);
    expect(feed).toHaveLength(CHANGES);
    for (const one of followers) {
      const expected = feed
        .filter(({ key }) => one.maySee(key))
        .map(({ position, type, key }) => `${position} ${type.toUpperCase().replace('.', '_')} ${key}`);
      const told = (): string[] => [...one.seen].map(([position, what]) => `${position} ${what}`);
      await expect.poll(() => one.seen.size, { timeout: 60_000, message: one.name }).toBe(expected.length);
      // each once, in order, none missing, none that it may not see
      expect(told(), one.name).toEqual(expected);
      expect(one.gaps, one.name).toBe(0);
      expect(one.problems, one.name).toEqual([]);
    }
    const figures = followers.map(
      ({ name, seen, lives, repeats }) =>
        `\n  ${name}: ${seen.size} changes in ${lives} lives, ${repeats} more than once`,
    );
    console.log(
      `seed ${SEED}: ${wire.resets} connections cut, the server started again ${restarts} times${figures.join('')}`,
    );
  },
  CHANGES * 10 + 60_000,
);
