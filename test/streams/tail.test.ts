import { afterEach, expect, it } from 'vitest';
import { Tail } from '../../src/feed/tail.ts';
import { testApp } from '../support/app.ts';
import { ChangeWriter } from './changes.ts';

const { app } = await testApp();
const writer = new ChangeWriter(app, 5);
await app.feed.listen();
const told: number[] = [];
const tail = new Tail(
  app.feed,
  (page) => told.push(...page.map(({ position }) => position)),
  (error) => {
    throw error;
  },
);
afterEach(() => tail.close());

const write = async (count: number): Promise<void> => {
  await writer.write(count);
  await writer.number();
};

it('reads from the newest change on, also when it was closed while somebody waited for it', async () => {
  await write(3);
  const opening = [tail.open(), tail.open()];
  tail.close();
  opening.push(tail.open());
  tail.close();
  await Promise.all(opening);
  expect(tail.position).toBe(3);
  await write(2);
  await expect.poll(() => told).toEqual([4, 5]);
});

it('tells nothing that came while it was closed', async () => {
  told.length = 0;
  await write(4);
  await tail.open();
  await write(1);
  await expect.poll(() => told).toEqual([10]);
});
