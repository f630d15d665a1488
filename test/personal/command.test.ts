import fs from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { customerIdOf } from '../../src/activities/identify.ts';
import { commandLine } from '../support/command-line.ts';

const { folder, run } = commandLine();
const retinue = (...args: string[]) => run(args);

it('the command line exports a person and erases them', async () => {
  const file = path.join(folder, 'answers.csv');
  fs.writeFileSync(file, 'customer,kind,key,complaint,text\nada,complaintOpened,k1,c1,My knee hurts.\n');
  expect((await retinue('import', 'activities', file)).code).toBe(0);

  const printed = await retinue('export', 'ada');
  expect(printed.code).toBe(0);
  const out = path.join(folder, 'ada.json');
  expect(await retinue('export', '--id', customerIdOf('ada'), '--out', out)).toMatchObject({ code: 0, out: '' });
  expect(fs.statSync(out).mode & 0o777).toBe(0o600);
  const [first, second] = [printed.out, fs.readFileSync(out, 'utf8')].map((text) => JSON.parse(text));
  expect({ ...second, exportedAt: first.exportedAt }).toEqual(first);
  expect(first.activity[0].payload.text).toBe('My knee hurts.');

  expect(await retinue('erase', 'ada')).toMatchObject({
    code: 0,
    out: `Erased; what is left is kept as ${customerIdOf('ada')}.\n`,
  });
  expect((await retinue('erase', 'ada')).out).toBe('This person had been erased before.\n');
  expect((await retinue('export', 'ada')).out).not.toContain('knee');
  // the same rows under another name of the file bring nobody back
  const again = path.join(folder, 'again.csv');
  fs.writeFileSync(again, `${fs.readFileSync(file, 'utf8')}\n`);
  expect((await retinue('import', 'activities', again)).out).toContain('1 rejected');
});

it.each([
  [['erase'], 2, 'Name one customer'],
  [['erase', 'a', 'b'], 2, 'Name one customer'],
  [['export', 'a', '--id', 'b'], 2, 'Name one customer'],
  [['erase', '--id', 'nonsense'], 2, '"nonsense" is not the id of a customer'],
  [['erase', 'nobody'], 1, 'There is no such customer.'],
  [['export', 'nobody', '--out', '/nonexistent/file'], 1, 'There is no such customer.'],
])('answers %j with exit code %i and a sentence', async (args, code, sentence) => {
  const ended = await retinue(...args);
  expect(ended).toMatchObject({ code, out: '', err: expect.stringContaining(sentence) });
  expect(ended.err).not.toContain('    at ');
});
