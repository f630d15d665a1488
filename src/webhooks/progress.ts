import type { FeedChange } from '../feed/feed.ts';

/** How far beyond its cursor an endpoint may be: so many changes are looked at together. */
export const WINDOW = 1000;

/** A message that failed. Times are epoch milliseconds. */
export interface Waiting {
  readonly attempts: number;
  /** When it failed first. */
  readonly since: number;
  /** When it is tried again. */
  readonly next: number;
}

/** How far the deliveries of an endpoint have come. */
export interface Place {
  /** Everything up to here was dealt with, or is not for this endpoint. */
  readonly cursor: number;
  /** Of the last message up to the cursor. */
  readonly previous: number;
  /** What was dealt with beyond the cursor, ascending. */
  readonly ahead: readonly number[];
  /** What failed and will be tried again, by position. */
  readonly waiting: Readonly<Record<number, Waiting>>;
}

type Placed = Pick<FeedChange, 'position' | 'customerId'>;

/** Changes that follow the cursor, ascending. `whole`: there are no more up to `head`. */
export interface Page<C extends Placed> {
  readonly changes: readonly C[];
  readonly whole: boolean;
  readonly head: number;
}

/**
 * The part of the feed between an endpoint's cursor and what it has looked at, while messages are on their way. Messages of
 * one customer form a chain: each begins when the one before it was dealt with.
 */
export class Progress<C extends Placed> {
  readonly #page: Page<C>;
  readonly #before: Place;
  readonly #done: Set<number>;
  readonly #waiting: Map<number, Waiting>;

  constructor(place: Place, page: Page<C>) {
    this.#page = page;
    this.#before = place;
    this.#done = new Set(place.ahead);
    // what is not asked for any more waits no longer
    const asked = new Set(page.changes.map(({ position }) => position));
    const kept = Object.entries(place.waiting).filter(
      ([position]) => this.#isBeyond(+position) || asked.has(+position),
    );
    this.#waiting = new Map(kept.map(([position, waiting]) => [+position, waiting]));
  }

  /** The end of what was looked at. */
  get end(): number {
    const { changes, whole, head } = this.#page;
    return Math.max(this.#before.cursor, whole ? head : (changes.at(-1)?.position ?? 0));
  }

  /** What can be sent at `now`, as chains that do not wait for each other; all in one when the order of the feed counts. */
  chains(now: number, inOneOrder = false): C[][] {
    const open = this.#page.changes.filter(({ position }) => !this.#done.has(position));
    const chains: C[][] = [];
    for (const chain of Map.groupBy(open, ({ customerId }) => (inOneOrder ? '' : customerId)).values()) {
      const wait = chain.findIndex(({ position }) => (this.#waiting.get(position)?.next ?? 0) > now);
      if (wait !== 0) chains.push(wait === -1 ? chain : chain.slice(0, wait));
    }
    return chains;
  }

  /** When the next message that failed is due; null: none waits. */
  nextDue(): number | null {
    const due = [...this.#waiting].flatMap(([position, { next }]) => (this.#isBeyond(position) ? [] : [next]));
    return due.length === 0 ? null : Math.min(...due);
  }

  waitingOf({ position }: C): Waiting | undefined {
    return this.#waiting.get(position);
  }

  /** Delivered, or given up: those behind it may go. */
  done({ position }: C): void {
    this.#waiting.delete(position);
    this.#done.add(position);
  }

  failed({ position }: C, waiting: Waiting): void {
    this.#waiting.set(position, waiting);
  }

  /** Where the endpoint stands now: the cursor behind everything that was dealt with without a gap. */
  place(): Place {
    const { changes } = this.#page;
    const gap = changes.findIndex(({ position }) => !this.#done.has(position));
    const last = gap === -1 ? changes.length : gap;
    // what lies before the gap and is not in the page is not for this endpoint
    const cursor = gap === -1 ? this.end : (changes[gap] as C).position - 1;
    return {
      cursor,
      previous: changes[last - 1]?.position ?? this.#before.previous,
      ahead: [...this.#done].filter((position) => position > cursor).sort((a, b) => a - b),
      waiting: Object.fromEntries(this.#waiting),
    };
  }

  /** Whether a position lies behind the page: it was in one when more or other changes were asked for. */
  #isBeyond(position: number): boolean {
    return !this.#page.whole && position > this.end;
  }
}
