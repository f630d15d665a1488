import { expect, it } from 'vitest';
import { Gatherer } from '../../src/pipeline/gather.ts';
import { recordStatements } from '../support/database.ts';
import { testRoad } from '../support/road.ts';

const { road, database } = await testRoad();

const purchase = (
  externalId: string,
  key: string,
  payload: Record<string, unknown> = { amount: 100, currency: 'EUR' },
) => ({
  customer: { externalId },
  kind: 'purchase',
  key,
  source: 'test',
  payload,
});
const stored = async (): Promise<number> =>
  (await database.query<{ count: number }>('stored', 'select count(*)::int as count from activity'))[0]?.count ?? -1;

it('what arrives while a transaction runs travels together in the next one, and each caller gets its own results', async () => {
  const gatherer = new Gatherer(road);
  const statements = recordStatements();
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, i) =>
      gatherer.record({ activities: [purchase(`g${i % 7}`, `k${i}`), purchase(`g${i % 7}`, `k${i}`)] }),
    ),
  );
  const commits = statements.stop().filter((text) => text === 'commit').length;
  expect(commits).toBeLessThanOrEqual(4); // the first callers alone, then the others together
  for (const { results } of answers) expect(results.map(({ status }) => status)).toEqual(['accepted', 'duplicate']);
  expect(await stored()).toBe(50);
});

it('an unexpected error of one caller stays its own: the others are recorded', async () => {
  const gatherer = new Gatherer(road);
  const before = await stored();
  // no check before the road lets such a value through; here it stands for whatever nobody thought of
  const poison = purchase('g1', 'poison', { amount: 100, currency: 'a\u0000b' });
  const calls = Array.from({ length: 20 }, (_, i) =>
    gatherer.record({ activities: [i === 7 ? poison : purchase(`g${i}`, `p${i}`)] }),
  );
  const settled = await Promise.allSettled(calls);
  expect(settled.map(({ status }) => status)).toEqual(
    Array.from({ length: 20 }, (_, i) => (i === 7 ? 'rejected' : 'fulfilled')),
  );
  expect(await stored()).toBe(before + 19);
});

it('more than may wait is refused as OVERLOADED, and nothing of it is recorded', async () => {
  const gatherer = new Gatherer(road);
  const before = await stored();
  const many = (name: string) => Array.from({ length: 1000 }, (_, i) => purchase(`${name}${i % 50}`, `${name}-${i}`));
  const calls = Array.from({ length: 23 }, (_, n) => gatherer.record({ activities: many(`o${n}`) }));
  const settled = await Promise.allSettled(calls);
  const refused = settled.filter((one) => one.status === 'rejected');
  expect(refused.length).toBeGreaterThan(0);
  for (const { reason } of refused) expect(reason).toMatchObject({ code: 'OVERLOADED' });
  expect(await stored()).toBe(before + (23 - refused.length) * 1000);
}, 60_000);

it('closing waits until everything that was taken is answered', async () => {
  const gatherer = new Gatherer(road);
  let answered = 0;
  for (let i = 0; i < 10; i++) void gatherer.record({ activities: [purchase('d', `d${i}`)] }).then(() => answered++);
  await gatherer.drained();
  expect(answered).toBe(10);
});
