import { expect, it } from 'vitest';
import { readConfig, settings } from '../src/config.ts';
import { ValidationError } from '../src/errors.ts';

it('has a default for everything', () => {
  expect(readConfig({})).toEqual({
    databaseUrl: undefined,
    dataDir: '.data',
    host: '127.0.0.1',
    port: 4000,
    publicUrl: 'http://127.0.0.1:4000',
    role: 'all',
    logLevel: 'info',
    accountTitle: undefined,
    currency: 'EUR',
    timeZone: 'UTC',
    plugins: [],
    pluginDir: undefined,
    pluginsOff: [],
    graphiql: true,
    streamsPerKey: 1000,
    rateLimit: 500_000,
    trustedDocuments: undefined,
    approvals: new Map(),
    webhookAllow: [],
    trustedProxies: [],
    jwtIssuer: undefined,
    jwtAudience: undefined,
    jwtJwksUrl: undefined,
    jwtAlgorithms: [],
    jwtRoleClaim: 'roles',
    jwtSegmentsClaim: 'segments',
    jwtChangesClaim: 'changes',
  });
  expect(readConfig({ PORT: '', CURRENCY: '  ' })).toEqual(readConfig({}));
});

it('reads every variable', () => {
  const config = readConfig({
    DATABASE_URL: 'postgresql:///retinue?host=/run/postgresql',
    DATA_DIR: '/var/lib/retinue',
    HOST: '::1',
    PORT: '0',
    PUBLIC_URL: 'https://feedback.shop.example/ask/',
    ACCOUNT_TITLE: '城南 Coffee',
    ROLE: 'worker',
    LOG_LEVEL: 'silent',
    CURRENCY: 'cny',
    TIME_ZONE: 'Asia/Shanghai',
    PLUGINS: './plugins/ours, @shop/retinue-plugin',
    PLUGIN_DIR: './own',
    PLUGINS_OFF: 'loyalty-tiers',
    GRAPHIQL: 'off',
    TRUSTED_PROXIES: '10.0.0.0/8, 2001:db8::1',
    STREAMS_PER_KEY: '50',
    RATE_LIMIT: '2000',
    TRUSTED_DOCUMENTS: 'web/persisted-documents.json',
    APPROVALS: 'segments=1, loyalty-tiers=2 of anna|ben the second|chen',
    JWT_ISSUER: 'https://id.shop.example/',
    JWT_AUDIENCE: 'retinue',
    JWT_JWKS_URL: 'https://id.shop.example/.well-known/jwks.json',
    JWT_ALGORITHMS: 'RS256, EdDSA',
    JWT_ROLE_CLAIM: 'https://shop.example/role',
    JWT_SEGMENTS_CLAIM: 'retinue.segments',
    JWT_CHANGES_CLAIM: 'retinue.changes',
  });
  expect(config).toEqual({
    databaseUrl: 'postgresql:///retinue?host=/run/postgresql',
    dataDir: '/var/lib/retinue',
    host: '::1',
    port: 0,
    publicUrl: 'https://feedback.shop.example/ask',
    accountTitle: '城南 Coffee',
    role: 'worker',
    logLevel: 'silent',
    currency: 'CNY',
    timeZone: 'Asia/Shanghai',
    plugins: ['./plugins/ours', '@shop/retinue-plugin'],
    pluginDir: './own',
    pluginsOff: ['loyalty-tiers'],
    graphiql: false,
    trustedProxies: ['10.0.0.0/8', '2001:db8::1'],
    streamsPerKey: 50,
    rateLimit: 2000,
    trustedDocuments: 'web/persisted-documents.json',
    approvals: new Map([
      ['segments', { needed: 1, of: null }],
      ['loyalty-tiers', { needed: 2, of: ['anna', 'ben the second', 'chen'] }],
    ]),
    webhookAllow: [],
    jwtIssuer: 'https://id.shop.example/',
    jwtAudience: 'retinue',
    jwtJwksUrl: 'https://id.shop.example/.well-known/jwks.json',
    jwtAlgorithms: ['RS256', 'EdDSA'],
    jwtRoleClaim: 'https://shop.example/role',
    jwtSegmentsClaim: 'retinue.segments',
    jwtChangesClaim: 'retinue.changes',
  });
});

it('serves the page for trying queries where only this machine can open it, unless told otherwise', () => {
  expect(readConfig({ HOST: 'localhost' }).graphiql).toBe(true);
  expect(readConfig({ HOST: '0.0.0.0' }).graphiql).toBe(false);
  expect(readConfig({ HOST: '0.0.0.0', GRAPHIQL: 'on' }).graphiql).toBe(true);
  expect(readConfig({ HOST: '127.0.0.1.example.com' }).graphiql).toBe(false);
});

it('cannot be changed', () => {
  const config = readConfig({});
  expect(Object.isFrozen(config)).toBe(true);
  expect(Object.isFrozen(config.plugins)).toBe(true);
  expect(Object.isFrozen(readConfig({ PLUGINS: 'a' }).plugins)).toBe(true);
});

it('lets the command line win, under the same rules', () => {
  expect(readConfig({ PORT: '1' }, { port: 2, role: 'api' })).toMatchObject({ port: 2, role: 'api' });
  expect(readConfig({ PORT: '1' }, { port: undefined }).port).toBe(1);
  expect(() => readConfig({}, { role: 'boss' })).toThrow(
    'ROLE (given on the command line) is not valid; allowed: api, worker, all.',
  );
});

const bad: Record<string, string[]> = {
  DATABASE_URL: ['mysql://u:secret@h/db', 'secret', 'postgresql://h/a b'],
  DATA_DIR: ['a\0b'],
  HOST: ['http://localhost', 'a b', '-x'],
  PORT: ['-1', '65536', '80.5', 'http', '1e3'],
  PUBLIC_URL: ['shop.example', 'ftp://h', 'https://', 'https://h/?a', 'https://h/#a', 'https://a b'],
  ROLE: ['both'],

  LOG_LEVEL: ['verbose'],
  ACCOUNT_TITLE: ['a\tb', 'x'.repeat(101)],
  CURRENCY: ['EURO', 'ZZZ', '€'],
  TIME_ZONE: ['Mars/Olympus', '+01:00', 'Europe Berlin'],
  PLUGINS: ['a,,b', 'a,a', 'a b'],
  GRAPHIQL: ['yes', 'constructor', '__proto__'],
  TRUSTED_PROXIES: ['proxy', '10.0.0.0/33', '10.0.0/8', '::1/129', '10.0.0.1/', '10.0.0.1/8/8', '10.0.0.1,10.0.0.1'],
  STREAMS_PER_KEY: ['0', 'many', '1.5'],
  RATE_LIMIT: ['-1', '1e6', 'off', '100000001'],
  TRUSTED_DOCUMENTS: ['a\0b'],
  APPROVALS: ['segments', 'segments=x', 'segments=1,segments=2', 'segments=2 of anna'],
  JWT_ISSUER: ['a b'],
  JWT_AUDIENCE: ['a b'],
  JWT_JWKS_URL: ['ftp://h/keys', 'https://', 'keys.json'],
  JWT_ALGORITHMS: ['HS256', 'none', 'RS256,HS256', 'rs256'],
  JWT_ROLE_CLAIM: ['a b'],
  JWT_SEGMENTS_CLAIM: ['a b'],
  JWT_CHANGES_CLAIM: ['a b'],
};

for (const [variable, values] of Object.entries(bad)) {
  it.each(values)(`refuses ${variable}=%j and says what is allowed`, (value) => {
    const { allowed } = Object.values(settings).find((setting) => setting.variable === variable) ?? { allowed: '?' };
    expect(() => readConfig({ [variable]: value })).toThrow(`${variable} is not valid; allowed: ${allowed}.`);
  });
}

it('wants everything about tokens or nothing', () => {
  const some = { JWT_ISSUER: 'https://id.shop.example/', JWT_ALGORITHMS: 'ES256' };
  expect(() => readConfig(some)).toThrow(/^JWT_AUDIENCE is missing; .* belong together\. JWT_JWKS_URL is missing/);
  expect(readConfig({ JWT_ROLE_CLAIM: 'role' }).jwtRoleClaim).toBe('role');
});

it('reports all bad values at once and repeats none of them', () => {
  const env = Object.fromEntries(Object.entries(bad).map(([variable, [value]]) => [variable, value]));
  const thrown = (() => {
    try {
      return readConfig(env);
    } catch (error) {
      return error;
    }
  })();
  expect(thrown).toBeInstanceOf(ValidationError);
  const named = (thrown as ValidationError).issues.map(({ path }) => path.join());
  expect(named.sort()).toEqual(Object.keys(bad).sort());
  expect((thrown as Error).message).not.toContain('secret');
});
