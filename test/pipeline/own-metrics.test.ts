import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ActivityDraft } from '../../src/activities/draft.ts';
import { customerIdOf } from '../../src/activities/identify.ts';
import type { Activity, Metric } from '../../src/contract/index.ts';
import { definePlugin } from '../../src/contract/index.ts';
import { readFloats } from '../../src/db/arrays.ts';
import { loadPlugins } from '../../src/load-plugins.ts';
import { sweepAll } from '../../src/pipeline/sweep.ts';
import { content, START } from '../support/activity-arbitrary.ts';
import { naiveMetrics } from '../support/naive-metrics.ts';
import { testRoad } from '../support/road.ts';

const DAY = 86_400_000;
const base = { title: 't', description: 'd', unit: 'u', direction: 'neutral', type: 'decimal' } as const;
const aggregates = [
  'count',
  'sum',
  'mean',
  'min',
  'max',
  'first',
  'last',
  'firstAt',
  'lastAt',
  'distinctDays',
  'exists',
] as const;

/** Every aggregate in a window and ever, with a filter: all that a definition can say. */
const metrics: Metric[] = aggregates.flatMap((aggregate) =>
  [7, undefined].map((windowDays, i) => {
    const field = ['sum', 'mean', 'min', 'max', 'first', 'last'].includes(aggregate) ? { of: 'amount' } : {};
    const window = windowDays === undefined ? {} : { windowDays };
    const where = [{ field: 'amount', operator: 'atLeast', value: 10_000 }] as const;
    return {
      ...base,
      key: `${aggregate}${i}`,
      measure: { from: ['purchase', 'refund'], aggregate, where, ...field, ...window },
    };
  }),
);

const first = await testRoad();
const own = definePlugin({ name: 'own', description: 'd', metrics });

const rowOf = async (id: string): Promise<Buffer> => {
  const [row] = await first.database.query<{ metrics: Buffer }>(
    'row',
    'select array_send(metrics) as metrics from customer where id = $1',
    [id],
  );
  return row?.metrics as Buffer;
};

it('a definition with any aggregate and window, added while customers have a history, equals a computation from scratch', async () => {
  const second = await testRoad({ url: first.url, plugins: [...(await loadPlugins()), own] });
  const { plan } = await second.road.engine();
  const step = fc.record({
    pass: fc.integer({ min: 0, max: 9 }).map((days) => days * DAY),
    activities: fc.array(
      fc.record({ content, ago: fc.oneof(fc.integer({ min: 0, max: 20 * DAY }), fc.constantFrom(0, 7 * DAY)) }),
      { maxLength: 5 },
    ),
  });
  let run = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 3 }),
      fc.array(step, { minLength: 0, maxLength: 3 }),
      async (before, after) => {
        const externalId = `own${run++}`;
        const id = customerIdOf(externalId);
        let now = START;
        let key = 0;
        const play = async (road: typeof first.road, list: typeof before): Promise<void> => {
          for (const { pass, activities } of list) {
            now += pass;
            const drafts = activities.map(({ content: { kind, payload }, ago }): ActivityDraft => {
              return {
                customer: { externalId },
                key: String(key++),
                source: 'test',
                kind,
                payload,
                occurredAt: now - ago,
              };
            });
            await road.settle({ activities: drafts, now });
          }
        };
        await play(first.road, before);
        await play(second.road, after);
        await second.road.settle({ activities: [], customerIds: [id], now });
        await sweepAll(second.road, now);
        const log = await first.database.query<Activity & { at: number }>(
          'log',
          `select id, kind, seq, payload, (extract(epoch from occurred_at) * 1000)::float8 as at from activity where customer_id = $1`,
          [id],
        );
        if (log.length === 0) return;
        const expected = naiveMetrics(
          metrics,
          log.map((row) => ({ ...row, customerId: id, occurredAt: row.at })),
          now,
        );
        const numbers = plan.initial.slice();
        readFloats(await rowOf(id), numbers);
        for (const { key: name } of metrics) {
          const value = plan.metrics.get(name)?.read(numbers, now);
          const wanted = expected.get(name);
          if (wanted === undefined) expect(value, name).toBeNaN();
          else expect(value, name).toBeCloseTo(wanted, 6);
        }
      },
    ),
    { numRuns: 1000 },
  );
}, 300_000);
