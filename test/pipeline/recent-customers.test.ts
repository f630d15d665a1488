import fc from 'fast-check';
import { expect, it } from 'vitest';
import { operator } from '../../src/access/viewer.ts';
import type { ActivityDraft } from '../../src/activities/draft.ts';
import { customerIdOf } from '../../src/activities/identify.ts';
import type { Batch } from '../../src/pipeline/batch.ts';
import { eraseCustomer } from '../../src/pipeline/erase.ts';
import { type CustomerRow, lockCustomers } from '../../src/pipeline/lock-customers.ts';
import { RecentCustomers } from '../../src/pipeline/recent-customers.ts';
import { Road } from '../../src/pipeline/road.ts';
import { sweepAll } from '../../src/pipeline/sweep.ts';
import { START, type Step, steps } from '../support/activity-arbitrary.ts';
import { publish, testRoad } from '../support/road.ts';
import { publishSurvey, surveyOf } from '../support/surveys.ts';

const { road, database } = await testRoad();
const leaf = (fact: string, operator: string, value: unknown) => ({ fact, operator, value });
await publishSurvey(database, 'any', surveyOf());
await publish(road, 'lifecycle', 'segments', {
  segments: [
    { key: 'active', title: 'Active', when: { all: [leaf('ordersLast30Days', 'greaterThanInclusive', 1)] } },
    { key: 'german', title: 'German', when: { all: [leaf('locale', 'equal', 'de')] } },
  ],
});

/** What a process does in a step besides recording: nothing, or one of what makes a row differ from what was recorded. */
const deed = fc.constantFrom('', '', '', 'profile', 'erase', 'rollback', 'retry');
const process = fc.constantFrom(0, 1);
const histories = steps.chain((list) =>
  fc.tuple(
    ...list.flatMap((step) => [step, step]).map((step) => fc.record({ step: fc.constant(step), process, deed })),
  ),
);

class Undone extends Error {}

/** The rows of these customers under the lock, as a process finds them that remembers so much. */
async function find(ids: readonly string[], recent: RecentCustomers): Promise<CustomerRow[]> {
  let rows: CustomerRow[] = [];
  const look = database.transact(async (sql) => {
    rows = await lockCustomers(sql, ids, recent, false);
    throw new Undone();
  });
  await look.catch((error: unknown) => {
    if (!(error instanceof Undone)) throw error;
  });
  return rows;
}

let run = 0;

function batchOf({ activities }: Step, prefix: string, now: number, n: number, what: string): Batch {
  const drafts = activities.map(({ customer, key, kind, payload, ago }): ActivityDraft => {
    const at = now - ago;
    return { customer: { externalId: prefix + customer }, key: key + n, source: 'test', kind, payload, occurredAt: at };
  });
  const profiles = what === 'profile' ? [{ customer: { externalId: `${prefix}a` }, locale: n % 2 ? 'de' : 'fr' }] : [];
  let failures = what === 'retry' ? 1 : 0;
  return {
    activities: drafts,
    profiles,
    now,
    async alongside() {
      if (what === 'rollback') throw new Undone();
      if (failures-- > 0) throw Object.assign(new Error('could not serialize'), { code: '40001' });
    },
  };
}

it('what a process remembers of a customer is what the row says, whoever wrote it last and whatever was rolled back', async () => {
  let remembered = 0;
  await fc.assert(
    fc.asyncProperty(histories, async (history) => {
      const prefix = `run${run++}-`;
      const ids = ['a', 'b'].map((name) => customerIdOf(prefix + name)).sort();
      // one process with room for all, one with room for a single customer
      const memories = [new RecentCustomers(), new RecentCustomers(1)] as const;
      const roads = memories.map((recent) => new Road(database, road.sources, undefined, recent)) as [Road, Road];
      let now = START;
      for (const [n, { step, process, deed }] of history.entries()) {
        now += step.pass;
        if (step.sweep) await sweepAll(roads[process], now);
        await roads[process].settle(batchOf(step, prefix, now, n, deed)).catch((error: unknown) => {
          if (!(error instanceof Undone)) throw error;
        });
        const ref = { externalId: `${prefix}b` };
        if (deed === 'erase') await eraseCustomer(roads[process], operator, ref, [], now).catch(() => {});
        const rows = await find(ids, new RecentCustomers(0));
        for (const memory of memories) {
          expect(await find(ids, memory)).toEqual(rows);
          remembered += rows.filter(({ id, stamp }) => memory.get(id)?.stamp === stamp).length;
        }
      }
    }),
    { numRuns: 200 },
  );
  expect(remembered).toBeGreaterThan(200);
}, 300_000);

it('a person who is erased is forgotten by the process that erased them', async () => {
  const recent = new RecentCustomers();
  const own = new Road(database, road.sources, undefined, recent);
  const customer = { externalId: 'erin' };
  await own.settle({
    activities: [
      { customer, key: '1', source: 'test', kind: 'rating', payload: { score: 3, scaleMin: 1, scaleMax: 5 } },
    ],
    now: START,
  });
  const id = customerIdOf('erin');
  expect(recent.get(id)).toMatchObject({ id, activitySeq: 1 });
  await eraseCustomer(own, operator, customer, [], START);
  expect(recent.get(id)).toBeUndefined();
});
