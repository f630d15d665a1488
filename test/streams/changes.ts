import { randomUUID } from 'node:crypto';
import type { App } from '../../src/app.ts';
import { sequence } from '../../src/feed/sequencer.ts';

/** What readers can tell changes apart by. */
export interface Written {
  readonly position: number;
  readonly type: string;
  readonly key: string;
}

/** Writes changes straight into the feed, as the road would in its last statement: many, fast, and by a seed. */
export class ChangeWriter {
  readonly #app: App;
  readonly #random: () => number;
  readonly #customers = Array.from({ length: 50 }, () => randomUUID());
  readonly #seqs = new Map<string, number>();
  readonly #why: string;

  /** `padding`: characters that each change carries besides, in `why`. */
  constructor(app: App, seed: number, padding = 0) {
    this.#app = app;
    this.#random = seeded(seed);
    this.#why = JSON.stringify({ padding: 'x'.repeat(padding) });
  }

  /** A whole number below `most`. */
  below(most: number): number {
    return Math.floor(this.#random() * most);
  }

  /** Commits so many changes of some segments; they have no position yet. */
  async write(count: number, segments = 8): Promise<void> {
    const rows = Array.from({ length: count }, () => {
      const customer = this.#customers[this.below(this.#customers.length)] as string;
      const seq = (this.#seqs.get(customer) ?? 0) + 1;
      this.#seqs.set(customer, seq);
      return {
        customer,
        seq,
        type: this.below(3) === 0 ? 'segment.left' : 'segment.entered',
        key: `s${this.below(segments)}`,
      };
    });
    await this.#app.database.query(
      'write-changes',
      `insert into change (customer_id, change_seq, type, key, cause, why)
       select c, n, t, k, '{"by":"time"}', $5::jsonb from unnest($1::uuid[], $2::int[], $3::text[], $4::text[]) as r(c, n, t, k)`,
      [
        rows.map(({ customer }) => customer),
        rows.map(({ seq }) => seq),
        rows.map(({ type }) => type),
        rows.map(({ key }) => key),
        this.#why,
      ],
    );
  }

  /** Gives positions to all that was written. */
  async number(): Promise<void> {
    while ((await sequence(this.#app.database)) !== 0);
    this.#app.feed.wake();
  }
}

/** The whole feed after a position, as it was written. */
export const writtenAfter = (app: App, position: number): Promise<Written[]> =>
  app.database.query<Written>(
    '',
    'select position::float8 as position, type, key from change where position > $1 order by change.position',
    [position],
  );

/** mulberry32 */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
