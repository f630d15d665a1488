import { expect, it } from 'vitest';
import { readConfig, settings } from '../src/config.ts';
import { ValidationError } from '../src/errors.ts';

it('has a default for everything', () => {
  expect(readConfig({})).toEqual({
    databaseUrl: undefined,
    dataDir: '.data',
    host: '127.0.0.1',
    port: 4000,
    role: 'all',
    logLevel: 'info',
    currency: 'EUR',
    timeZone: 'UTC',
    plugins: [],
    graphiql: true,
  });
  expect(readConfig({ PORT: '', CURRENCY: '  ' })).toEqual(readConfig({}));
});

it('reads every variable', () => {
  const config = readConfig({
    DATABASE_URL: 'postgresql:///retinue?host=/run/postgresql',
    DATA_DIR: '/var/lib/retinue',
    HOST: '::1',
    PORT: '0',
    ROLE: 'worker',
    LOG_LEVEL: 'silent',
    CURRENCY: 'cny',
    TIME_ZONE: 'Asia/Shanghai',
    PLUGINS: './plugins/ours, @shop/retinue-plugin',
    GRAPHIQL: 'off',
  });
  expect(config).toEqual({
    databaseUrl: 'postgresql:///retinue?host=/run/postgresql',
    dataDir: '/var/lib/retinue',
    host: '::1',
    port: 0,
    role: 'worker',
    logLevel: 'silent',
    currency: 'CNY',
    timeZone: 'Asia/Shanghai',
    plugins: ['./plugins/ours', '@shop/retinue-plugin'],
    graphiql: false,
  });
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
  ROLE: ['both'],
  LOG_LEVEL: ['verbose'],
  CURRENCY: ['EURO', 'ZZZ', '€'],
  TIME_ZONE: ['Mars/Olympus', '+01:00', 'Europe Berlin'],
  PLUGINS: ['a,,b', 'a,a', 'a b'],
  GRAPHIQL: ['yes', 'constructor', '__proto__'],
};

for (const [variable, values] of Object.entries(bad)) {
  it.each(values)(`refuses ${variable}=%j and says what is allowed`, (value) => {
    const { allowed } = Object.values(settings).find((setting) => setting.variable === variable) ?? { allowed: '?' };
    expect(() => readConfig({ [variable]: value })).toThrow(`${variable} is not valid; allowed: ${allowed}.`);
  });
}

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
  expect((thrown as ValidationError).issues.map((issue) => issue.path)).toEqual(
    Object.keys(bad).map((variable) => [variable]),
  );
  expect((thrown as Error).message).not.toContain('secret');
});
