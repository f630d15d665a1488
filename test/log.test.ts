import { expect, it } from 'vitest';
import { ValidationError } from '../src/errors.ts';
import { createLog, type LogFields } from '../src/log.ts';

function collect(level: Parameters<typeof createLog>[0] = 'info') {
  const lines: string[] = [];
  const log = createLog(level, { write: (line) => void lines.push(line) });
  return { log, lines, last: () => JSON.parse(lines.at(-1) ?? '') as Record<string, unknown> };
}

it('writes one line of JSON with level, time and fields', () => {
  const { log, lines, last } = collect();
  log.with({ requestId: 'r1' }).info('settled', { customerId: 'c1', count: 3, failed: undefined });
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^\{.*\}\n$/);
  expect(last()).toEqual({
    level: 'info',
    time: expect.stringMatching(/^\d{4}-.*Z$/),
    pid: process.pid,
    requestId: 'r1',
    customerId: 'c1',
    count: 3,
    msg: 'settled',
  });
});

it('keeps to its level', () => {
  const { log, lines } = collect('warn');
  log.info('not this');
  log.warn('this');
  expect(lines).toHaveLength(1);
});

it('has no room for what customers are or say', () => {
  const { log, lines } = collect();
  const profile = { customerId: 'c1', name: 'Ada', email: 'ada@example.org', code: { name: 'Ada' } };
  log.info('profile', profile as unknown as LogFields);
  log.with(profile as unknown as LogFields).info('profile');
  expect(lines.join()).not.toMatch(/ada/i);

  const name: string = 'Ada';
  // @ts-expect-error a message is a fixed text
  log.info(`hello ${name}`);
  // @ts-expect-error a message is a fixed text
  log.info(name);
  // @ts-expect-error there is no such field
  log.info('hello', { email: name });
});

it('describes errors without the values that their messages quote', () => {
  const { log, lines, last } = collect();
  const refused = Object.assign(new Error("insert into customer values ('Ada')"), {
    code: '23505',
    detail: 'Key (name)=(Ada) exists',
    constraint: 'customer_name_key',
  });
  log.error('failed', { error: refused });
  expect(last().error).toMatchObject({ type: 'Error', code: '23505', constraint: 'customer_name_key' });
  log.error('failed', { error: new Error('outer', { cause: refused }) });
  expect(last().error).toMatchObject({ message: 'outer', cause: { code: '23505' } });
  log.error('failed', { error: new ValidationError([{ path: ['name'], code: 'X', message: 'No Ada here.' }]) });
  expect(last().error).toMatchObject({ type: 'ValidationError', code: 'INVALID_INPUT' });
  for (const fail of [() => JSON.parse('Ada'), () => Intl.DateTimeFormat('en', { timeZone: 'Ada' })]) {
    try {
      fail();
    } catch (error) {
      log.error('failed', { error });
      expect(last().error).toMatchObject({ type: expect.stringMatching(/^(Syntax|Range)Error$/) });
    }
  }
  log.error('failed', { error: { name: 'Ada' } });
  expect(last().error).toEqual({ type: 'object' });
  expect(lines.join()).not.toMatch(/Ada/);
  expect((last().error as { at?: unknown }).at).toBeUndefined();
});

it('says where an error happened', () => {
  const { log, last } = collect();
  log.error('failed', { error: Object.assign(new Error('disk full'), { code: 'ENOSPC' }) });
  expect(last().error).toMatchObject({ message: 'disk full', code: 'ENOSPC' });
  expect((last().error as { at: string[] }).at[0]).toContain('log.test.ts');
});
