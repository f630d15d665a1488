import { isUtf8 } from 'node:buffer';
import { type BrokenRow, cut, rowProblem } from './row.ts';
import type { Line } from './split-lines.ts';

/** Reports a line that no record can be made of whatever its format: too long, not UTF-8, or with a NUL character. */
export function unreadable(line: Line, number: number): BrokenRow | undefined {
  if (line.tooLong) return broken(line, number, 'RECORD_TOO_LARGE', 'This row is too long; a row has at most 1 MB.');
  if (!isUtf8(line.bytes)) {
    return broken(line, number, 'INVALID_UTF8', 'This row is not UTF-8. Save the file as UTF-8 and import it again.');
  }
  if (line.bytes.includes(0)) return broken(line, number, 'NUL_CHARACTER', 'This row contains a NUL character.');
  return undefined;
}

const KEPT = 10_000;

/** A row that could not be read, with as much of its text as is worth showing. */
export function broken(line: Line, number: number, code: string, message: string): BrokenRow {
  const raw = cut(line.bytes.subarray(0, KEPT).toString('utf8'), KEPT);
  return { number, line: line.line, problem: rowProblem(line.line, null, raw, code, message), raw };
}
