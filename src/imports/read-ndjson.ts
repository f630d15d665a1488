import { broken, unreadable } from './broken-row.ts';
import type { Row } from './row.ts';
import type { Line } from './split-lines.ts';

/** One JSON object a line; empty lines are passed over. */
export async function* readNdjson(batches: AsyncIterable<Line[]>): AsyncGenerator<Row> {
  let number = 0;
  for await (const batch of batches) {
    for (const line of batch) {
      const bad = unreadable(line, number + 1);
      if (bad) {
        number += 1;
        yield bad;
        continue;
      }
      const raw = line.bytes.toString('utf8');
      if (raw.trim() === '') continue;
      number += 1;
      yield parse(line, raw, number);
    }
  }
}

function parse(line: Line, raw: string, number: number): Row {
  let values: unknown;
  try {
    values = JSON.parse(raw);
  } catch (error) {
    return broken(line, number, 'BROKEN_JSON', `This line is not JSON: ${(error as Error).message}.`);
  }
  if (typeof values !== 'object' || values === null || Array.isArray(values)) {
    return broken(line, number, 'NOT_AN_OBJECT', 'Each line must be one JSON object, from { to }.');
  }
  if (raw.includes('\\u') && !storable(values)) {
    return broken(line, number, 'NUL_CHARACTER', 'This row contains a NUL character or half a character (\\ud800).');
  }
  return { number, line: line.line, values: values as Record<string, unknown>, raw };
}

/** Whether PostgreSQL can keep every text in it; only escapes can bring in what it cannot. */
function storable(value: unknown): boolean {
  if (typeof value === 'string') return !value.includes('\0') && value.isWellFormed();
  if (typeof value !== 'object' || value === null) return true;
  for (const [key, inner] of Object.entries(value)) if (!storable(key) || !storable(inner)) return false;
  return true;
}
