import { connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { start } from '../server/running.ts';
import { grown, rowCounts } from './counts.ts';
import { hostileText } from './hostile.ts';
import { bodies } from './malformed.ts';

const RUNS = 300;

const running = await start({ role: 'api', rateLimit: 0 });
afterAll(() => running.close());

describe(`${RUNS} malformed requests over a socket`, () => {
  const HEAD = (key: string) =>
    `POST /graphql HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${key}\r\ncontent-type: application/json\r\n`;
  const raw: fc.Arbitrary<(key: string) => Buffer> = fc.oneof(
    fc.uint8Array({ maxLength: 300 }).map((bytes) => () => Buffer.from(bytes)),
    bodies.map(
      (body) => (key: string) => Buffer.from(`${HEAD(key)}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`),
    ),
    fc
      .uint8Array({ maxLength: 300 })
      .map(
        (bytes) => (key: string) =>
          Buffer.concat([Buffer.from(`${HEAD(key)}content-length: ${bytes.length}\r\n\r\n`), bytes]),
      ),
    hostileText.map((text) => (key: string) => Buffer.from(`${HEAD(key)}content-length: ${text}\r\n\r\n{}`)),
    hostileText.map(
      (text) => (key: string) =>
        Buffer.from(`${HEAD(key)}transfer-encoding: chunked\r\n\r\n${text}\r\n{}\r\n0\r\n\r\n`),
    ),
    hostileText.map(
      (text) => (key: string) =>
        Buffer.from(
          `GET /graphql?query=${text} HTTP/1.1\r\nhost: localhost\r\nx-graphql-csrf: 1\r\nauthorization: Bearer ${key}\r\n\r\n`,
        ),
    ),
    hostileText.map(
      (text) => () => Buffer.from(`${text} ${text} HTTP/1.1\r\nhost: ${text}\r\n${text}: ${text}\r\n\r\n`),
    ),
    hostileText.map(
      (text) => (key: string) =>
        Buffer.from(
          `GET /graphql HTTP/1.1\r\nhost: localhost\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-version: 13\r\nsec-websocket-key: ${text}\r\nauthorization: Bearer ${key}\r\n\r\n${text}`,
        ),
    ),
    hostileText.map(
      (text) => (key: string) =>
        Buffer.from(
          `PUT /uploads/${text} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${key}\r\ncontent-range: ${text}\r\ncontent-length: 2\r\n\r\n{}`,
        ),
    ),
  );

  /** Sends, waits for an answer or the end, and leaves. */
  const send = (bytes: Buffer): Promise<string> =>
    new Promise((resolve) => {
      let text = '';
      const socket = connect(running.server.port, '127.0.0.1', () => socket.write(bytes));
      const leave = setTimeout(() => socket.destroy(), 100);
      socket.on('data', (data) => {
        text += data.toString('latin1');
        socket.end();
      });
      socket
        .on('error', () => {})
        .on('close', () => {
          clearTimeout(leave);
          resolve(text);
        });
    });

  it('leave the server as it was', { timeout: 120_000 }, async () => {
    const before = await rowCounts(running.app.database);
    await fc.assert(
      fc.asyncProperty(fc.array(raw, { minLength: 10, maxLength: 10 }), async (batch) => {
        for (const text of await Promise.all(batch.map((bytes) => send(bytes(running.key)))))
          expect(text.split('\r\n', 1)[0]).not.toMatch(/^HTTP\/1\.1 5/);
      }),
      { numRuns: RUNS / 10 },
    );
    expect(await running.ask('{ __typename }')).toEqual({ __typename: 'Query' });
    expect(grown(before, await rowCounts(running.app.database))).toEqual({});
    expect(running.lines.filter((line) => /"level":"(error|fatal)"/.test(line))).toEqual([]);
  });
});
