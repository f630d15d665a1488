import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { openErrorFile } from '../../src/imports/error-file.ts';
import { rowProblem } from '../../src/imports/row.ts';

async function written(value: string, raw = 'x'): Promise<Record<string, string>[]> {
  const path = join(tmpdir(), `retinue-errors-${process.pid}.csv`);
  const file = openErrorFile(path);
  await file.write([rowProblem(7, 'amount', value, 'NOT_A_NUMBER', 'This must be a number.')], raw);
  await file.close();
  const content = await readFile(path);
  await rm(path);
  expect(content.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
  return parse(content, { columns: true, bom: true });
}

test('problems are written with their rows, whatever characters these contain', async () => {
  expect(await written('漢, "x"', 'a,"b\nc"\r\n')).toEqual([
    {
      line: '7',
      column: 'amount',
      value: '漢, "x"',
      code: 'NOT_A_NUMBER',
      message: 'This must be a number.',
      row: 'a,"b\nc"\r\n',
    },
  ]);
});

test.each(['=1+1', '+cmd', '-2+3', '@SUM(A1)', '\t=1', '\r=1', '  =1', '＝1', '=HYPERLINK("http://x")'])(
  'no spreadsheet takes %j for a formula',
  async (text) => {
    const [row] = await written(text, text);
    expect(row?.value).toBe(`'${text}`);
    expect(row?.row).toBe(`'${text}`);
  },
);

test.each(['-139.12', '+5', 'a=b', "it's"])('%j is left as it is', async (text) => {
  expect((await written(text))[0]?.value).toBe(text);
});

test('a file without problems has its header', async () => {
  const out = new PassThrough();
  await openErrorFile(out).close();
  expect(out.read().toString()).toBe('\ufeffline,column,value,code,message,row\n');
});

test('writing waits while the target is behind', async () => {
  let taken = 0;
  const slow = new Writable({
    highWaterMark: 1000,
    write: (chunk, _, done) => {
      taken += chunk.length;
      setTimeout(done, 1);
    },
  });
  const file = openErrorFile(slow);
  for (let line = 1; line <= 100; line++) {
    await file.write([rowProblem(line, null, 'v', 'C', 'm')], 'r'.repeat(500));
    expect(slow.writableLength).toBeLessThan(3000);
  }
  await file.close();
  expect(taken).toBeGreaterThan(50_000);
});

test('a target that fails is told to the writer, and nothing hangs', async () => {
  const broken = new Writable({ highWaterMark: 1, write: (_chunk, _, done) => done(new Error('disk full')) });
  const file = openErrorFile(broken);
  await expect(file.write([rowProblem(1, null, 'v', 'C', 'm')], 'r')).rejects.toThrow('disk full');
  await expect(file.close()).rejects.toThrow('disk full');
});
