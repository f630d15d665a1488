import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { Access } from '../../src/access/access.ts';
import { makeKey } from '../../src/access/key-text.ts';
import { createGraphql } from '../../src/graphql/yoga.ts';
import { bearer } from '../server/running.ts';
import { testApp } from '../support/app.ts';
import { answered } from './asked.ts';

const { app, key } = await testApp();
const yoga = createGraphql(app.schema, app, { graphiql: false, patience: { operation: 60, body: 120 } });
const server = createServer(yoga);
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const { port } = server.address() as AddressInfo;
afterAll(() => server.close());

const post = async (query: string) =>
  answered(
    await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json', ...bearer(key) },
      body: JSON.stringify({ query }),
    }),
  );

/** Sends bytes as they are, one piece after the other, and gives all that comes back until the connection ends. */
const converse = (pieces: readonly string[], pause: number): Promise<string> =>
  new Promise((resolve) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => {
      const next = (at: number): void => {
        if (at === pieces.length || socket.destroyed) return;
        socket.write(pieces[at] as string);
        setTimeout(next, pause, at + 1);
      };
      next(0);
    });
    socket.on('data', (data) => {
      text += data.toString();
    });
    socket.on('error', () => {}).on('close', () => resolve(text));
  });

const HEAD = `POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\nauthorization: Bearer ${key}\r\n`;

describe('a request that takes its time', () => {
  it('is ended when its body does not arrive', async () => {
    const text = await converse([`${HEAD}content-length: 100\r\n\r\n{"query":`], 1);
    expect(text).toMatch(/^HTTP\/1\.1 408 /);
    expect(text).toContain('"REQUEST_TIMEOUT"');
    expect(text.toLowerCase()).toContain('connection: close');
  });

  it('is ended when its body arrives byte by byte', async () => {
    const drops = Array.from({ length: 1000 }, () => '1\r\n \r\n');
    const text = await converse([`${HEAD}transfer-encoding: chunked\r\n\r\n`, ...drops], 5);
    expect(text).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('is refused before its body when nobody knows who asks, or it says that it is too long', async () => {
    const unknown = HEAD.replace(/authorization: .*\r\n/, '');
    expect(await converse([`${unknown}content-length: 100\r\n\r\n`], 1)).toMatch(/^HTTP\/1\.1 401 /);
    expect(await converse([`${HEAD}content-length: 20000001\r\n\r\n`], 1)).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('harms nobody when its sender goes away in the middle', async () => {
    await new Promise<void>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.write(`${HEAD}content-length: 100\r\n\r\n{`, () => setTimeout(() => socket.destroy(), 20));
      });
      socket.on('close', () => resolve());
    });
    expect((await post('{ __typename }')).status).toBe(200);
  });
});

describe('an operation that takes too long', () => {
  it.each(['{ feedCursor }', '{ feedCursor @include(if: true) }'])(
    'is answered with 504, and the next one as ever: %s',
    async (query) => {
      const { head } = app.feed;
      app.feed.head = () => new Promise(() => {});
      const answer = await post(query);
      app.feed.head = head;
      expect([answer.status, answer.codes, answer.data]).toEqual([504, ['TIMEOUT'], undefined]);
      expect((await post(query)).status).toBe(200);
    },
  );

  it('begins nothing more', async () => {
    const { gatherer } = app;
    const { record } = gatherer;
    let begun = 0;
    gatherer.record = async () => {
      begun += 1;
      await new Promise((resolve) => setTimeout(resolve, 120));
      return { results: [] } as never;
    };
    const one = (name: string) =>
      `${name}: recordActivities(input: { activities: [{ customer: { externalId: "x" }, key: "${name}", activity: { purchase: { amount: { amountMinor: 1, currencyCode: "EUR" } } } }] }) { __typename }`;
    const answer = await post(`mutation { ${one('a')} ${one('b')} }`);
    expect(answer.codes).toEqual(['TIMEOUT']);
    await new Promise((resolve) => setTimeout(resolve, 200));
    gatherer.record = record;
    expect(begun).toBe(1);
  });
});

describe('many wrong keys from one address', () => {
  const from = (remoteAddress: string) => ({ socket: { remoteAddress }, headers: {} });

  it('have to wait, while keys that are in use do not', async () => {
    const access = new Access(app.database);
    const good = `Bearer ${key}`;
    await access.authenticateFrom(from('192.0.2.1'), good, 0);
    const codes: string[] = [];
    const fail = async (address: string, now: number) =>
      access.authenticateFrom(from(address), `Bearer ${makeKey().text}`, now).catch((error) => error.code as string);
    for (let i = 0; i < 70; i++) codes.push((await fail('192.0.2.1', 1000)) as string);
    expect(codes.indexOf('THROTTLED')).toBe(60);
    expect(await access.authenticateFrom(from('192.0.2.1'), good, 1000)).toMatchObject({ role: 'admin' });
    expect(await fail('192.0.2.2', 1000)).toBe('UNAUTHENTICATED');
    expect(await fail('192.0.2.1', 2500)).toBe('UNAUTHENTICATED');
    expect(await fail('192.0.2.1', 2500)).toBe('UNAUTHENTICATED');
    expect(await fail('192.0.2.1', 2500)).toBe('THROTTLED');
    // a clock that goes back lets nobody in, and keeps nobody out for longer
    expect(await fail('192.0.2.1', 0)).toBe('THROTTLED');
    expect(await fail('192.0.2.1', 4000)).toBe('UNAUTHENTICATED');
  });

  it('count together for all addresses of one network that a caller can choose from', async () => {
    const access = new Access(app.database);
    const fail = async (address: string) =>
      access.authenticateFrom(from(address), `Bearer ${makeKey().text}`, 0).catch((error) => error.code as string);
    for (let i = 0; i < 60; i++) await fail(`2001:db8:1:2::${i.toString(16)}`);
    expect(await fail('2001:db8:1:2:ffff::1')).toBe('THROTTLED');
    expect(await fail('2001:db8:1:3::1')).toBe('UNAUTHENTICATED');
    for (let i = 0; i < 60; i++) await fail('::ffff:192.0.2.7');
    expect(await fail('192.0.2.7')).toBe('THROTTLED');
    expect(await fail('no address')).toBe('UNAUTHENTICATED');
  });

  it('count for whom a trusted proxy asks, and nobody else can say so', async () => {
    const access = new Access(app.database, undefined, ['10.0.0.0/8', '2001:db8::1']);
    const fail = async (remoteAddress: string, forwarded?: string) =>
      access
        .authenticateFrom(
          { socket: { remoteAddress }, headers: { 'x-forwarded-for': forwarded } },
          `Bearer ${makeKey().text}`,
          0,
        )
        .catch((error) => error.code as string);
    // who is behind the proxy writes what it likes, but the proxy has the last word
    for (let i = 0; i < 60; i++) await fail('::ffff:10.0.0.1', `198.51.100.${i}, 192.0.2.1, 10.0.0.2`);
    for (const told of ['192.0.2.1', '203.0.113.9,192.0.2.1:4711', '192.0.2.1, 2001:db8::1'])
      expect(await fail('10.0.0.3', told), told).toBe('THROTTLED');
    for (const told of ['192.0.2.2', '192.0.2.1, 192.0.2.2', '[2001:db8::2]:80', undefined, '', ','])
      expect(await fail('10.0.0.3', told), String(told)).toBe('UNAUTHENTICATED');
    // no proxy of ours
    expect(await fail('192.0.2.1', '192.0.2.2')).toBe('THROTTLED');
    expect(await fail('192.0.2.3', '192.0.2.1')).toBe('UNAUTHENTICATED');
  });

  it('are answered with 429 and a time to come again', async () => {
    const wrong = () =>
      fetch(`http://127.0.0.1:${port}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...bearer(makeKey().text) },
        body: '{"query":"{__typename}"}',
      });
    let response = await wrong();
    for (let i = 0; i < 100 && response.status === 401; i++) response = await wrong();
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '1']);
    expect((await answered(response)).codes).toEqual(['THROTTLED']);
    expect((await post('{ __typename }')).status).toBe(200);
  });
});
