import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSource } from '../../src/imports/open-source.ts';
import { allOf } from './rows.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'retinue-imports-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, content: string | Buffer): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

const text = async (stream: Readable) => Buffer.concat(await allOf<Buffer>(stream)).toString();
const long = Array.from({ length: 200_000 }, (_, i) => `row ${i}\n`).join('');

test('a file is read whole, and its size and the bytes read are known', async () => {
  const source = await openSource(await file('plain.csv', long));
  expect(source.bytesTotal).toBe(long.length);
  expect(source.head.toString()).toBe(long.slice(0, 64));
  expect(source.bytesRead()).toBeLessThan(long.length);
  expect(await text(source.stream)).toBe(long);
  expect(source.bytesRead()).toBe(long.length);
});

test('gzip is recognised by its first bytes, whatever the name, and progress counts compressed bytes', async () => {
  const packed = gzipSync(long);
  const source = await openSource(await file('named-otherwise.csv', packed));
  expect(source.head.toString()).toBe(long.slice(0, 64));
  expect(await text(source.stream)).toBe(long);
  expect([source.bytesTotal, source.bytesRead()]).toEqual([packed.length, packed.length]);
});

test('a file that only has the name of a gzip file is read as it is', async () => {
  expect(await text((await openSource(await file('not.csv.gz', 'a,b\n1,2\n'))).stream)).toBe('a,b\n1,2\n');
});

test('a stream works as well, even when it comes byte by byte', async () => {
  const packed = gzipSync('a,b\n1,2\n');
  const source = await openSource(Readable.from([...packed].map((byte) => Buffer.from([byte]))));
  expect(await text(source.stream)).toBe('a,b\n1,2\n');
  expect(source.bytesTotal).toBeUndefined();
  expect(source.bytesRead()).toBe(packed.length);
});

test('an empty file and a file of one byte have no more than that', async () => {
  expect(await text((await openSource(await file('empty.csv', ''))).stream)).toBe('');
  expect(await text((await openSource(await file('one.csv', 'x'))).stream)).toBe('x');
});

test('a gzip file that was cut off is an error that says so, never a shorter file', async () => {
  const packed = gzipSync(Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * i * 7919) % 251)));
  const source = await openSource(await file('cut.gz', packed.subarray(0, packed.length - 9)));
  await expect(text(source.stream)).rejects.toMatchObject({ code: 'BROKEN_SOURCE', message: /ends too early/ });
});

test('a gzip file with damaged content is an error that says so', async () => {
  const packed = gzipSync(long);
  packed.fill(0xff, 200, 400);
  const read = openSource(Readable.from([packed])).then((source) => text(source.stream));
  await expect(read).rejects.toMatchObject({ code: 'BROKEN_SOURCE', message: /damaged/ });
});

test('a missing file and a folder are refused by their names', async () => {
  await expect(openSource(join(folder, 'absent.csv'))).rejects.toMatchObject({ code: 'NOT_FOUND', message: /absent/ });
  await expect(openSource(folder)).rejects.toMatchObject({ code: 'INVALID_INPUT', message: /is a folder/ });
});

test.each([false, true])('leaving the content early lets go of the input (compressed: %s)', async (compressed) => {
  const endless = () =>
    Readable.from(
      (async function* () {
        const chunk = Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * i * 7919) % 251));
        for (;;) yield compressed ? gzipSync(chunk) : chunk;
      })(),
    );
  const left = endless();
  for await (const _ of (await openSource(left)).stream) break;
  await expect.poll(() => left.destroyed).toBe(true);
  const unread = endless();
  (await openSource(unread)).stream.destroy();
  await expect.poll(() => unread.destroyed).toBe(true);
});
