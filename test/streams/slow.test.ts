import type { Socket } from 'node:net';
import { afterAll, expect, it } from 'vitest';
import { decodeCursor, encodeCursor } from '../../src/feed/cursor.ts';
import { Stuck } from '../../src/graphql/streams/stuck.ts';
import { start } from '../server/running.ts';
import { ChangeWriter } from './changes.ts';
import { serverSockets } from './server-sockets.ts';
import { positionsOf, subscribe, TRANSPORTS } from './subscribe.ts';

const running = await start();
const { app, server } = running;
afterAll(() => running.close());

/** An answer of about 2 kB, so that buffers fill soon. */
const WIDE = Array.from({ length: 30 }, (_, i) => `a${i}: cursor`).join(' ');
const FOLLOW = `subscription ($after: String) { changes(after: $after) { position ${WIDE} } }`;
const epoch = await app.feed.epoch();
const writer = new ChangeWriter(app, 3);

/** Writes until nothing more goes out to a reader that has stopped; gives the most that waited for it in the process. */
async function fill(socket: Socket): Promise<number> {
  let most = 0;
  let taken = -1;
  for (let still = 0; still < 3; ) {
    await writer.write(1000);
    await writer.number();
    // a reader that reads has seen it all by then, so that whoever could be told was
    const quick = await subscribe('sse', running, { query: FOLLOW, variables: { after: await cursorOfHead(-1) } });
    await expect.poll(() => quick.answers.length).toBe(1);
    quick.close();
    const flushed = socket.bytesWritten - socket.writableLength;
    still = flushed === taken && socket.writableLength > 0 ? still + 1 : 0;
    taken = flushed;
    most = Math.max(most, socket.writableLength);
  }
  return most;
}

const cursorOfHead = async (offset = 0): Promise<string> =>
  encodeCursor({ epoch, position: (await app.feed.head()) + offset });

it.each(TRANSPORTS)(
  'a reader that stops costs little, is ended after a minute and told where to go on, and then misses nothing: %s',
  async (over) => {
    const begin = await app.feed.head();
    const after = await cursorOfHead();
    const sockets = serverSockets();
    const stream = await subscribe(over, running, { query: FOLLOW, variables: { after } });
    stream.pause();
    const [socket] = sockets as [Socket];
    expect(await fill(socket)).toBeLessThan(200_000);

    const now = Date.now();
    await server.streams.tick(now);
    await server.streams.tick(now + 59_000);
    expect(socket.writable).toBe(true);
    await server.streams.tick(now + 61_000);
    stream.resume();
    const { errors, completed } = await stream.ended;
    const [problem] = errors;
    expect(problem?.extensions.code).toBe('SLOW_CONSUMER');
    if (over === 'sse') expect(completed).toBe(false); // clients come back by themselves

    const { resumeAfter = '' } = problem?.extensions ?? {};
    expect(decodeCursor(resumeAfter, epoch).position).toBe(positionsOf(stream).at(-1));
    const next = await subscribe(over, running, { query: FOLLOW, variables: { after: resumeAfter } });
    const head = await app.feed.head();
    await expect.poll(() => positionsOf(next).at(-1), { timeout: 10_000 }).toBe(head);
    next.close();
    const all = [...positionsOf(stream), ...positionsOf(next)];
    expect(all).toEqual(Array.from({ length: head - begin }, (_, i) => begin + 1 + i));
  },
  60_000,
);

it('a reader that takes anything within a minute is left alone, and one for whom nothing waits as well', () => {
  const stuck = new Stuck();
  const socket = { bytesWritten: 100_000, writableLength: 60_000 };
  const check = (second: number): boolean => stuck.check(second * 1000, socket as Socket);
  expect([check(0), check(59)]).toEqual([false, false]);
  socket.writableLength -= 1;
  expect([check(59.5), check(119)]).toEqual([false, false]);
  socket.bytesWritten += 10_000; // more waits, and nothing was taken
  socket.writableLength += 10_000;
  expect([check(119.4), check(119.5)]).toEqual([false, true]);
  socket.writableLength = 0;
  expect([check(200), check(1000)]).toEqual([false, false]);
});
