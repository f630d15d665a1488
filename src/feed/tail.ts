import { setTimeout as sleep } from 'node:timers/promises';
import type { Feed, FeedChange } from './feed.ts';

const PAGE = 500;

/** How long it waits when the database does not answer. */
const PAUSE = 1000;

/** Is told of each page of new changes, and of the position that came before it. */
export type OnPage = (changes: readonly FeedChange[], from: number) => void;

/** Reads what is new in the feed, once for everybody in this process who follows it. */
export class Tail {
  readonly #feed: Feed;
  readonly #onPage: OnPage;
  readonly #onError: (error: unknown) => void;
  #position = 0;
  #stop: AbortController | undefined;
  #opened: Promise<void> | undefined;

  constructor(feed: Feed, onPage: OnPage, onError: (error: unknown) => void) {
    this.#feed = feed;
    this.#onPage = onPage;
    this.#onError = onError;
  }

  /** Everything up to here was told. */
  get position(): number {
    return this.#position;
  }

  /** Begins at the newest change, unless it reads already. */
  async open(): Promise<void> {
    let opened: Promise<void> | undefined;
    // again when it was closed meanwhile, by somebody who did not know that it is wanted
    while (!opened || opened !== this.#opened) {
      this.#opened ??= this.#begin();
      opened = this.#opened;
      await opened;
    }
  }

  close(): void {
    this.#stop?.abort();
    this.#stop = undefined;
    this.#opened = undefined;
  }

  async #begin(): Promise<void> {
    const stop = new AbortController();
    this.#stop = stop;
    try {
      const head = await this.#feed.head();
      if (stop.signal.aborted) return;
      this.#position = head;
    } catch (error) {
      if (this.#stop === stop) this.close();
      throw error;
    }
    void this.#follow(stop.signal);
  }

  async #follow(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && !this.#feed.closed) {
      try {
        const { signs } = this.#feed;
        const page = await this.#feed.read({ after: this.#position, limit: PAGE });
        if (signal.aborted) return;
        const newest = page.at(-1);
        if (newest) {
          const from = this.#position;
          this.#position = newest.position;
          this.#onPage(page, from);
        }
        if (page.length < PAGE) await this.#feed.wait(1000, signal, signs);
      } catch (error) {
        if (signal.aborted || this.#feed.closed) return;
        this.#onError(error);
        await sleep(PAUSE, undefined, { signal }).catch(() => {});
      }
    }
  }
}
