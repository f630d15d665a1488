import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ReadToken, type TokenSettings, tokenReader } from '../../src/access/token.ts';
import { testApp } from '../support/app.ts';

const ISSUER = 'https://id.shop.example/';
const AUDIENCE = 'retinue';
const NOW = Date.UTC(2026, 10, 24, 12);
const seconds = NOW / 1000;

type Pair = Awaited<ReturnType<typeof generateKeyPair>>;
let pair: Pair;
let other: Pair;

/** The issuer: what it publishes, how it answers, and how often it was asked. */
const issuer = { keys: [] as object[], status: 200, asked: 0, body: undefined as string | undefined };
let server: Server;
let settings: TokenSettings;
beforeAll(async () => {
  pair = await generateKeyPair('RS256', { extractable: true });
  other = await generateKeyPair('RS256', { extractable: true });
  server = createServer((_request, response) => {
    issuer.asked += 1;
    response.writeHead(issuer.status, { 'content-type': 'application/json' });
    response.end(issuer.body ?? JSON.stringify({ keys: issuer.keys }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  settings = {
    issuer: ISSUER,
    audience: AUDIENCE,
    jwksUrl: `http://127.0.0.1:${port}/keys`,
    algorithms: ['RS256', 'EdDSA'],
    roleClaim: 'realm_access.roles',
    segmentsClaim: 'segments',
    changesClaim: 'https://shop.example/changes',
  };
});
afterAll(() => {
  server.close();
});
const published = async ({ publicKey }: Pair, kid: string | undefined, more: object = {}) => ({
  ...(await exportJWK(publicKey)),
  ...(kid === undefined ? {} : { kid }),
  ...more,
});
beforeEach(async () => {
  Object.assign(issuer, { keys: [await published(pair, 'one')], status: 200, asked: 0, body: undefined });
});

const CLAIMS = { iss: ISSUER, aud: AUDIENCE, sub: 'ada', exp: seconds + 300, realm_access: { roles: ['analyst'] } };

const sign = (
  claims: object = {},
  header: { alg?: string; kid?: string | undefined } = {},
  key: Pair['privateKey'] | Uint8Array = pair.privateKey,
): Promise<string> =>
  new SignJWT({ ...CLAIMS, ...claims } as JWTPayload)
    .setProtectedHeader({ alg: 'RS256', kid: 'one', ...header } as never)
    .sign(key as never);

const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const reader = (more: Partial<TokenSettings> = {}): ReadToken => tokenReader({ ...settings, ...more });

describe('a signed token', () => {
  it('says who asks, with which role, and until when', async () => {
    const token = await sign({ name: 'Ada Lovelace' });
    expect(await reader()(token, NOW)).toMatchObject({
      by: 'token',
      id: `${ISSUER} ada`,
      clientId: null,
      name: 'Ada Lovelace',
      role: 'analyst',
      segments: null,
      changeTypes: null,
      expiresAt: NOW + 330_000,
    });
  });

  it('gives a partner only what it names', async () => {
    const roles = { realm_access: { roles: ['partner'] } };
    const named = {
      ...roles,
      segments: ['gold', 'new'],
      'https://shop.example/changes': 'segment.entered segment.left',
    };
    expect(await reader()(await sign(named), NOW)).toMatchObject({
      segments: ['gold', 'new'],
      changeTypes: ['segment.entered', 'segment.left'],
    });
    expect(await reader()(await sign(roles), NOW)).toMatchObject({ segments: [], changeTypes: [] });
  });

  it('that bounds somebody to segments takes away what looks past them, and one that is not understood names none', async () => {
    for (const segments of [['gold'], 'gold', 5, {}, null, true, [7]]) {
      const viewer = await reader()(await sign({ segments }), NOW);
      expect(viewer?.segments).toEqual(
        segments === 'gold' || (Array.isArray(segments) && segments[0] === 'gold') ? ['gold'] : [],
      );
      expect(viewer?.scopes.has('customers:find')).toBe(false);
      expect(viewer?.scopes.has('rules:read')).toBe(false);
      expect(viewer?.scopes.has('feed:read')).toBe(true);
    }
  });

  it('with several roles has the one that may do most, whatever their order; with none that we know it is refused', async () => {
    const roleOf = async (roles: unknown) => (await reader()(await sign({ realm_access: { roles } }), NOW))?.role;
    expect(await roleOf(['offline_access', 'analyst', 'admin'])).toBe('admin');
    expect(await roleOf(['partner', 'frontend'])).toBe('frontend');
    expect(await roleOf('uma marketer')).toBe('marketer');
    for (const roles of [[], 'boss', ['constructor', '__proto__'], null, 7, {}, [['admin']]])
      expect(await roleOf(roles)).toBeUndefined();
    expect(await reader({ roleClaim: 'nowhere.at.all' })(await sign(), NOW)).toBeUndefined();
  });

  const wrong: Record<string, () => Promise<string> | string> = {
    'of another issuer': () => sign({ iss: 'https://evil.example/' }),
    'without issuer': () => sign({ iss: undefined }),
    'for somebody else': () => sign({ aud: 'another' }),
    'for nobody': () => sign({ aud: undefined }),
    'that ended 31 seconds ago': () => sign({ exp: seconds - 31 }),
    'that never ends': () => sign({ exp: undefined }),
    'that begins in 31 seconds': () => sign({ nbf: seconds + 31 }),
    'without subject': () => sign({ sub: undefined }),
    'with an empty subject': () => sign({ sub: '' }),
    'whose subject is no text': () => sign({ sub: { toString: 'ada' } }),
    'whose subject has a NUL': () => sign({ sub: 'a\0b' }),
    'whose end is no number': () => sign({ exp: 'tomorrow' }),
    'without the name of its key': () => sign({}, { kid: undefined }),
    'by a key of that name that is not theirs': () => sign({}, {}, other.privateKey),
    'by a key that they do not have': () => sign({}, { kid: 'two' }, other.privateKey),
    'signed in a way that is not allowed': async () => {
      const strong = await generateKeyPair('RS512');
      issuer.keys.push(await published(strong, 'strong'));
      return sign({}, { alg: 'RS512', kid: 'strong' }, strong.privateKey);
    },
    'signed with the public key as a shared secret': async () =>
      sign({}, { alg: 'HS256' }, Buffer.from(await exportSPKI(pair.publicKey))),
    'not signed at all': () => `${base64({ alg: 'none', kid: 'one' })}.${base64(CLAIMS)}.`,
    'whose content was changed': async () => {
      const [header, , signature] = (await sign()).split('.');
      return `${header}.${base64({ ...CLAIMS, realm_access: { roles: ['admin'] } })}.${signature}`;
    },
    'whose header brings its own key': async () => {
      const jwk = await exportJWK(other.publicKey);
      return sign({}, { jwk, kid: 'two' } as never, other.privateKey);
    },
    'that is none': () => 'a.b.c',
  };
  for (const [how, make] of Object.entries(wrong)) {
    it(`${how} is refused`, async () => {
      expect(await reader()(await make(), NOW)).toBeUndefined();
    });
  }

  it('may be off by 30 seconds', async () => {
    expect(await reader()(await sign({ exp: seconds - 29, nbf: seconds - 60 }), NOW)).toBeDefined();
    expect(await reader()(await sign({ nbf: seconds + 29 }), NOW)).toBeDefined();
  });

  it('may be signed with Ed25519 as well, and a shared secret that is published opens nothing', async () => {
    const ed = await generateKeyPair('EdDSA');
    const k = Buffer.from('a shared secret of thirty-two bytes').toString('base64url');
    issuer.keys = [await published(ed, 'ed'), { kty: 'oct', kid: 'oct', k, alg: 'HS256' }];
    const read = reader();
    expect(await read(await sign({}, { alg: 'EdDSA', kid: 'ed' }, ed.privateKey), NOW)).toBeDefined();
    const secret = await sign({}, { alg: 'HS256', kid: 'oct' }, Buffer.from(k, 'base64url'));
    expect(await read(secret, NOW)).toBeUndefined();
  });
});

describe('the keys of the issuer', () => {
  it('are read once for many tokens, and not at all for one that names no key', async () => {
    const read = reader();
    expect(await read(await sign({}, { kid: undefined }), NOW)).toBeUndefined();
    expect(issuer.asked).toBe(0);
    const token = await sign();
    for (const viewer of await Promise.all(Array.from({ length: 50 }, () => read(token, NOW))))
      expect(viewer?.role).toBe('analyst');
    expect(issuer.asked).toBe(1);
  });

  it('may be replaced: a token with the new key is taken, and a flood of unknown names asks only once', async () => {
    const clock = vi.spyOn(Date, 'now').mockReturnValue(NOW);
    const read = reader();
    expect(await read(await sign(), NOW)).toBeDefined();
    issuer.keys = [await published(other, 'two')];
    clock.mockReturnValue(NOW + 31_000);
    expect(await read(await sign({}, { kid: 'two' }, other.privateKey), NOW)).toBeDefined();
    expect(await read(await sign(), NOW)).toBeUndefined(); // the old key was taken back
    for (let i = 0; i < 20; i++)
      expect(await read(await sign({}, { kid: `invented ${i}` }, other.privateKey), NOW)).toBeUndefined();
    expect(issuer.asked).toBe(2);
    clock.mockRestore();
  });

  it('go on being trusted while the issuer is down, and are read again beside the requests', async () => {
    const clock = vi.spyOn(performance, 'now').mockReturnValue(0);
    const read = reader();
    const token = await sign();
    expect(await read(token, NOW)).toBeDefined();
    issuer.status = 503;
    clock.mockReturnValue(600_001);
    expect(await read(token, NOW)).toBeDefined();
    await expect.poll(() => issuer.asked).toBe(2);
    expect(await read(token, NOW)).toBeDefined();
    Object.assign(issuer, { status: 200, keys: [await published(other, 'two')] });
    clock.mockReturnValue(1_200_002);
    await read(token, NOW);
    await expect.poll(() => read(token, NOW)).toBeUndefined(); // taken back meanwhile
    clock.mockRestore();
  });

  it('that cannot be read are no fault of the token: it is told so, and the issuer is left alone for a while', async () => {
    const trouble: unknown[] = [];
    const read = tokenReader(settings, (error) => trouble.push(error));
    const token = await sign();
    issuer.status = 500;
    for (let i = 0; i < 5; i++) await expect(read(token, NOW)).rejects.toMatchObject({ code: 'OVERLOADED' });
    expect(issuer.asked).toBe(1);
    expect(trouble).toHaveLength(1);
    const clock = vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 5001);
    issuer.status = 200;
    expect(await read(token, NOW)).toBeDefined();
    clock.mockRestore();
    for (const body of ['<html>', '{"keys":5}', '[]']) {
      issuer.body = body;
      await expect(reader()(token, NOW)).rejects.toMatchObject({ code: 'OVERLOADED' });
    }
    const nobody = reader({ jwksUrl: 'http://127.0.0.1:1/keys' });
    await expect(nobody(token, NOW)).rejects.toMatchObject({ code: 'OVERLOADED' });
    expect(await nobody('a.b.c', NOW)).toBeUndefined();
  });
});

describe('over HTTP', () => {
  it('a token opens the API, a bad one is answered with 401, and one that cannot be checked with 503', async () => {
    const { post } = await testApp({ tokens: settings });
    const ask = async (token: string) => {
      const response = await post({ query: '{ viewer { name role segments } }' }, { authorization: `Bearer ${token}` });
      return [response.status, await response.json()] as const;
    };
    const exp = Math.floor(Date.now() / 1000) + 60;
    const good = await sign({ exp });
    issuer.status = 500;
    expect(await ask(good)).toMatchObject([503, { errors: [{ extensions: { code: 'OVERLOADED' } }] }]);
    issuer.status = 200;
    const clock = vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 5001);
    expect(await ask(good)).toMatchObject([
      200,
      { data: { viewer: { name: 'ada', role: 'ANALYST', segments: null } } },
    ]);
    clock.mockRestore();
    expect(await ask(await sign({ exp: exp - 120 }))).toMatchObject([
      401,
      { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] },
    ]);
    expect((await ask('x'.repeat(20_000)))[0]).toBe(401);
  });
});
