import type { KeptChange } from '../contract/keeper.ts';
import { UserError } from '../errors.ts';
import type { Life } from './life.ts';

/** A change that time alone will bring, unless something is learned before. */
export interface Upcoming {
  readonly at: number;
  readonly customerId: string;
  /** Its place among the changes of this customer at this instant. */
  readonly number: number;
  readonly change: Pick<KeptChange, 'type' | 'key' | 'from' | 'to'>;
  /** The rule set that will say so, and why; null: none, a keeper will do it by itself. */
  readonly by: { readonly kind: string; readonly key: string } | null;
  readonly why: readonly unknown[];
}

/** Settlements that one look ahead takes at most: some seconds of work. */
const MOST_SETTLEMENTS = 50_000;

/**
 * What time alone will do to these customers, from `now` until an instant, in the order in which it will happen (at one
 * instant by the ids of the customers). All of them live on together, so whoever reads the beginning pays for no more.
 */
export async function* upcoming(
  lives: readonly Life[],
  now: number,
  until: number,
  most: number = MOST_SETTLEMENTS,
): AsyncGenerator<Upcoming, void> {
  const queue = new Queue();
  for (const life of lives) queue.put(Math.max(life.due, now), life);
  for (let count = 0; ; count++) {
    const next = queue.take(until);
    if (!next) return;
    if (count === most)
      throw new UserError(
        'AGENDA_TOO_LONG',
        'There is too much to look at; ask for fewer customers, or for less time.',
        ['until'],
      );
    const { at, life } = next;
    const { moved, kept } = await life.settle(at);
    const told = [
      ...kept.map((change) => ({ change, by: change.ruleSet ?? null, why: change.why ?? [] })),
      ...moved
        .flatMap(({ changes }) => changes)
        .map((change) => {
          const { kind, key } = change.ruleSet;
          return { change, by: { kind: kind.key, key }, why: change.why };
        }),
    ];
    for (const [number, one] of told.entries()) yield { at, customerId: life.id, number, ...one };
    queue.put(life.due, life);
  }
}

interface Entry {
  readonly at: number;
  readonly life: Life;
}

const before = (a: Entry, b: Entry): boolean => a.at < b.at || (a.at === b.at && a.life.id < b.life.id);

/** Who is due, the last of the list first. */
class Queue {
  readonly #entries: Entry[] = [];

  put(at: number, life: Life): void {
    if (at === Number.POSITIVE_INFINITY) return;
    const entry = { at, life };
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (before(entry, this.#entries[middle] as Entry)) low = middle + 1;
      else high = middle;
    }
    this.#entries.splice(low, 0, entry);
  }

  take(until: number): Entry | undefined {
    const next = this.#entries.at(-1);
    return next && next.at <= until ? this.#entries.pop() : undefined;
  }
}
