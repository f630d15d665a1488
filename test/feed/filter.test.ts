import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Feed } from '../../src/feed/feed.ts';
import { type FeedFilter, passes } from '../../src/feed/filter.ts';
import { drainSequencer } from '../../src/feed/sequencer.ts';
import { testRoad } from '../support/road.ts';

const { database } = await testRoad();
const feed = new Feed(database);

const CLIENTS = [randomUUID(), randomUUID()] as const;
const TYPES = ['segment.entered', 'segment.left', 'tier.changed', 'webhook.disabled'];
const KEYS = ['at-risk', 'gold', 'loyal'];

const some = (names: readonly string[]) => fc.option(fc.subarray([...names]), { nil: null });
const client = fc.constantFrom(null, ...CLIENTS);

const filters: fc.Arbitrary<FeedFilter> = fc.record({
  types: some(TYPES),
  segments: some(KEYS),
  allowed: fc.record({ segments: some(KEYS), changeTypes: some(TYPES), clientId: client, all: fc.boolean() }),
});

it('what the query of the feed lets through is what the filter says of each change', async () => {
  const every = TYPES.flatMap((type) =>
    KEYS.flatMap((key) => [null, ...CLIENTS].map((owner) => ({ type, key, owner }))),
  );
  for (const { type, key, owner } of every) {
    await database.query(
      '',
      `insert into change (customer_id, change_seq, type, key, client_id, cause) values ($1, 1, $2, $3, $4, '{}')`,
      [randomUUID(), type, key, owner],
    );
  }
  await drainSequencer(database);
  const all = await feed.read({ after: 0, limit: 1000 });
  expect(all).toHaveLength(every.length);
  await fc.assert(
    fc.asyncProperty(filters, async (filter) => {
      const told = await feed.read({ after: 0, limit: 1000 }, filter);
      expect(told).toEqual(all.filter((change) => passes(filter, change)));
    }),
    { numRuns: 1000 },
  );
});
