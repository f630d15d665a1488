import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { settings } from '../../src/config.ts';
import { commandLine } from '../support/command-line.ts';

const { folder, run: retinue } = commandLine();

describe('the command line', () => {
  it('explains every command and every setting', async () => {
    const { code, out } = await retinue(['--help']);
    expect(code).toBe(0);
    for (const { variable } of Object.values(settings)) expect(out).toContain(variable);
    for (const command of ['serve', 'import', 'migrate']) {
      expect(out).toContain(`retinue ${command}`);
      expect((await retinue([command, '--help'])).out).toContain(`retinue ${command}`);
    }
    expect((await retinue(['--version'])).out.trim()).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it.each([
    [['sevre'], 'There is no command "sevre"'],
    [['serve', '--prot', '1'], "Unknown option '--prot'"],
    [['serve', '--port', 'x'], 'PORT (given on the command line) is not valid'],
    [['serve', '--demo', '10', '--seed', 'x'], '--seed must be a whole number'],
    [['import', 'orders', 'x.csv'], 'customers, activities or answers'],
    [['import', 'answers', 'x.csv'], 'which columns answer which questions'],
    [['import', 'activities'], 'Name a file'],
    [['import', 'activities', 'x.csv', '--format', 'xml'], '--format is csv or ndjson'],
  ])('answers %j with exit code 2 and a sentence', async (args, sentence) => {
    const { code, err } = await retinue(args);
    expect(err).toContain(sentence);
    expect(code).toBe(2);
    expect(err).not.toContain('    at ');
  });

  it('refuses a server that may lose what it confirmed, and one that is not there', async () => {
    // the cluster of the tests has fsync off
    const lossy = await retinue(['migrate'], { env: { DATABASE_URL: inject('adminUrl') } });
    expect(lossy).toMatchObject({ code: 1, err: expect.stringContaining('fsync is off on this server') });
    const absent = await retinue(['migrate'], { env: { DATABASE_URL: 'postgresql://x@127.0.0.1:1/x' } });
    expect(absent).toMatchObject({ code: 1, err: expect.stringContaining('Nobody listens') });
    expect(absent.err).not.toContain('    at ');
  });
});

describe('importing a file', () => {
  const rows = Array.from(
    { length: 1500 },
    (_, i) => `c${i % 70},purchase,k${i},2026-03-0${1 + (i % 9)}T00:00:00Z,${i % 500 === 77 ? 'much' : '2.50'},EUR`,
  );
  const csv = `customer,kind,key,occurredAt,amount,currency\n${rows.join('\n')}\n`;

  it('takes its rows, writes those that it cannot take into a file, and knows the file when it comes again', async () => {
    const file = path.join(folder, 'orders.csv');
    const errors = path.join(folder, 'errors.csv');
    fs.writeFileSync(file, csv);
    const first = await retinue(['import', 'activities', file, '--errors', errors]);
    expect(first.err).toBe('');
    expect(first.out).toMatch(/^1,500 rows: 1,497 accepted, 0 duplicates, 3 rejected\n\d+\.\d s, [\d,]+ rows\/s\n$/);
    expect(first.code).toBe(1);
    const lines = fs.readFileSync(errors, 'utf8').trim().split('\n');
    expect(lines).toHaveLength(4);
    expect(lines[1]).toMatch(/^"79","amount","much",/);
    const again = await retinue(['import', 'activities', file]);
    expect(again.out).toContain('was imported before');
    expect(again.out).toContain('1,497 accepted');
  });

  it('takes the standard input, whose rows count once however often they come', async () => {
    const { out } = await retinue(['import', 'activities', '-', '--format', 'csv'], { input: csv });
    expect(out).toContain('1,500 rows: 0 accepted, 1,497 duplicates, 3 rejected');
    const other = await retinue(['import', 'activities', '-', '--source', 'elsewhere', '--dry-run'], { input: csv });
    expect(other.out).toContain('1,500 rows: 1,497 fit, 0 duplicates, 3 rejected');
  });

  it('says what is wrong with a mapping, a file or a header, and does nothing', async () => {
    const mapping = path.join(folder, 'mapping.json');
    const file = path.join(folder, 'orders.csv');
    expect(await retinue(['import', 'activities', file, '--mapping', mapping])).toMatchObject({
      code: 1,
      err: expect.stringContaining('no mapping file'),
    });
    fs.writeFileSync(mapping, '{"customer":"custmer","activities":[{"kind":"purchase"}]}');
    const wrong = await retinue(['import', 'activities', file, '--mapping', mapping]);
    expect(wrong).toMatchObject({ code: 1, err: expect.stringContaining('Did you mean “customer”?') });
    expect(wrong.err).not.toContain('    at ');
    expect(await retinue(['import', 'activities', path.join(folder, 'nope.csv')])).toMatchObject({
      code: 1,
      err: expect.stringContaining('There is no file'),
    });
  });
});
