import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { csvCell } from './csv-cell.ts';
import type { RowProblem } from './row.ts';

/** A CSV file of the rows that could not be imported, written while the import runs. */
export interface ErrorFile {
  /** Adds the problems of one row; waits while the disk is behind. Rejects when the file cannot be written. */
  write(problems: readonly RowProblem[], raw: string): Promise<void>;
  /** Ends the file; resolves when it is written. */
  close(): Promise<void>;
}

const COLUMNS = ['line', 'column', 'value', 'code', 'message', 'row'];

/** Opens an error file by its path or on a stream. Begins with a byte order mark, by which spreadsheets know UTF-8. */
export function openErrorFile(target: string | Writable): ErrorFile {
  const out = typeof target === 'string' ? createWriteStream(target) : target;
  const ended = finished(out, { readable: false });
  ended.catch(() => {}); // Told by the next `write` or by `close`.
  const put = async (text: string): Promise<void> => {
    if (out.errored) throw out.errored;
    if (!out.write(text)) await Promise.race([once(out, 'drain'), ended]);
  };
  let headed: Promise<void> | undefined;
  const head = () => (headed ??= put(`\ufeff${COLUMNS.join(',')}\n`));
  return {
    async write(problems, raw) {
      await head();
      const lines = problems.map(({ line, column, value, code, message }) =>
        [String(line), column ?? '', value ?? '', code, message, raw].map(csvCell).join(','),
      );
      await put(lines.map((line) => `${line}\n`).join(''));
    },
    async close() {
      await head();
      out.end();
      await ended;
    },
  };
}
