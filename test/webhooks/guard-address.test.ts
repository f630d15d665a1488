import { createServer, type Server } from 'node:http';
import { type AddressInfo, isIP } from 'node:net';
import { request } from 'undici';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AddressGuard, type GuardSettings } from '../../src/webhooks/guard-address.ts';
import { Poster } from '../../src/webhooks/post.ts';

/** A server inside the network, which notes at which of its addresses somebody reaches it. */
let inside: Server;
let port: string;
let reached: (string | undefined)[] = [];

beforeAll(async () => {
  inside = createServer((_request, response) => response.end('secret'));
  inside.on('connection', (socket) => reached.push(socket.localAddress));
  await new Promise<void>((resolve) => inside.listen(0, '::', resolve));
  port = String((inside.address() as AddressInfo).port);
});
beforeEach(() => {
  reached = [];
});
afterAll(() => {
  inside.closeAllConnections();
  inside.close();
});

/** This machine, in all the ways in which one can write it: these are tried to the end. */
const LOOPBACK = [
  '127.0.0.1',
  '127.1',
  '127.0.1',
  '0x7f000001',
  '0x7f.1',
  '2130706433',
  '017700000001',
  '0177.0.0.1',
  '127.0.0.1.',

  '127.8.9.10',
  '0.0.0.0',
  '0',
  '①②⑦.0.0.1',
  '127。0。0。1',
  '[::1]',
  '[::]',
  '[::ffff:7f00:1]',
  '[::ffff:127.0.0.1]',
  'localhost',
  'localhost.',
  'LOCALHOST',
  'anything.localhost',
  'loopback.example',
  'LOOPBACK.example.',
  'loopback6.example',
  'mapped.example',
  'mixed.example',
  'rebinding.example',
];

/** What may be somebody else's: of these it is only looked whether they are refused. */
const ELSEWHERE = [
  '10.0.0.1',
  '172.16.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '100.100.100.200',
  '192.0.0.192',

  '168.63.129.16',
  '192.0.2.1',
  '198.18.0.1',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '[::7f00:1]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b:1::7f00:1]',
  '[2002:7f00:1::]',
  '[2001:0:7f00:1::]',
  '[fec0::1]',
  '[fe80::1]',
  '[fc00::1]',
  '[fd00:ec2::254]',
  '[ff02::1]',
  '[2001:db8::1]',
  '[::ffff:0:7f00:1]',
  '[4000::1]',
  'private.example',
  'metadata.example',
  'mixed-private.example',
  'nat64.example',
];

/** To what names lead, at one look after the other. */
const NAMES: Record<string, string[][]> = {
  'loopback.example': [['127.0.0.1']],
  'loopback6.example': [['::1']],
  'mapped.example': [['::ffff:127.0.0.1']],
  'mixed.example': [['93.184.215.14', '127.0.0.1']],
  'mixed-private.example': [['10.1.2.3', '93.184.215.14']],
  'private.example': [['10.1.2.3']],
  'metadata.example': [['169.254.169.254']],
  'nat64.example': [['64:ff9b::a9fe:a9fe']],
  // public when it is registered, and then not any more
  'rebinding.example': [['93.184.215.14'], ['127.0.0.1']],
  'public.example': [['93.184.215.14']],
};

/** Only addresses are in the way here: http and the port of the server are allowed. */
function guard(settings: GuardSettings = {}, names = NAMES): AddressGuard {
  const looks = new Map<string, number>();
  const resolve = async (host: string) => {
    const answers = names[host] ?? [['127.0.0.1']];
    const look = looks.get(host) ?? 0;
    looks.set(host, look + 1);
    const found = answers[Math.min(look, answers.length - 1)] ?? [];
    return found.map((address) => ({ address, family: isIP(address) as 4 | 6 }));
  };
  return new AddressGuard({ protocols: ['http:', 'https:'], ports: [port], resolve, ...settings });
}

describe('the sender of messages', () => {
  it.each(LOOPBACK)('does not reach a server inside at %s', async (host) => {
    const guarded = guard();
    await guarded.checkNow(`http://${host}:${port}/`).catch(() => {});
    const poster = new Poster(guarded);
    const { status, error } = await poster.post(`http://${host}:${port}/`, {}, '{}');
    await poster.close();
    expect([status, error?.split(':')[0], reached]).toEqual([null, 'ADDRESS_NOT_ALLOWED', []]);
  });

  it.each([...LOOPBACK, ...ELSEWHERE].filter((host) => host !== 'rebinding.example'))(
    'is not given %s in the first place',
    async (host) => {
      await expect(guard().checkNow(`http://${host}:${port}/`)).rejects.toMatchObject({ code: 'ADDRESS_NOT_ALLOWED' });
    },
  );

  it.each(['https://93.184.215.14/', 'https://[2606:4700::1111]/', 'https://public.example:8443/hooks?a=b'])(
    'may be given %s',
    async (url) => {
      const standard = new AddressGuard({ resolve: async () => [{ address: '93.184.215.14', family: 4 }] });
      expect((await standard.checkNow(url)).href).toBe(url);
    },
  );

  it('connects to the very address that was checked, and looks but once', async () => {
    const names = { 'turning.example': [['127.0.0.2'], ['127.0.0.1']] };
    const poster = new Poster(guard({ allow: ['127.0.0.2'] }, names));
    expect(await poster.post(`http://turning.example:${port}/`, {}, '{}')).toMatchObject({ status: 200 });
    await poster.close();
    expect(reached).toEqual(['::ffff:127.0.0.2']);
  });

  it('would be let in by a check of names alone, since literals are not looked up', async () => {
    for (const host of ['127.1', '2130706433', '[::ffff:7f00:1]'])
      await request(`http://${host}:${port}/`).then(({ body }) => body.dump());
    expect(reached).toHaveLength(3);
  });
});

describe('a URL', () => {
  const standard = new AddressGuard({ allow: ['hooks.internal', '10.0.0.0/8', 'fd00::/8'] });

  it.each([
    ['http://example.com/', 'PROTOCOL_NOT_ALLOWED'],
    ['ftp://example.com/', 'PROTOCOL_NOT_ALLOWED'],
    ['file:///etc/passwd', 'BAD_URL'],
    ['javascript:alert(1)', 'BAD_URL'],
    ['https://example.com:8080/', 'PORT_NOT_ALLOWED'],
    ['https://example.com:22/', 'PORT_NOT_ALLOWED'],
    ['https://user:pass@example.com/', 'URL_WITH_PASSWORD'],
    ['https://user@example.com/', 'URL_WITH_PASSWORD'],
    ['https://', 'BAD_URL'],
    ['example.com', 'BAD_URL'],
    ['', 'BAD_URL'],
    [`https://example.com/${'x'.repeat(2048)}`, 'URL_TOO_LONG'],
    ['ftp://hooks.internal/', 'PROTOCOL_NOT_ALLOWED'],
    ['http://evil.hooks.internal/', 'PROTOCOL_NOT_ALLOWED'],
    ['https://11.0.0.1:8080/', 'PORT_NOT_ALLOWED'],
    ['https://192.168.0.1/', 'ADDRESS_NOT_ALLOWED'],
  ])('is refused: %s', (url, code) => {
    expect(() => standard.check(url)).toThrow(expect.objectContaining({ code, path: ['url'] }));
  });

  it.each([
    'https://example.com/',
    'https://example.com:8443/a?b=c',
    'http://hooks.internal:8080/',
    'http://10.1.2.3:9/',
  ])('is taken: %s', (url) => {
    const { url: read, origin, path } = standard.check(url);
    expect([read.href, origin + path]).toEqual([url, url]);
  });

  it('whose name is not there yet is taken: it may come later', async () => {
    const empty = new AddressGuard({ resolve: async () => [] });
    expect((await empty.checkNow('https://not-yet.example/')).hostname).toBe('not-yet.example');
  });
});
