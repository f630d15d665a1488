import type { Format } from './detect-format.ts';
import { type CsvReading, readCsv } from './read-csv.ts';
import { readNdjson } from './read-ndjson.ts';
import type { Row } from './row.ts';
import { splitLines } from './split-lines.ts';

export interface ReadOptions extends Partial<CsvReading> {}

/**
 * Reads a file row by row. A row that cannot be read comes with its `problem` and costs no other row; only a CSV header
 * that is missing, empty or ambiguous is an error for the whole file (`ValidationError`).
 */
export function readRows(
  stream: AsyncIterable<Uint8Array>,
  format: Format,
  options: ReadOptions = {},
): AsyncGenerator<Row> {
  const { delimiter = ',', maxRecordBytes = 1_000_000, onHeader = () => {} } = options;
  const lines = splitLines(stream, maxRecordBytes);
  return format === 'csv' ? readCsv(lines, { delimiter, maxRecordBytes, onHeader }) : readNdjson(lines);
}
