import { setTimeout as sleep } from 'node:timers/promises';
import type { Viewer } from '../../contract/viewer.ts';
import { UserError } from '../../errors.ts';
import type { Feed, FeedChange } from '../../feed/feed.ts';
import type { FeedFilter } from '../../feed/filter.ts';
import { type FeedPage, readWindow } from '../../feed/read-window.ts';
import type { Tail } from '../../feed/tail.ts';
import type { ToldChange } from '../changes.ts';
import type { Renderer } from '../render-changes.ts';
import { type Chunk, cutChunks } from './chunk.ts';
import type { KeptChunks } from './kept-chunks.ts';
import type { PageContexts } from './page-contexts.ts';
import type { Reader } from './reader.ts';
import type { Ending } from './sink.ts';
import type { Turns } from './turns.ts';

/** What all groups of a process work with. */
export interface GroupParts {
  readonly feed: Feed;
  readonly tail: Tail;
  readonly contexts: PageContexts;
  readonly kept: KeptChunks;
  readonly turns: Turns;
  endingFor(error: unknown, comeBack: boolean): Ending;
}

/** What decides the answers of a group. */
export interface GroupPlan {
  readonly filter: FeedFilter;
  readonly viewer: Viewer;
  readonly renderer: Renderer;
  readonly epoch: string;
}

export interface PageWindow {
  readonly after: number;
  readonly upTo: number;
  readonly limit: number;
  /** Position of the last change before it. */
  readonly previous: number;
}

export interface Page {
  readonly chunks: readonly Chunk[];
  readonly reached: number;
}

/** Changes that wait to be answered; when more do, the group reads them from the feed. */
const MOST_PENDING = 1000;
const MOST_AT_ONCE = 500;
/** Characters that are made at once, about. */
const LENGTH_AT_ONCE = 1_000_000;
/** Pauses before answers that failed unexpectedly are made again; then they are sent as they are. */
const RETRIES = [200, 1000];

/** Readers whose answers are the same text: each change is executed and written down once for all of them. */
export class Group {
  readonly #plan: GroupPlan;
  readonly #parts: GroupParts;
  readonly #onEmpty: () => void;
  readonly #readers = new Set<Reader>();
  /** Those who take the chunks, or will soon. */
  readonly #attached = new Set<Reader>();
  readonly #chunks: Chunk[] = [];
  /** How often all that was made was given up. */
  #givenUp = 0;
  /** Number of the oldest chunk that is kept. */
  #oldest = 0;
  /** While it works: everything that fits up to here is in chunks. */
  #position = 0;
  #previous: number;
  #pending: FeedChange[] = [];
  #busy = false;
  /** Changes came faster than they were answered, and were not kept. */
  #missed = false;
  #meanLength = 1000;
  readonly #pages = new Map<string, Promise<Page>>();

  /** `onEmpty` is called when nobody is in it any more. */
  constructor(plan: GroupPlan, parts: GroupParts, onEmpty: () => void) {
    this.#plan = plan;
    this.#parts = parts;
    this.#onEmpty = onEmpty;
    this.#previous = parts.tail.position;
  }

  get filter(): FeedFilter {
    return this.#plan.filter;
  }

  get epoch(): string {
    return this.#plan.epoch;
  }

  get size(): number {
    return this.#readers.size;
  }

  /** Everything that fits up to here was made, or concerns nobody here. */
  get reached(): number {
    return this.#busy ? this.#position : this.#parts.tail.position;
  }

  get oldest(): number {
    return this.#oldest;
  }

  /** Number of the chunk that is made next. */
  get end(): number {
    return this.#oldest + this.#chunks.length;
  }

  chunkAt(number: number): Chunk | undefined {
    return this.#chunks[number - this.#oldest];
  }

  endingFor(error: unknown, comeBack: boolean): Ending {
    return this.#parts.endingFor(error, comeBack);
  }

  add(reader: Reader): void {
    this.#readers.add(reader);
  }

  delete(reader: Reader): void {
    this.detach(reader);
    this.#readers.delete(reader);
    if (this.#readers.size === 0) this.#onEmpty();
  }

  /** From now on chunks are kept for this reader; gives the number of the first. */
  attach(reader: Reader): number {
    this.detach(reader);
    this.#attached.add(reader);
    return this.end;
  }

  detach(reader: Reader): void {
    if (!this.#attached.delete(reader)) return;
    for (let i = Math.max(reader.next, this.#oldest) - this.#oldest; i < this.#chunks.length; i++)
      (this.#chunks[i] as Chunk).waiting -= 1;
    this.#dropTaken();
  }

  taken(number: number): void {
    const chunk = this.chunkAt(number);
    if (chunk && --chunk.waiting === 0) this.#dropTaken();
  }

  /** A reader whose last change is at `last` has seen all that fits up to here: nothing else fits in between. */
  began(last: number): void {
    this.#previous = Math.min(this.#previous, last);
  }

  dropOldest(): void {
    const chunk = this.#chunks.shift();
    if (!chunk) return;
    this.#oldest += 1;
    this.#parts.kept.delete(chunk);
  }

  /** Gives up what nobody has taken yet, and what is being made: readers who want it read it anew. */
  dropKept(): void {
    this.#givenUp += 1;
    while (this.#chunks.length > 0) this.dropOldest();
  }

  #dropTaken(): void {
    while (this.#chunks[0]?.waiting === 0) this.dropOldest();
  }

  /** New changes that fit; `from` is the position that was reached before they came. */
  offer(changes: readonly FeedChange[], from: number): void {
    if (!this.#busy) this.#position = from;
    if (this.#missed) return;
    if (this.#pending.length + changes.length > MOST_PENDING) {
      this.#missed = true;
      this.#pending = [];
    } else for (const change of changes) this.#pending.push(change);
    if (!this.#busy) void this.#work();
  }

  async #work(): Promise<void> {
    this.#busy = true;
    try {
      while (this.#readers.size > 0) {
        if (this.#missed) await this.#readMissed();
        else if (this.#pending.length > 0) await this.#append(this.#pending.splice(0, this.#atOnce()));
        else break;
      }
    } catch (error) {
      const ending = this.endingFor(error, true);
      for (const reader of [...this.#readers]) reader.end(ending);
    }
    this.#busy = false;
    this.#pending = [];
    this.#missed = false;
  }

  async #readMissed(): Promise<void> {
    const { feed, tail, turns } = this.#parts;
    const window = { after: this.#position, upTo: tail.position, limit: this.#atOnce() };
    const read = (): Promise<FeedPage> => turns.take(() => readWindow(feed, this.filter, window));
    const { changes, reached } = await this.#again(read);
    if (changes.length > 0) await this.#append(changes);
    this.#position = reached;
    // what came meanwhile was not kept either
    if (reached === tail.position) this.#missed = false;
  }

  #atOnce(): number {
    return Math.max(1, Math.min(MOST_AT_ONCE, Math.floor(LENGTH_AT_ONCE / this.#meanLength)));
  }

  /** Makes chunks of these changes and gives them to those who wait for them. */
  async #append(changes: readonly FeedChange[]): Promise<void> {
    const newest = (changes.at(-1) as FeedChange).position;
    const chunks = this.#attached.size > 0 ? await this.#make(changes, this.#previous) : [];
    for (const chunk of chunks) {
      chunk.waiting = this.#attached.size;
      this.#chunks.push(chunk);
      this.#parts.kept.add(chunk, this);
    }
    // all at once: who comes to stand beside the chunks looks at this position
    this.#position = newest;
    this.#previous = newest;
    this.#dropTaken();
    for (const reader of this.#attached) reader.pump();
  }

  /** A page for a reader that is behind; readers who stand at the same place get the same one. */
  page(window: PageWindow): Promise<Page> {
    const key = Object.values(window).join(' ');
    let page = this.#pages.get(key);
    if (!page) {
      page = this.#parts.turns.take(() => this.#readPage(window)).finally(() => this.#pages.delete(key));
      this.#pages.set(key, page);
    }
    return page;
  }

  async #readPage(window: PageWindow): Promise<Page> {
    const { changes, reached } = await this.#again(() => readWindow(this.#parts.feed, this.filter, window));
    return { chunks: changes.length > 0 ? await this.#make(changes, window.previous) : [], reached };
  }

  async #make(changes: readonly FeedChange[], previous: number): Promise<Chunk[]> {
    const givenUp = this.#givenUp;
    const chunks = await this.#makeNow(changes, previous);
    return givenUp === this.#givenUp ? chunks : this.#make(changes, previous);
  }

  async #makeNow(changes: readonly FeedChange[], previous: number): Promise<Chunk[]> {
    const { renderer, viewer, epoch } = this.#plan;
    const told = changes.map(
      (change, i): ToldChange => ({ ...change, epoch, previousPosition: changes[i - 1]?.position ?? previous }),
    );
    let made = await renderer.texts(told, this.#parts.contexts.for(viewer));
    for (const pause of RETRIES) {
      if (made.sound) break;
      await sleep(pause);
      made = await renderer.texts(told, this.#parts.contexts.for(viewer));
    }
    const chunks = cutChunks(told, made.texts);
    this.#meanLength = chunks.reduce((sum, { length }) => sum + length, 0) / told.length;
    return chunks;
  }

  async #again<T>(read: () => Promise<T>): Promise<T> {
    for (const pause of RETRIES) {
      try {
        return await read();
      } catch (error) {
        if (error instanceof UserError) throw error;
        await sleep(pause);
      }
    }
    return read();
  }
}
