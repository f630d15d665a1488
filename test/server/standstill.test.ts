import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { afterAll, describe, it } from 'vitest';
import { createLog } from '../../src/log.ts';
import { listen } from '../../src/server/http.ts';

const STANDSTILL = 200;
let answering: Promise<unknown>;
const large = (_request: IncomingMessage, response: ServerResponse): void => {
  answering = once(response, 'close');
  response.end(Buffer.alloc(64 * 1024 * 1024));
};
const upload = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  answering = once(response, 'close');
  let bytes = 0;
  for await (const chunk of request) bytes += (chunk as Buffer).length;
  response.end(String(bytes));
};
const log = createLog('silent');
const routes = [
  ['/large', large],
  ['/upload', upload],
] as const;
const listening = await listen({ routes, standstill: STANDSTILL }, '127.0.0.1', 0, log);
afterAll(() => listening.cut());

const send = (...lines: string[]) => {
  const client = connect(listening.port, '127.0.0.1', () => client.write(`${lines.join('\r\n')}\r\n\r\n`));
  return client.on('error', () => {});
};

describe('a connection that stands still', () => {
  it('is cut when nothing of an answer is taken any more', async () => {
    const client = send('GET /large HTTP/1.1', 'host: localhost');
    await once(client, 'readable');
    await answering;
    client.destroy();
  });

  it('is cut when nothing of a body comes any more', async () => {
    const client = send('PUT /upload HTTP/1.1', 'host: localhost', 'content-length: 1000').resume();
    await once(client, 'close');
    await answering;
  });
});
