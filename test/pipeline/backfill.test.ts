import { expect, it } from 'vitest';
import { Session } from '../../src/db/session.ts';
import { JobLost, runNextJob } from '../../src/jobs/run-jobs.ts';
import { BACKFILL, backfill } from '../../src/pipeline/backfill.ts';
import { markJudged, siftStale } from '../../src/pipeline/sift-stale.ts';
import { atLeast, buyers, DAY, idOf, NOW, segments } from '../preview/population.ts';
import { publishDrafts } from '../preview/preview.ts';
import { testRoad } from '../support/road.ts';

const { road, database } = await testRoad();
const keen = (orders: number) => segments('lifecycle', { keen: atLeast('ordersEver', orders) });
const FIRST = '00000000-0000-0000-0000-000000000000';

interface Row {
  id: string;
  measured_at: number;
  stale: boolean;
  keys: string[];
}
const rows = async (): Promise<Map<string, Row>> => {
  const found = await database.query<Row>(
    'rows',
    `select c.id, c.measured_at, c.rules_generation < e.rules_generation as stale,
            array(select key from outcome join outcome_code using (code) where customer_id = c.id order by 1) as keys
       from customer c cross join engine e`,
  );
  return new Map(found.map((row) => [row.id, row]));
};
const fill = async (at: number): Promise<void> => {
  while (await runNextJob(database, new Map([[BACKFILL, backfill(road, () => at)]])));
};
const members = (all: ReadonlyMap<string, Row>) =>
  [1, 2, 3, 4, 5].filter((n) => all.get(idOf(n))?.keys.includes('keen'));

await publishDrafts(road, [keen(3)]);
await buyers(road, 5);
await fill(NOW);

it('only those who move travel the road; of the others is written that they were judged, and no more', async () => {
  await publishDrafts(road, [keen(4)]);
  await fill(NOW + 1);
  const after = await rows();
  expect(members(after)).toEqual([4, 5]);
  expect([...after.values()].some(({ stale }) => stale)).toBe(false);
  const travelled = [1, 2, 3, 4, 5].filter((n) => after.get(idOf(n))?.measured_at === NOW + 1);
  expect(travelled).toEqual([3]);
});

it('whoever changes between being judged and being marked stays stale, and is looked at again', async () => {
  await publishDrafts(road, [keen(2)]);
  const session = await Session.begin(database, 'read only');
  const chunk = await siftStale(road, session, FIRST, NOW + 2);
  expect(chunk.moving.toSorted()).toEqual([2, 3].map(idOf).sort());
  // somebody edits the row past the road, so that only its version tells
  await database.query('', 'update customer set version = version + 1 where id = $1', [idOf(4)]);
  // and somebody holds another one
  const holder = await Session.begin(database, '');
  await holder.query('', 'select 1 from customer where id = $1 for no key update', [idOf(5)]);
  await markJudged(database, chunk);
  holder.cut();
  session.cut();
  const stale = await rows();
  expect([1, 2, 3, 4, 5].filter((n) => stale.get(idOf(n))?.stale)).toEqual([2, 3, 4, 5]);
  await fill(NOW + 2);
  const after = await rows();
  expect([...after.values()].some((row) => row.stale)).toBe(false);
  expect(members(after)).toEqual([2, 3, 4, 5]);
});

it('whose numbers are not those of now, and who flips sooner than they were due, travel the road', async () => {
  const lapsed = { fact: 'daysSinceLastPurchase', operator: 'greaterThanInclusive', value: 20 };
  await publishDrafts(road, [segments('time', { lapsed })]);
  await fill(NOW + 3);
  const [due] = await database.query<{ soonest: number }>('', 'select min(due_at) as soonest from due');
  expect(due?.soonest).toBe(NOW + 20 * DAY);
  // by then windows have lost something, so nobody's row says what is
  await publishDrafts(road, [segments('recent', { recent: atLeast('ordersLast30Days', 1) })]);
  await fill(NOW + 40 * DAY);
  const keys = [...(await rows()).values()].map((row) => row.keys);
  expect(keys.filter((one) => one.includes('recent'))).toEqual([]);
  expect(keys.filter((one) => one.includes('lapsed'))).toHaveLength(5);
});

it('a job that is put down goes on where it stopped', async () => {
  await publishDrafts(road, [keen(5)]);
  let saves = 0;
  const dying = new Map([
    [
      BACKFILL,
      (job: Parameters<ReturnType<typeof backfill>>[0]) =>
        backfill(
          road,
          () => NOW + 40 * DAY,
        )({
          id: job.id,
          input: job.input,
          progress: job.progress,
          async save(sql, progress) {
            saves += 1;
            if (saves === 2) throw new JobLost('the process ended');
            await job.save(sql, progress);
          },
        }),
    ],
  ]);
  await runNextJob(database, dying);
  await database.query('', `update job set lease_until = now() where status = 'running'`);
  expect(saves).toBe(2);
  expect([...(await rows()).values()].some(({ stale }) => stale)).toBe(true); // the marks were undone with the progress
  // wherever it stopped, whoever was left out before that is not forgotten
  await database.query('', `update job set cursor = '{"after": "ffffffff-ffff-ffff-ffff-ffffffffffff"}'`);
  await fill(NOW + 40 * DAY);
  expect([...(await rows()).values()].some(({ stale }) => stale)).toBe(false);
  expect(members(await rows())).toEqual([5]);
});
