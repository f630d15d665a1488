import { once } from 'node:events';
import fc from 'fast-check';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { bearer, start } from '../server/running.ts';
import { serverSockets } from './server-sockets.ts';

const running = await start();
afterAll(() => running.close());
const url = `${running.server.url.replace('http', 'ws')}/graphql`;

const INIT = JSON.stringify({ type: 'connection_init', payload: bearer(running.key) });
const FOLLOW = { query: 'subscription { changes { position } }' };
const subscription = (id: string): string => JSON.stringify({ id, type: 'subscribe', payload: FOLLOW });

async function open(protocol = 'graphql-transport-ws', options: object = {}): Promise<WebSocket> {
  const socket = new WebSocket(url, protocol, options);
  socket.on('error', () => {});
  await once(socket, 'open');
  onTestFinished(() => socket.terminate());
  return socket;
}

const closeCode = (socket: WebSocket): Promise<number> => new Promise((resolve) => socket.once('close', resolve));

async function statusOf(address: string, options: object = {}): Promise<number> {
  const socket = new WebSocket(address, 'graphql-transport-ws', options);
  socket.on('error', () => {});
  const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }];
  return response.statusCode;
}

describe('a socket', () => {
  it.each<[string, number, readonly (string | Buffer)[]]>([
    ['no JSON', 4400, ['{']],
    ['no message', 4400, ['7']],
    ['a message of no known type', 4400, [INIT, JSON.stringify({ type: 'nope' })]],
    ['a message that only servers send', 4400, [INIT, JSON.stringify({ type: 'connection_ack' })]],
    ['a subscription without an id', 4400, [INIT, JSON.stringify({ type: 'subscribe', payload: FOLLOW })]],
    ['a subscription without a document', 4400, [INIT, JSON.stringify({ id: '1', type: 'subscribe', payload: {} })]],
    ['a subscription before it said who it is', 4401, [subscription('1')]],
    ['the same id twice', 4409, [INIT, subscription('1'), subscription('1')]],
    ['who it is twice', 4429, [INIT, INIT]],
    ['nothing for a while', 4408, []],
    ['an unknown key', 4401, [JSON.stringify({ type: 'connection_init', payload: bearer('rtn_unknown') })]],
    ['a message that is too long', 1009, [INIT, Buffer.alloc(1_100_000, 'x')]],
  ])('is closed with the code that the protocol has for it: %s', async (_what, code, messages) => {
    const socket = await open();
    const closed = closeCode(socket);
    const [first, ...rest] = messages;
    if (first !== undefined) socket.send(first);
    if (first === INIT) await once(socket, 'message');
    for (const message of rest) socket.send(message);
    expect(await closed).toBe(code);
  });

  it('is closed when it speaks another protocol', async () => {
    const other = new WebSocket(url, 'graphql-ws');
    const [error] = (await once(other, 'error')) as [Error];
    expect(error.message).toContain('no subprotocol'); // the client itself refuses to go on
    expect(await closeCode(new WebSocket(url))).toBe(4406);
  });

  it('is opened for the API, by its own name and by its own pages', async () => {
    expect(await statusOf(url.replace('/graphql', '/uploads/'))).toBe(404);
    expect(await statusOf(url, { headers: { host: 'evil.example' } })).toBe(421);
    expect(await statusOf(url, { origin: 'https://evil.example' })).toBe(403);
    await open('graphql-transport-ws', { origin: running.server.url });
  });

  it('leaves nothing behind and nothing in the log, whatever is sent', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      fc.constantFrom(
        INIT,
        subscription('1'),
        JSON.stringify({ type: 'ping' }),
        JSON.stringify({ id: '1', type: 'complete' }),
      ),
      fc
        .record(
          {
            id: fc.oneof(fc.constantFrom('1', '__proto__', 'constructor', ''), fc.anything()),
            type: fc.oneof(
              fc.constantFrom('subscribe', 'complete', 'next', 'error', 'ping', 'pong', 'connection_ack'),
              fc.string(),
            ),
            payload: fc.oneof(
              fc.record(
                {
                  query: fc.oneof(fc.constantFrom(FOLLOW.query, '{ feedCursor }', 'mutation { nope }'), fc.string()),
                  variables: fc.anything(),
                  operationName: fc.anything(),
                  extensions: fc.anything(),
                },
                { requiredKeys: ['query'] },
              ),
              fc.anything(),
            ),
          },
          { requiredKeys: [] },
        )
        .map((message) =>
          JSON.stringify(message, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
        ),
    );
    const codes = new Map<number, number>();
    const logged = running.lines.length;
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 6 }), fc.boolean(), async (messages, known) => {
        const socket = await open();
        if (known) socket.send(INIT);
        for (const message of messages) socket.send(message ?? '');
        const ending = closeCode(socket);
        socket.close(1000);
        const code = await ending;
        codes.set(code, (codes.get(code) ?? 0) + 1);
      }),
      { numRuns: 200 },
    );
    expect([...codes.keys()].filter((code) => ![1000, 1005, 1007, 4400, 4401, 4409, 4429].includes(code))).toEqual([]);
    expect(codes.get(4400)).toBeGreaterThan(20);
    expect(running.lines.slice(logged)).toEqual([]);
    await expect.poll(() => running.server.streams.connections.size).toBe(0);
    expect(await running.ask('{ feedCursor }')).toBeDefined();
  }, 60_000);

  it('is not read from while it does not read itself: what it asks for does not pile up', async () => {
    const sockets = serverSockets();
    const socket = await open();
    socket.send(INIT);
    await once(socket, 'message');
    socket.pause();
    const server = sockets[0] as (typeof sockets)[number];
    const ping = JSON.stringify({ type: 'ping', payload: { echo: 'x'.repeat(100_000) } });
    let sent = 0;
    let most = 0;
    for (; sent < 400; sent++) {
      socket.send(ping);
      await running.ask('{ feedCursor }'); // what was sent has come by now
      most = Math.max(most, server.writableLength);
    }
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThan(1_000_000);
    // and everything is answered once it reads again
    let answered = 0;
    socket.on('message', () => (answered += 1));
    socket.resume();
    await expect.poll(() => answered, { timeout: 10_000 }).toBe(sent);
  });
});
