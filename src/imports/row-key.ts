import { hash } from 'node:crypto';
import { lookUp } from './read-value.ts';
import type { ReadRow } from './row.ts';

const SHARDS = 64;

/**
 * Counts how often the same content came in one reading of a file. Make one for each reading, and give it every row from
 * the first: then a second reading of the same file gives the same keys. About 50 bytes for each row without a key.
 */
export class Occurrences {
  // Several maps, because one takes at most 16.7 million entries.
  readonly #seen = new Map<number, Map<number, number>>();

  /** 1 for the first row of this content, 2 for the next. Two contents that share a count stay apart by their digest. */
  next(digest: string): number {
    const short = Number.parseInt(digest.slice(0, 12), 16);
    const shard = this.#seen.get(short % SHARDS) ?? new Map<number, number>();
    this.#seen.set(short % SHARDS, shard);
    const count = (shard.get(short) ?? 0) + 1;
    shard.set(short, count);
    return count;
  }
}

/** A key for a row that has none of its own: a hash of its values and its number among the rows with equal values. */
export function contentKey(row: ReadRow, occurrences: Occurrences): string {
  const digest = hash('sha256', JSON.stringify(row.values), 'hex').slice(0, 40);
  return `row-${digest}-${occurrences.next(digest)}`;
}

/** The key that columns make: their values, joined so that two different rows never make the same. */
export function columnKey(row: ReadRow, columns: readonly string[]): string | undefined {
  const parts = columns.map((column) => lookUp(row.values, column) ?? '');
  if (parts.every((part) => part === '') || parts.some((part) => typeof part === 'object')) return undefined;
  if (parts.length === 1) return String(parts[0]);
  return parts.map((part) => String(part).replace(/[\\|]/g, '\\$&')).join('|');
}
