import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { makeViewer } from '../../src/access/viewer.ts';
import { encodeCursor } from '../../src/feed/cursor.ts';
import type { Chunk } from '../../src/graphql/streams/chunk.ts';
import type { Ending, Sink, Source } from '../../src/graphql/streams/sink.ts';
import { type Prepared, Streams } from '../../src/graphql/streams/streams.ts';
import { testApp } from '../support/app.ts';
import { ChangeWriter, seeded, type Written, writtenAfter } from './changes.ts';

const { app } = await testApp();
const stop = new AbortController();
const sequencing = app.feed.runSequencer(stop.signal);
afterAll(async () => {
  stop.abort();
  await sequencing;
});

const DOCUMENT = `subscription ($after: String, $segments: [String!], $types: [ChangeType!]) {
  changes(after: $after, segments: $segments, types: $types) { position previousPosition }
}`;

interface Event {
  readonly position: number;
  readonly previousPosition: number;
}

/** A reader in this process that is full now and then. */
class TestSink implements Sink {
  source: Source | undefined;
  isOpen = true;
  ending: Ending | undefined;
  readonly events: Event[] = [];
  readonly #random: () => number;
  readonly #slowness: number;

  constructor(random: () => number, slowness: number) {
    this.#random = random;
    this.#slowness = slowness;
  }

  write({ texts }: Chunk): boolean {
    for (const text of texts) this.events.push((JSON.parse(text) as { data: { changes: Event } }).data.changes);
    if (this.#random() >= this.#slowness) return true;
    setTimeout(() => this.source?.resume(), this.#random() * 20);
    return false;
  }

  tell(): boolean {
    throw new Error('only changes are followed here');
  }

  end(ending?: Ending): void {
    this.isOpen = false;
    this.ending = ending;
  }
}

interface Wish {
  readonly segments: readonly string[] | null;
  readonly types: readonly string[] | null;
}

const WISHES: readonly Wish[] = [
  { segments: null, types: null },
  { segments: ['s1'], types: null },
  { segments: ['s1', 's2', 's3'], types: null },
  { segments: ['nobody'], types: null },
  { segments: null, types: ['SEGMENT_LEFT'] },
  { segments: ['s4'], types: ['SEGMENT_ENTERED', 'SEGMENT_LEFT'] },
];

const fits = ({ segments, types }: Wish, { type, key }: Written): boolean =>
  (!segments || segments.includes(key)) && (!types || types.includes(type.toUpperCase().replace('.', '_')));

it('gives each reader what fits after its cursor once and in order, wherever it begins and however slowly it takes', async () => {
  let events = 0;
  const run = async (seed: number): Promise<void> => {
    const random = seeded(seed);
    const writer = new ChangeWriter(app, seed);
    const streams = new Streams(app.schema, app, { keep: 1500 });
    const epoch = await app.feed.epoch();
    const from = await app.feed.head();
    const viewer = makeViewer({ by: 'key', id: 'k', clientId: null, name: 'test', role: 'analyst' });
    const readers: { sink: TestSink; wish: Wish; start: number }[] = [];
    const join = async (): Promise<void> => {
      const head = await app.feed.head();
      const start = random() < 0.3 ? null : from + Math.floor(random() * (head - from + 1));
      const wish = WISHES[Math.floor(random() * WISHES.length)] as Wish;
      const after = start === null ? null : encodeCursor({ epoch, position: start });
      const prepared = streams.prepare(viewer, { query: DOCUMENT, variables: { after, ...wish } });
      const sink = new TestSink(random, random() < 0.5 ? 0 : 0.7);
      await streams.start(viewer, prepared as Prepared, sink);
      // from now on: from where its stream says that it began
      readers.push({ sink, wish, start: start ?? positionOf(sink.source?.cursor() as string) });
    };
    for (let step = 0; step < 40; step++) {
      if (random() < 0.5) await join();
      await writer.write(1 + writer.below(40));
      if (random() < 0.8) app.feed.wake();
      await new Promise((resolve) => setTimeout(resolve, random() * 8));
      const leaver = random() < 0.1 ? readers.splice(Math.floor(random() * readers.length), 1)[0] : undefined;
      leaver?.sink.source?.stop();
    }
    await writer.number();
    const head = await app.feed.head();
    const written = await writtenAfter(app, from);
    for (const { sink } of readers)
      await expect.poll(() => positionOf(sink.source?.cursor() as string), { timeout: 10_000 }).toBe(head);
    for (const { sink, wish, start } of readers) {
      const expected = written.filter((one) => one.position > start && fits(wish, one)).map(({ position }) => position);
      expect(sink.events.map(({ position }) => position)).toEqual(expected);
      sink.events.forEach(({ position, previousPosition }, i) => {
        const before = sink.events[i - 1]?.position;
        if (before === undefined) expect(previousPosition).toBeLessThanOrEqual(start);
        else expect(previousPosition).toBe(before);
        const between = written.filter((one) => one.position > previousPosition && one.position < position);
        expect(between.filter((one) => fits(wish, one))).toEqual([]);
      });
      events += sink.events.length;
      sink.source?.stop();
    }
    await streams.tick(0);
  };
  await fc.assert(fc.asyncProperty(fc.integer(), run), { numRuns: 12, endOnFailure: true });
  console.log(`${events} changes were told`);
  expect(events).toBeGreaterThan(1000);
}, 60_000);

const positionOf = (cursor: string): number => Number(Buffer.from(cursor, 'base64url').toString().split('.')[2]);
