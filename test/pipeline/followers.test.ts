import path from 'node:path';
import { expect, it } from 'vitest';
import type { ActivityDraft } from '../../src/activities/draft.ts';
import { customerIdOf } from '../../src/activities/identify.ts';
import { assemble } from '../../src/assemble.ts';
import { defineActivity, definePlugin } from '../../src/contract/index.ts';
import { features } from '../../src/features.ts';
import { loadPlugins } from '../../src/load-plugins.ts';
import { Gatherer } from '../../src/pipeline/gather.ts';
import { Road } from '../../src/pipeline/road.ts';
import { testRoad } from '../support/road.ts';

const { road, database } = await testRoad({
  plugins: await loadPlugins({ plugins: [path.resolve('test/fixtures/visits')] }),
});

const visit = (who: string, key: string, store = 'Berlin'): ActivityDraft => ({
  customer: { externalId: who },
  kind: 'storeVisit',
  key,
  source: 'test',
  payload: { store },
});
const purchase = (who: string, key: string): ActivityDraft => ({
  customer: { externalId: who },
  kind: 'purchase',
  key,
  source: 'test',
  payload: { amount: 100, currency: 'EUR' },
});
const visitsOf = async (who: string): Promise<object[]> =>
  (
    await database.query<{ payload: object }>(
      'visits-of',
      `select payload from activity where customer_id = $1 order by seq`,
      [customerIdOf(who)],
    )
  ).map(({ payload }) => payload);
const guestBookOf = (who: string) =>
  database.query('guest-book-of', 'select store from visits_guest_book where customer_id = $1 order by store', [
    customerIdOf(who),
  ]);
const close = (store: string) => database.query('', 'insert into visits_closed_store values ($1)', [store]);

it('a follower completes activities before they are recorded, and under the locks adds what only then is known', async () => {
  const { results } = await road.settle({
    activities: [visit('ada', '1'), purchase('ada', 'p'), visit('ada', '2', 'Munich'), visit('ada', '3')],
  });
  expect(results.map(({ status }) => status)).toEqual(['accepted', 'accepted', 'accepted', 'accepted']);
  expect(await visitsOf('ada')).toEqual([
    { store: 'Berlin', region: 'north', firstInStore: true },
    { amount: 100, currency: 'EUR' },
    { store: 'Munich', region: 'south', firstInStore: true },
    { store: 'Berlin', region: 'north', firstInStore: false },
  ]);
  expect(await guestBookOf('ada')).toEqual([{ store: 'Berlin' }, { store: 'Munich' }]);
});

it('a batch that comes twice is noted once, and each activity of it is a duplicate', async () => {
  const activities = [visit('ben', '1'), visit('ben', '2', 'Munich')];
  await road.settle({ activities });
  await database.query('', 'delete from visits_guest_book where customer_id = $1', [customerIdOf('ben')]);
  const { results } = await road.settle({ activities });
  expect(results.map(({ status }) => status)).toEqual(['duplicate', 'duplicate']);
  expect(await guestBookOf('ben')).toEqual([]);
});

it('what a follower refuses is rejected alone, and makes nobody a customer', async () => {
  await close('Bonn');
  const { results } = await road.settle({
    activities: [visit('cat', '1', 'Bonn'), visit('cat', '1', 'Bonn'), visit('dan', '1'), visit('dan', '2', 'Bonn')],
  });
  const issues = [{ path: ['store'], code: 'STORE_CLOSED', message: 'The store in Bonn is closed.' }];
  expect(results).toEqual([
    { status: 'rejected', issues },
    { status: 'rejected', issues },
    expect.objectContaining({ status: 'accepted' }),
    { status: 'rejected', issues },
  ]);
  expect(await database.query('', 'select 1 from customer where id = $1', [customerIdOf('cat')])).toEqual([]);
  // the key is free again
  expect((await road.settle({ activities: [visit('dan', '2')] })).results[0]?.status).toBe('accepted');
});

it('a repeat stays a repeat when the follower would complete or refuse it otherwise by now', async () => {
  const once = visit('eve', '1', 'Ulm');
  await road.settle({ activities: [once] });
  await close('Ulm');
  const { results } = await road.settle({ activities: [once, { ...once, payload: { store: 'Kiel' } }] });
  expect(results[0]?.status).toBe('duplicate');
  expect(results[1]).toMatchObject({ status: 'rejected', issues: [{ code: 'IDEMPOTENCY_CONFLICT' }] });
});

it('a follower that fails takes its own caller along, and not those who travelled in the same transaction', async () => {
  const gatherer = new Gatherer(road);
  const outcomes = await Promise.allSettled(
    ['fay', 'gil', 'hal', 'ivy'].map((who) =>
      gatherer.record({ activities: [visit(who, '1', who === 'hal' ? 'Broken' : 'Berlin')] }),
    ),
  );
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  expect(await visitsOf('hal')).toEqual([]);
  expect(await visitsOf('ivy')).toHaveLength(1);
});

it('followers are asked once for a batch, whatever its size, and not at all when nothing concerns them', async () => {
  const calls: string[] = [];
  const follower = {
    of: ['storeVisit'],
    prepare: async (drafts: readonly unknown[]) => {
      calls.push(`prepare ${drafts.length}`);
      return [];
    },
    follow: async (activities: readonly unknown[]) => {
      calls.push(`follow ${activities.length}`);
      return undefined;
    },
  };
  const watched = new Road(database, { ...road.sources, followers: [follower] });
  await watched.settle({ activities: [purchase('joe', '1')] });
  expect(calls).toEqual([]);
  await watched.settle({ activities: Array.from({ length: 9 }, (_, i) => visit('joe', `v${i % 8}`)) });
  // one is a repeat of another, and was not fresh
  expect(calls).toEqual(['prepare 9', 'follow 8']);
});

it('a follower of a kind that nothing brings is refused at the start', () => {
  const kind = defineActivity({ key: 'nap', title: 'Nap', description: 'A nap.', fields: {} });
  const plugin = definePlugin({ name: 'naps', description: 'd', followers: [{ of: ['nap'] }] });
  expect(() => assemble(features, [plugin], [])).toThrow('naps follows activities of kind "nap", which nothing brings');
  expect(() => assemble(features, [definePlugin({ ...plugin, activities: [kind] })], [])).not.toThrow();
});
