import { expect, it } from 'vitest';
import { customerIdOf } from '../../src/activities/identify.ts';
import { sweep, sweepAll } from '../../src/pipeline/sweep.ts';
import { publish, testRoad } from '../support/road.ts';

const DAY = 86_400_000;
const START = Date.UTC(2026, 2, 1);
const { road, database } = await testRoad();
const active = {
  segments: [
    {
      key: 'active',
      title: 'Active',
      when: { all: [{ fact: 'ordersLast30Days', operator: 'greaterThanInclusive', value: 1 }] },
    },
  ],
};
await publish(road, 'activity', 'segments', active);

const members = async (): Promise<number> =>
  (await database.query<{ count: number }>('members', 'select count(*)::int as count from outcome'))[0]?.count ?? -1;

const purchase = (externalId: string, occurredAt: number) => ({
  customer: { externalId },
  kind: 'purchase',
  key: 'p',
  source: 'test',
  occurredAt,
  payload: { amount: 100, currency: 'EUR' },
});

it('a customer leaves “active in the last 30 days” at the very millisecond at which the purchase leaves the window', async () => {
  await road.settle({ activities: [purchase('one', START)], now: START });
  expect(await members()).toBe(1);
  expect(await sweep(road, START + 30 * DAY - 1)).toBe(0);
  expect(await members()).toBe(1);
  expect(await sweep(road, START + 30 * DAY)).toBe(1);
  expect(await members()).toBe(0);
  const changes = await database.query(
    'changes',
    'select type, cause from change where customer_id = $1 order by change_seq',
    [customerIdOf('one')],
  );
  expect(changes.at(-1)).toMatchObject({ type: 'segment.left', cause: { by: 'time' } });
});

it('a sweep settles 100,000 due customers, each once, and none before its time', async () => {
  const count = 100_000;
  for (let from = 0; from < count; from += 1000) {
    const activities = Array.from({ length: 1000 }, (_, i) => purchase(`many-${from + i}`, START + from + i));
    await road.settle({ activities, now: START + count });
  }
  expect(await members()).toBe(count);
  expect(await sweepAll(road, START + 30 * DAY - 1)).toBe(0);
  const started = performance.now();
  expect(await sweepAll(road, START + 30 * DAY + count)).toBe(count);
  const seconds = (performance.now() - started) / 1000;
  console.log(`swept ${count} due customers in ${seconds.toFixed(1)} s, ${Math.round(count / seconds)} a second`);
  expect(await members()).toBe(0);
}, 300_000);
