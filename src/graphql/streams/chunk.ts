import { encodeCursor } from '../../feed/cursor.ts';
import type { ToldChange } from '../changes.ts';

/** Characters after which a chunk is full; one answer may be longer by itself. */
const FULL = 32_768;

/** Answers for changes that follow each other, made once and written to every reader of a group. */
export class Chunk {
  readonly texts: readonly string[];
  readonly positions: readonly number[];
  /** Position of the change before the first, as the first answer says. */
  readonly previous: number;
  readonly epoch: string;
  readonly length: number;
  /** How many readers have not taken it yet. */
  waiting = 0;
  #events: Buffer | undefined;

  constructor(changes: readonly ToldChange[], texts: readonly string[], length: number) {
    this.texts = texts;
    this.positions = changes.map(({ position }) => position);
    this.previous = (changes[0] as ToldChange).previousPosition;
    this.epoch = (changes[0] as ToldChange).epoch;
    this.length = length;
  }

  get first(): number {
    return this.positions[0] as number;
  }

  get last(): number {
    return this.positions.at(-1) as number;
  }

  /** As server-sent events; one buffer for all who take them this way. */
  get events(): Buffer {
    this.#events ??= Buffer.from(
      this.texts
        .map((text, i) => eventText(text, encodeCursor({ epoch: this.epoch, position: this.positions[i] as number })))
        .join(''),
    );
    return this.#events;
  }
}

/** A server-sent event with an answer; the id is where to go on after it. */
export const eventText = (text: string, cursor: string | null): string =>
  `event: next\n${cursor === null ? '' : `id: ${cursor}\n`}data: ${text}\n\n`;

/** Cuts answers into chunks of bounded size, in order. */
export function cutChunks(changes: readonly ToldChange[], texts: readonly string[]): Chunk[] {
  const chunks: Chunk[] = [];
  let begin = 0;
  let length = 0;
  texts.forEach((text, i) => {
    length += text.length;
    if (length < FULL && i < texts.length - 1) return;
    chunks.push(new Chunk(changes.slice(begin, i + 1), texts.slice(begin, i + 1), length));
    begin = i + 1;
    length = 0;
  });
  return chunks;
}
