import type { Chunk } from './chunk.ts';

/** Characters that are kept for readers who have not taken them yet, in the whole process. */
const MOST = 16_000_000;

/** The chunks that somebody has yet to take, of all groups, the oldest first; bounded. */
export class KeptChunks {
  readonly #owners = new Map<Chunk, { dropOldest(): void }>();
  readonly #most: number;
  #length = 0;

  constructor(most: number = MOST) {
    this.#most = most;
  }

  get length(): number {
    return this.#length;
  }

  /** Keeps one more; when it is too much, the oldest go, and who wanted them reads them from the feed. */
  add(chunk: Chunk, owner: { dropOldest(): void }): void {
    this.#owners.set(chunk, owner);
    this.#length += chunk.length;
    while (this.#length > this.#most) this.#owners.values().next().value?.dropOldest();
  }

  delete(chunk: Chunk): void {
    if (this.#owners.delete(chunk)) this.#length -= chunk.length;
  }
}
