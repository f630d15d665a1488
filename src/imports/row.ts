/** One thing wrong with one row, told to the person who has to mend it. */
export interface RowProblem {
  /** 1-based line of the file on which the row starts. */
  readonly line: number;
  /** The column at fault; `null` when the whole row is. */
  readonly column: string | null;
  /** What stood there, cut to 200 characters. */
  readonly value: string | null;
  readonly code: string;
  readonly message: string;
}

/** A row that could be read. `values` holds texts (CSV) or whatever the JSON says (NDJSON), by column. */
export interface ReadRow {
  /** 1-based number among the records of the file; the header is not one. */
  readonly number: number;
  readonly line: number;
  readonly values: Readonly<Record<string, unknown>>;
  /** The record as it stands in the file, without its last line end. */
  readonly raw: string;
  readonly problem?: never;
}

/** A row that could not be read. The rows after it are not affected. */
export interface BrokenRow {
  readonly number: number;
  readonly line: number;
  readonly problem: RowProblem;
  /** The record as it stands in the file, cut when it is very long. */
  readonly raw: string;
  readonly values?: never;
}

export type Row = ReadRow | BrokenRow;

const SHOWN = 200;

/** Cuts a text for display, never through the middle of a character. */
export function cut(text: string, length: number = SHOWN): string {
  if (text.length <= length) return text;
  const last = text.charCodeAt(length - 2);
  return `${text.slice(0, last >= 0xd800 && last < 0xdc00 ? length - 2 : length - 1)}…`;
}

/** A value as a person would write it. */
export function show(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  return cut(typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(value) : String(value));
}

/** Builds a problem; `value` is shortened for display. */
export function rowProblem(
  line: number,
  column: string | null,
  value: unknown,
  code: string,
  message: string,
): RowProblem {
  return { line, column, value: show(value), code, message };
}
