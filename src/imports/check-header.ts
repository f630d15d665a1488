import { isUtf8 } from 'node:buffer';
import { ValidationError } from '../errors.ts';
import { cut } from './row.ts';
import type { Line } from './split-lines.ts';

/** Checks the header row and gives its column names, trimmed. Throws a `ValidationError` that names every bad column. */
export function checkHeader(line: Line | undefined, values: readonly string[] | undefined): readonly string[] {
  const encoding = line && wrongEncoding(line.bytes);
  if (encoding) throw refuse([['WRONG_ENCODING', encoding]]);
  if (line === undefined) throw refuse([['NO_HEADER', 'The file is empty. Its first row must name the columns.']]);
  if (values === undefined) {
    throw refuse([['BROKEN_HEADER', 'The header row cannot be read: its quotes are not in order or it is too long.']]);
  }
  const columns = values.map((value) => value.trim());
  if (columns.some((column) => /[\r\0]/.test(column))) throw refuse([['BROKEN_HEADER', CARRIAGE]]);
  const faults: Fault[] = [];
  const seen = new Map<string, number>();
  for (const [index, column] of columns.entries()) {
    const earlier = seen.get(column);
    const place = `Column ${index + 1}`;
    if (column === '') faults.push(['EMPTY_COLUMN', `${place} has no name in the header row.`, String(index + 1)]);
    else if (column === '__proto__') faults.push(['RESERVED_COLUMN', `${place} must have another name.`, column]);
    else if (earlier !== undefined) {
      const message = `Columns ${earlier + 1} and ${index + 1} are both named “${cut(column)}”. Rename one of them.`;
      faults.push(['DUPLICATE_COLUMN', message, column]);
    } else seen.set(column, index);
  }
  if (faults.length > 0) throw refuse(faults);
  return columns;
}

type Fault = readonly [code: string, message: string, column?: string];

const CARRIAGE =
  'The header row contains a carriage return or NUL character. Save the file as UTF-8 with line ends LF or CRLF.';

const refuse = (faults: readonly Fault[]) =>
  new ValidationError(
    faults.map(([code, message, column]) => ({ path: column === undefined ? [] : [column], code, message })),
  );

function wrongEncoding(bytes: Buffer): string | undefined {
  const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (wide) return 'The file is UTF-16. Save it as UTF-8.';
  return isUtf8(bytes) ? undefined : 'The header row is not UTF-8. Save the file as UTF-8.';
}
