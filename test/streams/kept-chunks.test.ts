import { expect, it } from 'vitest';
import type { Chunk } from '../../src/graphql/streams/chunk.ts';
import { KeptChunks } from '../../src/graphql/streams/kept-chunks.ts';

it('keeps no more than it may: the oldest go first, whichever group they are of', () => {
  const kept = new KeptChunks(100);
  const dropped: string[] = [];
  const group = (name: string) => {
    const chunks: Chunk[] = [];
    const owner = {
      dropOldest: () => {
        const chunk = chunks.shift() as Chunk;
        dropped.push(`${name} ${chunk.length}`);
        kept.delete(chunk);
      },
    };
    return (length: number): void => {
      const chunk = { length } as Chunk;
      chunks.push(chunk);
      kept.add(chunk, owner);
    };
  };
  const [one, other] = [group('one'), group('other')];
  one(40);
  other(30);
  one(30);
  expect([kept.length, dropped]).toEqual([100, []]);
  other(1);
  expect([kept.length, dropped]).toEqual([61, ['one 40']]);
  one(95);
  expect([kept.length, dropped]).toEqual([96, ['one 40', 'other 30', 'one 30']]);
  other(500); // longer than all that is kept: even it goes, and who wants it reads it from the feed
  expect(kept.length).toBe(0);
});
