import { describe, expect, it, onTestFinished } from 'vitest';
import { encodeCursor } from '../../src/feed/cursor.ts';
import { type Running, start } from '../server/running.ts';
import { ChangeWriter } from './changes.ts';
import { serverSockets } from './server-sockets.ts';
import { positionsOf, subscribe, TRANSPORTS } from './subscribe.ts';

const FOLLOW = 'subscription ($after: String) { changes(after: $after) { position } }';

async function newServer(): Promise<Running> {
  const running = await start();
  onTestFinished(() => running.close());
  return running;
}

describe.each(TRANSPORTS)('a server that closes, over %s', (over) => {
  it('ends its streams so that clients come back, after what they were told', async () => {
    const running = await newServer();
    const { app } = running;
    const after = encodeCursor({ epoch: await app.feed.epoch(), position: 0 });
    const stream = await subscribe(over, running, { query: FOLLOW, variables: { after } });
    const writer = new ChangeWriter(app, 1);
    await writer.write(50);
    await writer.number();
    await expect.poll(() => positionsOf(stream).length).toBe(50);
    const closing = running.close();
    expect(await stream.ended).toEqual({ errors: [], completed: false, code: over === 'sse' ? 200 : 1012 });
    await closing;
  });

  it('cuts a client that does not take its leave', async () => {
    const running = await newServer();
    const sockets = serverSockets();
    const stream = await subscribe(over, running, { query: FOLLOW });
    stream.pause();
    await running.close();
    expect(sockets.map(({ destroyed }) => destroyed)).toEqual([true]);
  });
});
