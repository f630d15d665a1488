// Parameters for set-based statements. A `Buffer` goes to PostgreSQL in binary form, which for numbers and texts costs a
// fraction of the text form on both sides.

const OID = { float8: 701, text: 25, jsonb: 3802 } as const;

const UNKNOWN_AS_NAN = Number.NaN;

function header(buffer: Buffer, oid: number, length: number): void {
  buffer.writeInt32BE(length === 0 ? 0 : 1, 0);
  buffer.writeInt32BE(0, 4);
  buffer.writeInt32BE(oid, 8);
  if (length === 0) return;
  buffer.writeInt32BE(length, 12);
  buffer.writeInt32BE(1, 16);
}

/** A `float8[]` of all these numbers, one list after the other. `NaN` stays `NaN`: in our rows it means unknown. */
export function floats(lists: readonly ArrayLike<number>[]): Buffer {
  let length = 0;
  for (const list of lists) length += list.length;
  const buffer = Buffer.allocUnsafe(length === 0 ? 12 : 20 + length * 12);
  header(buffer, OID.float8, length);
  const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  let at = 20;
  for (const list of lists) {
    for (let i = 0; i < list.length; i++, at += 12) {
      view.setInt32(at, 8);
      view.setFloat64(at + 4, list[i] as number);
    }
  }
  return buffer;
}

/** A `text[]`, or a `jsonb[]` of JSON texts. */
export function texts(values: readonly (string | null)[], type: 'text' | 'jsonb' = 'text'): Buffer {
  const extra = type === 'jsonb' ? 1 : 0;
  let size = values.length === 0 ? 12 : 20;
  for (const value of values) size += 4 + (value === null ? 0 : extra + Buffer.byteLength(value));
  const buffer = Buffer.allocUnsafe(size);
  header(buffer, OID[type], values.length);
  if (values.includes(null)) buffer.writeInt32BE(1, 4);
  let at = 20;
  for (const value of values) {
    if (value === null) {
      at = buffer.writeInt32BE(-1, at);
      continue;
    }
    const start = at + 4;
    if (extra) buffer[start] = 1; // jsonb's format version
    const written = buffer.write(value, start + extra);
    buffer.writeInt32BE(written + extra, at);
    at = start + extra + written;
  }
  return buffer;
}

/** An array literal of values that need no quoting: uuids and numbers. */
export const literal = (values: readonly (string | number | null)[]): string =>
  `{${values.map((value) => value ?? 'null').join(',')}}`;

/**
 * What `array_send(float8[])` gave, into `target` from `from` on, at most `room` numbers; what the row does not have stays
 * as it is. Returns how many numbers the row has.
 */
export function readFloats(bytes: Buffer, target: Float64Array, from = 0, room = target.length): number {
  if (bytes.length < 20) return 0;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getInt32(12);
  const count = Math.min(length, room);
  for (let i = 0, at = 20; i < count; i++) {
    const size = view.getInt32(at);
    target[from + i] = size < 0 ? UNKNOWN_AS_NAN : view.getFloat64(at + 4);
    at += 4 + Math.max(size, 0);
  }
  return length;
}

/** All of what `array_send(float8[])` gave. */
export function allFloats(bytes: Buffer): Float64Array {
  const numbers = new Float64Array(bytes.length < 20 ? 0 : bytes.readInt32BE(12));
  readFloats(bytes, numbers);
  return numbers;
}
