import type { CustomerRow } from './lock-customers.ts';

/** About 50 MB. */
const MOST = 30_000;

/**
 * The customers to whom something happened lately in this process, as its last committed settlement of each left their
 * rows. The stamp of a row tells whether it still is what is remembered: each settlement draws a new one, so another
 * process, an erasure or a database that was restored can never be mistaken for it.
 */
export class RecentCustomers {
  readonly #rows = new Map<string, CustomerRow>();
  readonly #most: number;

  constructor(most = MOST) {
    this.#most = most;
  }

  get(id: string): CustomerRow | undefined {
    return this.#rows.get(id);
  }

  /**
   * After a commit: remembers what it left, and forgets what it settled otherwise, such as a person who was erased. Those
   * to whom nothing happened for the longest time are forgotten as well.
   */
  settled(ids: readonly string[], rows: readonly CustomerRow[]): void {
    for (const id of ids) this.#rows.delete(id);
    for (const row of rows) this.#rows.set(row.id, row);
    for (const id of this.#rows.keys()) {
      if (this.#rows.size <= this.#most) return;
      this.#rows.delete(id);
    }
  }
}
