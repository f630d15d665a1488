import fc from 'fast-check';
import { expect, it } from 'vitest';
import { customerIdOf } from '../../src/activities/identify.ts';
import { readFloats } from '../../src/db/arrays.ts';
import { testRoad } from '../support/road.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 4, 10, 12);
const { road, database } = await testRoad();

it('a day counts in a window until its last purchase has left, wherever in the day the edge of the window lies', async () => {
  const { plan } = await road.engine();
  let run = 0;
  const hours = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 5 });
  const edges = fc.array(fc.integer({ min: 1, max: 140 }), { minLength: 1, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(hours, edges, async (bought, moved) => {
      const externalId = `days${run++}`;
      const times = bought.map((hour) => START - hour * HOUR);
      const activities = times.map((occurredAt, i) => ({
        customer: { externalId },
        kind: 'purchase',
        key: String(i),
        source: 'test',
        occurredAt,
        payload: { amount: 1, currency: 'EUR' },
      }));
      await road.settle({ activities, now: START });
      for (const half of moved.toSorted((a, b) => a - b)) {
        // the edge of the window moves through the two and a half days in which something was bought
        const now = START - 62 * HOUR + 30 * DAY + (half * HOUR) / 2;
        await road.settle({ activities: [], customerIds: [customerIdOf(externalId)], now });
        const [row] = await database.query<{ metrics: Buffer }>(
          'row',
          'select array_send(metrics) as metrics from customer where external_id = $1',
          [externalId],
        );
        const numbers = plan.initial.slice();
        readFloats(row?.metrics as Buffer, numbers);
        const inside = times.filter((at) => at > now - 30 * DAY);
        const days = new Set(inside.map((at) => Math.floor(at / DAY)));
        expect(plan.metrics.get('purchaseDaysLast30Days')?.read(numbers, now)).toBe(days.size);
        expect(plan.metrics.get('ordersLast30Days')?.read(numbers, now)).toBe(inside.length);
      }
    }),
    { numRuns: 1000 },
  );
}, 120_000);
