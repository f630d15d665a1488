/** One line of a file, without its line end. */
export interface Line {
  /** 1-based. */
  readonly line: number;
  readonly bytes: Buffer;
  /** How the line ended: bytes of its line end, to rebuild what was read. */
  readonly end: '' | '\n' | '\r\n';
  /** Present when the line was longer than allowed: `bytes` then holds only its beginning. */
  readonly tooLong?: true;
}

const LF = 10;
const CR = 13;
const KEPT = 1000;

/**
 * Splits bytes into lines at LF or CRLF, a batch of lines for each chunk read. A line longer than `maximum` bytes is cut
 * to its beginning and never held in memory. A byte order mark in front is left out.
 */
export async function* splitLines(stream: AsyncIterable<Uint8Array>, maximum: number): AsyncGenerator<Line[]> {
  let line = 1;
  let rest: Buffer[] = [];
  let length = 0;
  let first = true;

  const take = (bytes: Buffer): void => {
    rest.push(bytes);
    length += bytes.length;
    if (length > maximum) rest = [Buffer.from(Buffer.concat(rest).subarray(0, KEPT))];
  };
  const finish = (lines: Line[], ended: boolean): void => {
    let bytes = rest.length === 1 ? (rest[0] as Buffer) : Buffer.concat(rest);
    const tooLong = length > maximum;
    const carriage = ended && !tooLong && bytes[bytes.length - 1] === CR;
    if (carriage) bytes = bytes.subarray(0, -1);
    if (first && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) bytes = bytes.subarray(3);
    first = false;
    const end = !ended ? '' : carriage ? '\r\n' : '\n';
    lines.push(tooLong ? { line, bytes, end, tooLong } : { line, bytes, end });
    line += 1;
    rest = [];
    length = 0;
  };

  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const lines: Line[] = [];
    let from = 0;
    for (let at = bytes.indexOf(LF); at !== -1; at = bytes.indexOf(LF, from)) {
      take(bytes.subarray(from, at));
      finish(lines, true);
      from = at + 1;
    }
    if (from < bytes.length) take(bytes.subarray(from));
    if (lines.length > 0) yield lines;
  }
  if (length > 0) {
    const lines: Line[] = [];
    finish(lines, false);
    yield lines;
  }
}
