import fc from 'fast-check';
import { expect, it } from 'vitest';
import { makeViewer } from '../../src/access/viewer.ts';
import type { FeedChange } from '../../src/feed/feed.ts';
import { EVERYTHING } from '../../src/feed/filter.ts';
import type { ToldChange } from '../../src/graphql/changes.ts';
import type { Chunk } from '../../src/graphql/streams/chunk.ts';
import { Group, type GroupParts } from '../../src/graphql/streams/group.ts';
import { KeptChunks } from '../../src/graphql/streams/kept-chunks.ts';
import { Reader } from '../../src/graphql/streams/reader.ts';
import type { Sink, Source } from '../../src/graphql/streams/sink.ts';
import { Turns } from '../../src/graphql/streams/turns.ts';

const BEGIN = 10;
/** Changes that fit the group are those at even places. */
const fits = ({ position }: FeedChange): boolean => position % 2 === 0;
const feed = Array.from({ length: 50_000 }, (_, i) => ({ position: i + 1 }) as FeedChange);

/** Lets everything that can go on go on. */
const settle = async (): Promise<void> => {
  for (let i = 0; i < 5; i++) await new Promise<void>((resolve) => setImmediate(resolve));
};

/** A group over a feed in memory, whose answers and pages are made when it is said so. */
function setting(keep?: number) {
  const tail = { position: BEGIN };
  let gates: (() => void)[] | undefined;
  const gate = (): Promise<void> | undefined => gates && new Promise((resolve) => gates?.push(resolve));
  const read = async ({ after, before, limit }: { after: number; before: number; limit: number }) => {
    const page = feed
      .slice(after, before - 1)
      .filter(fits)
      .slice(0, limit);
    await gate();
    return page;
  };
  const texts = async (changes: readonly ToldChange[]) => {
    await gate();
    return { texts: changes.map(({ position, previousPosition }) => `${previousPosition} ${position}`), sound: true };
  };
  const parts = {
    feed: { read },
    tail,
    contexts: { for: () => undefined },
    kept: new KeptChunks(keep),
    turns: new Turns(2),
    endingFor: (error: unknown) => ({ errors: [error], comeBack: true }),
  };
  const viewer = makeViewer({ by: 'operator', id: 'o', clientId: null, name: 'o', role: 'admin' });
  const renderer = { texts, answers: () => Promise.reject(new Error('not asked for')) };
  const plan = { filter: EVERYTHING, viewer, renderer, epoch: 'e' };
  let group: Group | undefined;
  const open = (): Group =>
    new Group(plan, parts as unknown as GroupParts, () => {
      group = undefined;
    });
  return {
    tail,
    hold(): void {
      gates ??= [];
    },
    release(): void {
      const held = gates ?? [];
      gates = undefined;
      for (const go of held) go();
    },
    /** The tail reads so many more. */
    come(count: number): void {
      const from = tail.position;
      tail.position += count;
      const found = feed.slice(from, tail.position).filter(fits);
      if (found.length > 0) group?.offer(found, from);
    },
    join(start: number): TestReader {
      const one = new TestReader(start);
      group ??= open();
      new Reader(group, one, { position: start, previous: start }).pump();
      return one;
    },
  };
}

/** A reader that is full as long as it wants to be. */
class TestReader implements Sink {
  source: Source | undefined;
  isOpen = true;
  full = false;
  readonly start: number;
  readonly told: [previous: number, position: number][] = [];

  constructor(start: number) {
    this.start = start;
  }

  write({ texts }: Chunk): boolean {
    for (const text of texts) this.told.push(text.split(' ').map(Number) as [number, number]);
    return !this.full;
  }

  room(): void {
    this.full = false;
    this.source?.resume();
  }

  tell(): boolean {
    throw new Error('only changes are followed here');
  }

  end(): void {
    throw new Error('nothing went wrong');
  }

  /** Fails unless it was told everything that fits after its start up to here, and what lies before each is true. */
  check(upTo: number): void {
    const expected = feed.slice(this.start, upTo).filter(fits);
    expect(this.told.map(([, position]) => position).join()).toBe(expected.map(({ position }) => position).join());
    const untrue = this.told.filter(([previous, position], i) => {
      const before = this.told[i - 1]?.[1];
      return before === undefined ? previous < position - 2 || previous > this.start : previous !== before;
    });
    expect(untrue).toEqual([]);
  }
}

it('a reader that begins in the middle of what its group is making gets only what comes after its cursor', async () => {
  const { come, join, hold, release, tail } = setting();
  const readers = [join(BEGIN)];
  await settle();
  hold();
  come(20);
  come(20);
  for (const ahead of [15, 25, 40]) readers.push(join(BEGIN + ahead));
  await settle();
  release();
  await settle();
  come(10);
  await settle();
  for (const one of readers) one.check(tail.position);
});

it('every reader gets what fits once and in order, however the group, the feed and it wait for each other', async () => {
  const step = fc.oneof(
    fc.record({ come: fc.oneof(fc.nat(30), fc.integer({ min: 1000, max: 4000 })) }),
    fc.record({ join: fc.double({ min: 0, max: 1, noNaN: true }) }),
    fc.record({ fill: fc.nat() }),
    fc.record({ room: fc.nat() }),
    fc.record({ leave: fc.nat() }),
    fc.constantFrom('hold', 'release', 'settle'),
  );
  const run = async (steps: readonly unknown[], keep: number): Promise<void> => {
    const { come, join, hold, release, tail } = setting(keep);
    const readers: TestReader[] = [];
    for (const one of steps as ('hold' | 'release' | 'settle' | Record<string, number>)[]) {
      if (one === 'hold') hold();
      else if (one === 'release') release();
      else if (one === 'settle') await settle();
      else {
        const [what, value] = Object.entries(one)[0] as [string, number];
        const reader = readers[value % Math.max(1, readers.length)];
        if (what === 'come') come(Math.min(value, feed.length - tail.position));
        else if (what === 'join') readers.push(join(Math.round(value * tail.position)));
        else if (what === 'fill' && reader) reader.full = true;
        else if (what === 'room') reader?.room();
        else if (what === 'leave' && reader) readers.splice(readers.indexOf(reader), 1)[0]?.source?.stop();
        if (value % 3 === 0) await new Promise<void>((resolve) => setImmediate(resolve));
      }
    }
    release();
    for (let i = 0; i < 20; i++) {
      for (const one of readers) one.room();
      await settle();
    }
    for (const one of readers) one.check(tail.position);
  };
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 10, maxLength: 40, size: 'max' }),
      fc.constantFrom(20, 1000, 1_000_000),
      run,
    ),
    {
      numRuns: 200,
    },
  );
});
