import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import { broken, unreadable } from './broken-row.ts';
import { checkHeader } from './check-header.ts';
import { joinRecords } from './join-records.ts';
import type { Row } from './row.ts';
import type { Line } from './split-lines.ts';

/** How a CSV file is to be read. */
export interface CsvReading {
  /** One character between the values; a comma by default. */
  readonly delimiter: string;
  /** A longer record is reported and left out; 1 MB by default. Holds for NDJSON too. */
  readonly maxRecordBytes: number;
  /** Called once with the header, before the first row. What it throws ends the reading. */
  readonly onHeader: (columns: readonly string[]) => void;
}

const QUOTE = 34;

/**
 * CSV with a header row. Records are found here and the quoted ones parsed by csv-parse, one at a time: as a stream it
 * loses the rest of a chunk behind a record that is too large, and everything behind a quote that is not closed.
 */
export async function* readCsv(batches: AsyncIterable<Line[]>, reading: CsvReading): AsyncGenerator<Row> {
  let columns: readonly string[] | undefined;
  let number = 0;
  for await (const records of joinRecords(batches, reading.maxRecordBytes, (line) => fields(line, reading.delimiter))) {
    for (const { line, values } of records) {
      if (columns === undefined) {
        columns = checkHeader(line, values);
        reading.onHeader(columns);
        continue;
      }
      number += 1;
      yield values === undefined ? damaged(line, number) : row(line, values, columns, number);
    }
  }
  if (columns === undefined) checkHeader(undefined, undefined);
}

/** The values of a record; undefined when its quotes are not in order. */
function fields(record: Line, delimiter: string): string[] | undefined {
  if (!record.bytes.includes(QUOTE)) return record.bytes.toString('utf8').split(delimiter);
  try {
    // The record delimiter is one that cannot occur, so that line ends inside quotes are kept as they are.
    const rows: string[][] = parse(record.bytes, { delimiter, record_delimiter: '\0', max_record_size: 0 });
    return rows.length === 1 ? rows[0] : undefined;
  } catch (error) {
    if (error instanceof CsvError) return undefined;
    throw error;
  }
}

const damaged = (line: Line, number: number): Row =>
  unreadable(line, number) ??
  broken(
    line,
    number,
    'BROKEN_QUOTES',
    'The quotes of this row are not in order: a value with a quote in it must stand in quotes, with each inner quote doubled. Or the row is longer than 1 MB.',
  );

function row(line: Line, values: readonly string[], columns: readonly string[], number: number): Row {
  const bad = unreadable(line, number);
  if (bad) return bad;
  if (values.length !== columns.length) {
    const message = `This row has ${values.length} values; the header has ${columns.length} columns.`;
    return broken(line, number, 'WRONG_COLUMN_COUNT', message);
  }
  const named: Record<string, string> = {};
  for (let i = 0; i < columns.length; i++) named[columns[i] as string] = values[i] as string;
  return { number, line: line.line, values: named, raw: line.bytes.toString('utf8') };
}
