import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../../src/demo/random.ts';
import type { Change, Follow } from './clients.ts';

/** How many changes a follower deals with, at most, before it puts its cursor away. */
const PUT_AWAY_EVERY = 20;

export interface FollowerOptions {
  readonly name: string;
  readonly follow: Follow;
  readonly url: string;
  readonly key: string;
  /** Whether it may see a change of this segment. */
  readonly maySee: (segment: string) => boolean;
  readonly after: string;
  readonly random: Random;
}

/** An application that follows the feed with a client; it dies, and lives again from the cursor that it had put away. */
export class Follower {
  readonly name: string;
  readonly maySee: (segment: string) => boolean;
  /** What it saw, by position, in the order in which it first did. */
  readonly seen = new Map<number, string>();
  lives = 0;
  repeats = 0;
  /** Times the link to the change before was broken: something was left out. */
  gaps = 0;
  readonly problems: unknown[] = [];
  readonly #options: FollowerOptions;
  readonly #stop = new AbortController();
  #life = new AbortController();
  #kept: { cursor: string; position: number };

  constructor(options: FollowerOptions) {
    this.#options = options;
    this.#kept = { cursor: options.after, position: 0 };
    this.name = options.name;
    this.maySee = options.maySee;
  }

  get position(): number {
    return this.#kept.position;
  }

  /** The application dies; whatever it did not put away is lost. */
  kill(): void {
    this.#life.abort();
  }

  stop(): void {
    this.#stop.abort();
    this.kill();
  }

  async run(): Promise<void> {
    const { follow, url, key, random } = this.#options;
    while (!this.#stop.signal.aborted) {
      this.#life = new AbortController();
      const { signal } = this.#life;
      this.lives += 1;
      let expected = this.#kept.position;
      let unkept = 0;
      const next = (change: Change): void => {
        if (signal.aborted) return;
        this.#take(change, expected);
        expected = change.position;
        unkept += 1;
        if (unkept < PUT_AWAY_EVERY && !random.chance(0.2)) return;
        this.#kept = { cursor: change.cursor, position: change.position };
        unkept = 0;
      };
      const after = (): string => this.#kept.cursor;
      const lost = (error: unknown): void => {
        if (signal.aborted) return;
        this.problems.push(error);
        this.kill();
      };
      const leave = follow({ url, key, after, next, lost });
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
      leave();
      await sleep(random.whole(0, 50));
    }
  }

  #take({ position, previousPosition, type, entered, left }: Change, expected: number): void {
    if (previousPosition > expected) this.gaps += 1;
    if (this.seen.has(position)) this.repeats += 1;
    else this.seen.set(position, `${type} ${entered ?? left}`);
  }
}
