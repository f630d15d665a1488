import { afterAll, expect, it } from 'vitest';
import { makeViewer, operator } from '../../src/access/viewer.ts';
import { customerIdOf } from '../../src/activities/identify.ts';
import type { Chunk } from '../../src/graphql/streams/chunk.ts';
import type { Sink, Source } from '../../src/graphql/streams/sink.ts';
import { type Prepared, Streams } from '../../src/graphql/streams/streams.ts';
import { eraseCustomer } from '../../src/pipeline/erase.ts';
import { testApp } from '../support/app.ts';

const { app } = await testApp();
const stop = new AbortController();
const sequencing = app.feed.runSequencer(stop.signal);
afterAll(async () => {
  stop.abort();
  await sequencing;
});

/** A reader in this process, which takes one chunk and then nothing when it is slow. */
class TestSink implements Sink {
  source: Source | undefined;
  readonly isOpen = true;
  readonly texts: string[] = [];
  slow: boolean;

  constructor(slow: boolean) {
    this.slow = slow;
  }

  write({ texts }: Chunk): boolean {
    this.texts.push(...texts);
    return !this.slow;
  }

  tell = (): boolean => true;
  end(): void {}
}

async function change(externalId: string): Promise<void> {
  await app.database.query(
    '',
    `with c as (update customer set change_seq = change_seq + 1 where id = $1 returning id, change_seq)
     insert into change (customer_id, change_seq, type, key, cause)
     select id, change_seq, 'segment.entered', 'vip', '{"by":"time"}' from c`,
    [customerIdOf(externalId)],
  );
  app.feed.wake();
}

it('who is erased is in nothing that a slow reader takes later, though it was made before', async () => {
  const [anna, ben] = ['zqx anna', 'zqx ben'];
  const profiles = [anna, ben].map((externalId) => ({ customer: { externalId }, locale: 'en' }));
  await app.road.settle({ activities: [], profiles });
  const streams = new Streams(app.schema, app);
  const viewer = makeViewer({ by: 'key', id: 'k', clientId: null, name: 'test', role: 'admin' });
  const query = 'subscription { changes { type customer { externalId } } }';
  const [slow, fast] = [new TestSink(true), new TestSink(false)];
  for (const sink of [slow, fast]) await streams.start(viewer, streams.prepare(viewer, { query }) as Prepared, sink);
  const told = (sink: TestSink, text: string): Promise<void> =>
    expect.poll(() => sink.texts.some((one) => one.includes(text)), { timeout: 10_000 }).toBe(true);

  await change(anna);
  await told(slow, anna);
  await change(ben);
  await told(fast, ben); // what the slow one will take is made
  await eraseCustomer(app.road, operator, { externalId: ben }, app.contributions.personal);
  await told(fast, 'CUSTOMER_ERASED');
  expect(slow.texts).toHaveLength(1);
  slow.slow = false;
  slow.source?.resume();
  await told(slow, 'CUSTOMER_ERASED');
  expect(slow.texts).toHaveLength(3);
  expect(slow.texts.filter((text) => text.includes(ben))).toEqual([]);
  for (const sink of [slow, fast]) sink.source?.stop();
  await streams.tick(0);
});
