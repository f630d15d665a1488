import { once } from 'node:events';
import { afterAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { bearer, start } from '../server/running.ts';
import { keyFor } from '../support/app.ts';
import { subscribe, TRANSPORTS } from './subscribe.ts';

const running = await start({ streamLimits: { streamsPerKey: 3, socketsPerKey: 4, streamsPerSocket: 2 } });
afterAll(() => running.close());

const FOLLOW = { query: 'subscription { changes { position } }' };
let names = 0;
const newKey = (): Promise<string> => keyFor(running.app, { name: `limits ${++names}`, role: 'analyst' });
const codeOf = async (stream: Awaited<ReturnType<typeof subscribe>>): Promise<unknown> =>
  (await stream.ended).errors[0]?.extensions.code;

describe('a key', () => {
  it.each(TRANSPORTS)('has so many streams over both transports, and another one when one ends: %s', async (over) => {
    const key = await newKey();
    const open = (): ReturnType<typeof subscribe> => subscribe(over, running, FOLLOW, { key });
    const streams = [
      await subscribe('sse', running, FOLLOW, { key }),
      await subscribe('websocket', running, FOLLOW, { key }),
      await open(),
    ];
    expect(await codeOf(await open())).toBe('TOO_MANY_STREAMS');
    expect((await subscribe(over, running, FOLLOW, { key: await newKey() })).isOpen()).toBe(true);
    expect(streams.map((one) => one.isOpen())).toEqual([true, true, true]);
    streams[0]?.close();
    await expect.poll(async () => (await open()).isOpen()).toBe(true);
    for (const one of streams) one.close();
  });

  it('has so many sockets; the next is closed with a code after which clients do not come back', async () => {
    const headers = bearer(await newKey());
    const open = async (): Promise<WebSocket> => {
      const socket = new WebSocket(`${running.server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
      await once(socket, 'open');
      socket.send(JSON.stringify({ type: 'connection_init', payload: headers }));
      return socket;
    };
    const sockets = [];
    for (let i = 0; i < 4; i++) {
      const socket = await open();
      expect(String((await once(socket, 'message'))[0])).toContain('connection_ack');
      sockets.push(socket);
    }
    const [code, reason] = (await once(await open(), 'close')) as [number, Buffer];
    expect([code, String(reason)]).toEqual([4429, 'TOO_MANY_STREAMS']);
    for (const socket of sockets) socket.terminate();
  });
});

describe('a socket', () => {
  it('carries so many subscriptions; the next gets an error of its own, and the others go on', async () => {
    const socket = new WebSocket(`${running.server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    const told: { id?: string; type: string; payload?: { extensions: { code: string } }[] }[] = [];
    socket.on('message', (data) => told.push(JSON.parse(String(data)) as never));
    const say = (message: object): void => socket.send(JSON.stringify(message));
    await once(socket, 'open');
    say({ type: 'connection_init', payload: bearer(await newKey()) });
    await expect.poll(() => told.shift()?.type).toBe('connection_ack');
    for (const id of ['1', '2', '3']) say({ id, type: 'subscribe', payload: FOLLOW });
    await expect.poll(() => told.length).toBe(1);
    expect(told[0]).toMatchObject({ id: '3', type: 'error', payload: [{ extensions: { code: 'TOO_MANY_STREAMS' } }] });
    // one that was completed makes room; a query counts as well while it runs
    say({ id: '1', type: 'complete' });
    say({ id: '4', type: 'subscribe', payload: { query: '{ feedCursor }' } });
    await expect.poll(() => told.at(-1)).toMatchObject({ id: '4', type: 'complete' });
    say({ id: '3', type: 'subscribe', payload: FOLLOW });
    say({ type: 'ping' });
    await expect.poll(() => told.at(-1)?.type).toBe('pong');
    expect(told.filter(({ type }) => type === 'error')).toHaveLength(1);
    socket.terminate();
  });
});
