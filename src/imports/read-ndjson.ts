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
  const code = misfit(values, raw.includes('\\u'));
  if (code) return broken(line, number, code, MISFITS[code]);
  return { number, line: line.line, values: values as Record<string, unknown>, raw };
}

const DEEPEST = 32;
const MISFITS = {
  NUL_CHARACTER: 'This row contains a NUL character or half a character (\\ud800).',
  TOO_DEEP: `This row is nested more than ${DEEPEST} levels deep.`,
} as const;

/** What the database or a recursive reader cannot take. Only escapes can bring in texts that PostgreSQL refuses. */
function misfit(value: unknown, escapes: boolean, depth = 0): keyof typeof MISFITS | undefined {
  if (typeof value === 'string') {
    return escapes && (value.includes('\0') || !value.isWellFormed()) ? 'NUL_CHARACTER' : undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth > DEEPEST) return 'TOO_DEEP';
  for (const [key, inner] of Object.entries(value)) {
    const found = misfit(key, escapes) ?? misfit(inner, escapes, depth + 1);
    if (found) return found;
  }
  return undefined;
}
