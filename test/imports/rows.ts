import { Readable } from 'node:stream';
import type { Format } from '../../src/imports/detect-format.ts';
import { type ReadOptions, readRows } from '../../src/imports/read-rows.ts';
import type { ReadRow, Row } from '../../src/imports/row.ts';

export async function allOf<T>(source: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of source) all.push(one);
  return all;
}

/** All rows of a content, given to the reader in chunks of the size. */
export async function rowsOf(
  content: string | Buffer,
  format: Format = 'csv',
  options: ReadOptions = {},
  chunk = 7,
): Promise<Row[]> {
  const bytes = Buffer.from(content as string);
  const chunks = Array.from({ length: Math.ceil(bytes.length / chunk) }, (_, i) =>
    bytes.subarray(i * chunk, (i + 1) * chunk),
  );
  return allOf(readRows(Readable.from(chunks), format, options));
}

/** A row as if it had been read. */
export const rowWith = (values: Record<string, unknown>, line = 2): ReadRow => ({
  number: line - 1,
  line,
  values,
  raw: JSON.stringify(values),
});

/** What tests compare of rows: where they start, and their values or the code of their problem. */
export const brief = (rows: readonly Row[]) => rows.map((row) => [row.line, row.values ?? row.problem?.code]);
