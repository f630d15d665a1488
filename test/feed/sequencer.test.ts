import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { Feed } from '../../src/feed/feed.ts';
import { drainSequencer, sequence } from '../../src/feed/sequencer.ts';
import { testRoad } from '../support/road.ts';

const { database } = await testRoad();

/** Appends changes of one customer in a transaction of its own, which may be undone at its end. */
async function append(customerId: string, first: number, count: number, undo: boolean): Promise<void> {
  const client = await database.pool.connect();
  await client.query('begin');
  await client.query(
    `insert into change (customer_id, change_seq, type, rule_set_id, version_id, key, cause)
     select $1, $2::int + n, 't', $1, $1, 'k', '{}' from generate_series(0, $3::int - 1) n`,
    [customerId, first, count],
  );
  await client.query(undo ? 'rollback' : 'commit');
  client.release();
}

it('positions are contiguous, and in each customer’s order, with two sequencers racing beside writers that roll back', async () => {
  let known = 0;
  const writer = fc.array(fc.record({ count: fc.integer({ min: 1, max: 5 }), undo: fc.boolean() }), {
    minLength: 1,
    maxLength: 4,
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(writer, { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 1, max: 4 }),
      async (writers, batch) => {
        const ids = writers.map(() => randomUUID());
        const expected = writers.map((list) =>
          list.filter(({ undo }) => !undo).reduce((sum, { count }) => sum + count, 0),
        );
        const writes = writers.map(async (list, i) => {
          let seq = 1;
          for (const { count, undo } of list) {
            await append(ids[i] as string, seq, count, undo);
            if (!undo) seq += count;
          }
        });
        const race = Array.from({ length: 6 }, () => sequence(database, batch));
        await Promise.all([...writes, ...race]);
        await Promise.all([drainSequencer(database), drainSequencer(database)]);

        const rows = await database.query<{ id: string; seq: number; position: number }>(
          'new-changes',
          'select customer_id as id, change_seq as seq, position::float8 as position from change where position > $1 or position is null order by position',
          [known],
        );
        expect(rows.map(({ position }) => position)).toEqual(rows.map((_, i) => known + i + 1));
        ids.forEach((id, i) => {
          const seqs = rows.filter((row) => row.id === id).map(({ seq }) => seq);
          expect(seqs).toEqual(Array.from({ length: expected[i] ?? 0 }, (_, n) => n + 1));
        });
        known += rows.length;
      },
    ),
    { numRuns: 1000 },
  );
}, 300_000);

it('says once that it cannot number changes, and again after it could', async () => {
  const stop = new AbortController();
  const told: string[] = [];
  const fates = ['down', 'down', 'up', 'down', 'down'];
  const feed = new Feed({
    transact: async () => {
      const fate = fates.shift();
      if (fates.length === 0) stop.abort();
      else feed.wake();
      if (fate === 'down') throw new Error(`${fates.length} to come`);
      return 0;
    },
  } as unknown as Database);
  await feed.runSequencer(stop.signal, (error) => void told.push((error as Error).message));
  expect(told).toEqual(['4 to come', '1 to come']);
});
