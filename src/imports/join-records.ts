import type { Line } from './split-lines.ts';

/** A record and its values; no values when it cannot be parsed. */
export interface Joined {
  /** The record as if it were one line: where it starts, all its bytes. */
  readonly line: Line;
  readonly values: string[] | undefined;
}

const QUOTE = 34;

/**
 * Joins lines into records: a line with an odd number of quotes opens a value that ends on the next such line. When what
 * was joined cannot be parsed, grows too large or never ends, its first line alone is given as broken and the others are
 * read again, so that one stray quote costs one row. Each line is read at most twice. Empty lines are left out.
 */
export async function* joinRecords(
  batches: AsyncIterable<Line[]>,
  maximum: number,
  parse: (record: Line) => string[] | undefined,
): AsyncGenerator<Joined[]> {
  let open: Line[] = [];
  let size = 0;

  const read = (lines: readonly Line[], out: Joined[], last: boolean): void => {
    const waiting = [...lines].reverse();
    while (waiting.length > 0 || (last && open.length > 0)) {
      const line = waiting.pop();
      if (line !== undefined && open.length === 0 && !opens(line)) {
        if (line.tooLong) out.push({ line, values: undefined });
        else if (line.bytes.length > 0) out.push({ line, values: parse(line) });
        continue;
      }
      if (line !== undefined) {
        open.push(line);
        size += line.bytes.length;
      }
      const closed = line !== undefined && open.length > 1 && opens(line);
      if (line !== undefined && !closed && !line.tooLong && size <= maximum) continue;
      const record = closed && size <= maximum ? join(open) : undefined;
      const values = record && parse(record);
      if (record && values) {
        out.push({ line: record, values });
      } else {
        out.push({ line: open[0] as Line, values: undefined });
        for (const again of open.slice(1).reverse()) waiting.push(again);
      }
      open = [];
      size = 0;
    }
  };

  for await (const lines of batches) {
    const out: Joined[] = [];
    read(lines, out, false);
    if (out.length > 0) yield out;
  }
  const out: Joined[] = [];
  read([], out, true);
  if (out.length > 0) yield out;
}

function opens({ bytes, tooLong }: Line): boolean {
  if (tooLong) return false;
  let odd = false;
  for (let at = bytes.indexOf(QUOTE); at !== -1; at = bytes.indexOf(QUOTE, at + 1)) odd = !odd;
  return odd;
}

function join(lines: readonly Line[]): Line {
  const first = lines[0] as Line;
  const last = lines[lines.length - 1] as Line;
  const bytes = lines.flatMap((line) => (line === last ? [line.bytes] : [line.bytes, Buffer.from(line.end)]));
  return { line: first.line, bytes: Buffer.concat(bytes), end: last.end };
}
