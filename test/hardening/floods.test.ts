import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterAll, expect, it, vi } from 'vitest';
import { Streams } from '../../src/graphql/streams/streams.ts';
import { createSockets } from '../../src/graphql/websocket.ts';
import { testApp } from '../support/app.ts';

const { app } = await testApp();
const parts = { access: app.access, streams: new Streams(app.schema, app), trusted: app.trusted };
const upgrade = createSockets({ ...parts, ask: () => Promise.reject(new Error('nothing is asked here')) }, () => {});
/** The connection that was made last, as the server has it. */
let accepted: Socket;
const server = createServer().on('upgrade', (request, socket, head) => {
  accepted = socket as Socket;
  upgrade(request, accepted, head);
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const { port } = server.address() as AddressInfo;
afterAll(() => server.close());

const UPGRADE = [
  'GET /graphql HTTP/1.1',
  'host: localhost',
  'upgrade: websocket',
  'connection: upgrade',
  'sec-websocket-version: 13',
  'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==',
  'sec-websocket-protocol: graphql-transport-ws',
  '',
  '',
].join('\r\n');

/** A long text as clients send it, under a mask of zeros. */
function frame(text: string): Buffer {
  const payload = Buffer.from(text);
  const head = Buffer.alloc(14);
  head.set([0x81, 0x80 | 127]);
  head.writeBigUInt64BE(BigInt(payload.length), 2);
  return Buffer.concat([head, payload]);
}

const PING = frame(JSON.stringify({ type: 'ping', payload: { a: 'a'.repeat(500_000) } }));
/** Together more than what the system keeps on its way between two sockets. */
const COUNT = 64;
const PATIENT = { timeout: 20_000 };

it('does not read on from a client that pings and takes no answers, known or not, until it takes them', async () => {
  const client = connect(port, '127.0.0.1', () => client.write(UPGRADE));
  client.on('error', () => {});
  await once(client, 'readable'); // it is a WebSocket now
  for (let i = 0; i < COUNT; i++) client.write(PING);
  await vi.waitFor(() => expect(accepted.isPaused()).toBe(true), PATIENT);
  expect(accepted.writableLength).toBeLessThan(4 * PING.length);
  let read = 0;
  client.on('data', (data) => {
    read += data.length;
  });
  await vi.waitFor(() => expect(read).toBeGreaterThan(COUNT * 500_000), PATIENT);
  client.destroy();
});
