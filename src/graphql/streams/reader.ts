import { type Cursor, CursorExpiredError, encodeCursor } from '../../feed/cursor.ts';
import type { Chunk } from './chunk.ts';
import type { Group } from './group.ts';
import type { Ending, Sink, Source } from './sink.ts';

/** Changes of the first page that a reader reads by itself; then as many as it takes at once. */
const FIRST_PAGE = 20;
const MOST = 500;

/**
 * One who follows the feed. It reads by itself until it has reached its group, and then takes what the group made. When it
 * takes so slowly that the group does not keep it any longer, it reads by itself again.
 */
export class Reader implements Source {
  readonly #group: Group;
  readonly #sink: Sink;
  /** Everything that fits up to here was written. */
  #position: number;
  /** Position of the last change that was written, or where it began. */
  #last: number;
  /** Number of the chunk of the group that it takes next. */
  #next = 0;
  #state: 'behind' | 'reading' | 'live' | 'ended' = 'behind';
  #full = false;
  #page = FIRST_PAGE;

  constructor(group: Group, sink: Sink, { position, previous }: Pick<Required<Cursor>, 'position' | 'previous'>) {
    this.#group = group;
    this.#sink = sink;
    this.#position = position;
    this.#last = previous;
    sink.source = this;
    group.add(this);
  }

  get next(): number {
    return this.#next;
  }

  cursor(): string {
    return encodeCursor({ epoch: this.#group.epoch, position: this.#reached, previous: this.#last });
  }

  /** Nothing fits between what was written and where the group stands, once all that the group made was taken. */
  get #reached(): number {
    const tookAll = this.#state === 'live' && this.#next === this.#group.end;
    return tookAll ? Math.max(this.#position, this.#group.reached) : this.#position;
  }

  stop(): void {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    this.#group.delete(this);
  }

  end(ending: Ending): void {
    if (this.#state === 'ended') return;
    this.#sink.end(ending);
    this.stop();
  }

  resume(): void {
    this.#full = false;
    this.pump();
  }

  /** Takes what there is to take, as far as there is room. */
  pump(): void {
    while (this.#state === 'live' && !this.#full) {
      const chunk = this.#group.chunkAt(this.#next);
      if (!chunk && this.#next >= this.#group.oldest) return;
      if (!chunk || !this.#follows(chunk)) this.#state = 'behind';
      else {
        if (chunk.last > this.#position) this.#write(chunk);
        this.#group.taken(this.#next++);
      }
    }
    if (this.#state === 'behind') void this.#catchUp();
  }

  /** Not when a part of it is known, or when what it says of the change before it is not true for this reader. */
  #follows({ first, last, previous }: Chunk): boolean {
    return last <= this.#position || (first > this.#position && previous <= this.#last);
  }

  #write(chunk: Chunk): void {
    this.#full = !this.#sink.write(chunk);
    this.#position = chunk.last;
    this.#last = chunk.last;
  }

  /** Reads pages of its own until it stands where its group stands. */
  async #catchUp(): Promise<void> {
    if (this.#full) return this.#group.detach(this);
    this.#state = 'reading';
    const isOpen = (): boolean => this.#state === 'reading'; // another call may have ended it meanwhile
    let near = false;
    try {
      while (!this.#full) {
        // what the group makes from here on is kept, so that the last page and the group meet without a gap
        if (near) this.#next = this.#group.attach(this);
        else this.#group.detach(this);
        const upTo = this.#group.reached;
        if (this.#position >= upTo) {
          if (near) return this.#goLive();
          near = true;
          continue;
        }
        const window = { after: this.#position, upTo, limit: this.#page, previous: this.#last };
        const { chunks, reached } = await this.#group.page(window);
        if (!isOpen()) return;
        near = this.#take(chunks, reached) && reached === upTo;
      }
      this.#state = 'behind';
      this.#group.detach(this);
    } catch (error) {
      this.end(this.#group.endingFor(error, !(error instanceof CursorExpiredError)));
    }
  }

  /** Writes a page of its own; what does not fit is read again when there is room. Gives whether all was written. */
  #take(chunks: readonly Chunk[], reached: number): boolean {
    let taken = 0;
    for (const chunk of chunks) {
      if (this.#full) {
        this.#page = Math.max(1, taken);
        return false;
      }
      this.#write(chunk);
      taken += chunk.texts.length;
    }
    this.#position = reached;
    this.#page = Math.min(MOST, this.#page * 2);
    return true;
  }

  #goLive(): void {
    this.#state = 'live';
    this.#group.began(this.#last);
    this.pump();
  }
}
