import { expect, it } from 'vitest';
import { Road } from '../../src/pipeline/road.ts';
import { publish, testRoad } from '../support/road.ts';

it('a crowd that comes right after a publication settles, though it is larger than the pool of connections', {
  timeout: 30_000,
}, async () => {
  const { road, database } = await testRoad();
  const when = { fact: 'ordersEver', operator: 'greaterThanInclusive', value: 1 };
  await publish(road, 'buyers', 'segments', { segments: [{ key: 'buyer', title: 'Buyer', when }] });
  const payload = { amount: 100, currency: 'EUR' };
  const activities = Array.from({ length: 100 }, (_, i) => ({
    customer: { externalId: `c${i}` },
    source: 'test',
    key: 'k',
    kind: 'purchase',
    payload,
  }));
  await road.settle({ activities: activities.map((one) => ({ ...one, key: 'first' })) });
  // knows no engine yet, and each caller has a transaction of its own
  const fresh = new Road(database, road.sources);
  const results = await Promise.all(activities.map((one) => fresh.settle({ activities: [one] })));
  expect(results.map((one) => one.results[0]?.status)).toEqual(activities.map(() => 'accepted'));
});
