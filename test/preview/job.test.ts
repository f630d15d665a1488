import { expect, it } from 'vitest';
import { operator } from '../../src/access/viewer.ts';
import { assemble } from '../../src/assemble.ts';
import { entities } from '../../src/entities.ts';
import { features } from '../../src/features.ts';
import { cancelJob, type JobHandler, runNextJob } from '../../src/jobs/run-jobs.ts';
import { eraseCustomer } from '../../src/pipeline/erase.ts';
import { previewJob } from '../../src/preview/preview-job.ts';
import { addPreview, PREVIEW } from '../../src/preview/request.ts';
import { testRoad } from '../support/road.ts';
import { atLeast, buyers, idOf, isTrue, NOW, outcomeOf, segments, tiers } from './population.ts';
import { asDraft, makePreview, publishDrafts } from './preview.ts';

const { road, database } = await testRoad();
const keen = (orders: number) => segments('lifecycle', { keen: atLeast('ordersEver', orders) });
await publishDrafts(road, [
  keen(3),
  tiers('loyalty', { gold: isTrue('segment.keen'), silver: atLeast('ordersEver', 2) }),
  segments('offers', { upsell: { fact: 'tier.loyalty', operator: 'equal', value: 'silver' } }),
  segments('apart', { buyer: atLeast('ordersEver', 1) }),
]);
await buyers(road, 5);

const handlers = new Map([[PREVIEW, previewJob(road, () => NOW)]]);
const start = () => addPreview(database, { drafts: [asDraft(keen(4))], metrics: [], at: NOW });
const stored = async (id: string) => (await outcomeOf(road, id)).moves;

it('what reads an outcome that moves is judged as well, at whatever distance, and nothing else', async () => {
  const { preview, moves } = await outcomeOf(road, await makePreview(road, [keen(4)], NOW));
  expect(moves).toEqual(['c3 lifecycle: keen → null', 'c3 loyalty: gold → silver', 'c3 offers: null → upsell']);
  const { ruleSets = [], customers, moved } = preview.result ?? {};
  expect({ customers, moved }).toEqual({ customers: 5, moved: 1 });
  expect(ruleSets.map(({ key, draft }) => [key, draft])).toEqual([
    ['lifecycle', true],
    ['loyalty', false],
    ['offers', false],
  ]);
  expect(ruleSets[1]?.outcomes).toEqual([
    { key: 'gold', before: 3, after: 2, enter: 0, leave: 1 },
    { key: 'silver', before: 1, after: 2, enter: 1, leave: 0 },
  ]);
  expect(ruleSets[1]?.rules).toEqual([
    { name: 'gold', holds: 2 },
    { name: 'silver', holds: 4 },
  ]);
  expect(ruleSets[1]?.moves).toEqual([{ type: 'tier.changed', key: 'silver', from: 'gold', to: 'silver', count: 1 }]);
  const [mover] = await database.query<{ facts: object }>(
    '',
    `select facts from preview_mover where rule_set = 'loyalty'`,
  );
  expect(mover?.facts).toEqual({ 'segment.keen': false, ordersEver: 3 });
});

it('a document that says the same moves nobody, and a hash names what was found', async () => {
  const same = await outcomeOf(road, await makePreview(road, [keen(3)], NOW));
  expect(same.moves).toEqual([]);
  const hashes = [];
  for (const [orders, at] of [
    [4, NOW],
    [4, NOW],
    [5, NOW],
    [4, NOW + 1],
  ] as const)
    hashes.push((await outcomeOf(road, await makePreview(road, [keen(orders)], at))).preview.hash);
  expect(hashes[0]).toMatch(/^[0-9a-f]{64}$/);
  expect(hashes[1]).toBe(hashes[0]);
  expect(new Set(hashes).size).toBe(3);
});

/** Makes the preview, with something that happens before its progress is saved for the n-th time. */
async function interrupted(id: string, happens: (n: number) => Promise<void>): Promise<void> {
  let saves = 0;
  const handler: JobHandler = (job) =>
    previewJob(
      road,
      () => NOW,
    )({
      id: job.id,
      input: job.input,
      progress: job.progress,
      async save(sql, progress) {
        await happens(++saves);
        await job.save(sql, progress);
      },
    });
  await runNextJob(database, new Map([[PREVIEW, handler]]), id).catch(() => {});
}

const ends = (): never => {
  throw Object.assign(new Error('Connection terminated'), { code: '57P01' });
};

it('a job that is killed on its way leaves nothing, and is done by whoever takes it up again', async () => {
  const whole = (await outcomeOf(road, await makePreview(road, [keen(4)], NOW))).preview;
  // between two blocks, and when everybody is judged and written
  for (const nth of [1, 2]) {
    const id = await start();
    await interrupted(id, async (n) => void (n === nth && ends()));
    expect((await outcomeOf(road, id)).preview).toMatchObject({ status: 'queued', result: null, hash: null });
    expect(await stored(id)).toEqual([]);
    await runNextJob(database, handlers, id);
    expect((await outcomeOf(road, id)).preview.hash).toBe(whole.hash);
    expect(await stored(id)).toHaveLength(3);
  }
});

it('a cancelled preview stops and keeps nothing', async () => {
  for (const nth of [1, 2]) {
    const id = await start();
    await interrupted(id, async (n) => void (n === nth && (await cancelJob(database, operator, id))));
    const { preview, moves } = await outcomeOf(road, id);
    expect([preview.status, preview.result, preview.hash, moves]).toEqual(['cancelled', null, null, []]);
  }
});

it('a person who is erased is in no preview any more, nor in one that is on its way', async () => {
  const kept = await makePreview(road, [keen(4)], NOW);
  const { personal } = assemble(features, [], entities);
  const running = await start();
  // behind its snapshot and before its end
  const erase = () => eraseCustomer(road, operator, { id: idOf(3) }, personal);
  await interrupted(running, async (n) => void (n === 1 && (await erase())));
  expect((await outcomeOf(road, running)).preview.status).toBe('succeeded');
  for (const id of [kept, running])
    expect(await database.query('', 'select 1 from preview_mover where preview_id = $1', [id])).toEqual([]);
});
