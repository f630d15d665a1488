import { expect, it } from 'vitest';
import { readFloats } from '../../src/db/arrays.ts';
import { testRoad } from '../support/road.ts';

const { road, database } = await testRoad({ timeZone: 'Europe/London' });

const daysOf = async (externalId: string): Promise<number | undefined> => {
  const { plan } = await road.engine();
  const [row] = await database.query<{ metrics: Buffer }>(
    'row',
    'select array_send(metrics) as metrics from customer where external_id = $1',
    [externalId],
  );
  const numbers = plan.initial.slice();
  readFloats(row?.metrics as Buffer, numbers);
  return plan.metrics.get('purchaseDaysEver')?.read(numbers, 0);
};

it('days of purchases are calendar days of the account’s time zone, from the first purchase on, late ones too', async () => {
  const now = Date.UTC(2026, 7, 1);
  const buy = (key: string, at: string) => ({
    customer: { externalId: 'ada' },
    kind: 'purchase',
    key,
    source: 'test',
    occurredAt: Date.parse(at),
    payload: { amount: 100, currency: 'EUR' },
  });
  // half past eleven in the evening in UTC is after midnight in London's summer
  await road.settle({ activities: [buy('1', '2026-07-10T23:30:00Z')], now });
  expect(await daysOf('ada')).toBe(1);
  await road.settle({ activities: [buy('2', '2026-07-11T12:00:00Z')], now });
  expect(await daysOf('ada')).toBe(1);
  await road.settle({ activities: [buy('3', '2026-07-10T12:00:00Z'), buy('4', '2026-07-10T22:59:00Z')], now });
  expect(await daysOf('ada')).toBe(2);
});
