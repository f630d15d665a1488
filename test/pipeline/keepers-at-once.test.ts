import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { operator } from '../../src/access/viewer.ts';
import type { ActivityDraft } from '../../src/activities/draft.ts';
import { customerIdOf } from '../../src/activities/identify.ts';
import { assemble } from '../../src/assemble.ts';
import { defineKeeper, definePlugin, type Keeper } from '../../src/contract/index.ts';
import { features } from '../../src/features.ts';
import { readLives } from '../../src/history/read-lives.ts';
import { loadPlugins } from '../../src/load-plugins.ts';
import { eraseCustomer } from '../../src/pipeline/erase.ts';
import { Gatherer } from '../../src/pipeline/gather.ts';
import { Road } from '../../src/pipeline/road.ts';
import { testRoad } from '../support/road.ts';

const plugins = await loadPlugins({ plugins: [path.resolve('test/fixtures/stamps')] });
const { road, database, contributions, url } = await testRoad({ plugins });
const card = contributions.keepers.find(({ key }) => key === 'stamps.card') as Keeper;
const withCard = (keeper: Keeper): readonly Keeper[] =>
  contributions.keepers.map((one) => (one.key === card.key ? keeper : one));

const purchase = (who: string, key: string): ActivityDraft => ({
  customer: { externalId: who },
  key,
  source: 'test',
  kind: 'purchase',
  payload: { amount: 100, currency: 'EUR' },
});

async function stampsOf(who: string): Promise<number> {
  const engine = await road.engine();
  const [life] = await readLives(database, engine, [customerIdOf(who)]);
  return engine.plan.metrics.get('stamps')?.read(life?.standing.numbers ?? new Float64Array(), 0) ?? Number.NaN;
}

const count = async (table: string, who: string): Promise<number> =>
  (
    await database.query<{ n: number }>('', `select count(*)::int as n from ${table} where customer_id = $1`, [
      customerIdOf(who),
    ])
  )[0]?.n ?? -1;

it('processes that record and act on the same customers at once lose no stamp and spend none twice', async () => {
  const who = ['ada', 'bob', 'cem'];
  await road.settle({ activities: who.map((one) => purchase(one, 'first')) });
  const run = (mode: string, rounds: number) =>
    promisify(execFile)(process.execPath, [
      'test/support/stamper.ts',
      url,
      mode,
      who.map(customerIdOf).join(),
      String(rounds),
    ]);
  const said = await Promise.all([run('record', 60), run('spend', 90), run('spend', 90)]);
  const spent = said.reduce((sum, { stdout }) => sum + JSON.parse(stdout).spent, 0);
  const [{ total } = { total: -1 }] = await database.query<{ total: number }>(
    '',
    'select count(*)::int as total from stamps_stamp where spent',
  );
  expect(spent).toBe(total);
  expect(spent).toBeGreaterThan(10);
  let left = 0;
  for (const one of who) {
    expect(await count('stamps_stamp', one)).toBe(61);
    left += await stampsOf(one);
  }
  expect(left).toBe(3 * 61 - spent);
}, 120_000);

it('a keeper that fails takes its caller along, and nothing of it is left half-written', async () => {
  for (const failing of ['measure', 'settle'] as const) {
    const keeper: Keeper = {
      ...card,
      [failing]: async (customers: never, tx: never) => {
        const said = (await card[failing]?.(customers, tx)) ?? [];
        if ((customers as { customerId: string }[]).some(({ customerId }) => customerId === customerIdOf('hal')))
          throw new Error('hal is too much');
        return said;
      },
    };
    const gatherer = new Gatherer(new Road(database, { ...road.sources, keepers: withCard(keeper) }));
    const outcomes = await Promise.allSettled(
      ['fay', 'gil', 'hal', 'ivy'].map((who) => gatherer.record({ activities: [purchase(who, failing)] })),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(await count('stamps_stamp', 'hal')).toBe(0);
    expect(await count('activity', 'hal')).toBe(0);
    expect(await count('change', 'hal')).toBe(0);
    expect(await count('stamps_stamp', 'ivy')).toBe(failing === 'measure' ? 1 : 2);
  }
});

it('what a keeper says of others, of metrics that are not its own, or of changes that it did not name, is refused', async () => {
  const saying = async (said: object): Promise<string> => {
    const keeper: Keeper = { ...card, measure: () => Promise.resolve([{ customerId: customerIdOf('jo'), ...said }]) };
    const own = new Road(database, { ...road.sources, keepers: withCard(keeper) });
    return own.settle({ activities: [purchase('jo', 'x')] }).then(
      () => 'taken',
      (error: Error) => error.message,
    );
  };
  expect(await saying({ customerId: customerIdOf('ada') })).toContain('was not asked about');
  expect(await saying({ values: { ordersEver: 1 } })).toContain('for "ordersEver"');
  expect(await saying({ values: { stamps: Number.POSITIVE_INFINITY } })).toContain('gives Infinity');
  expect(await saying({ next: 5 })).toContain('an instant that has come');
  expect(await saying({ changes: [{ type: 'tier.changed', key: '', from: null, to: null }] })).toContain(
    'tier.changed',
  );
  expect(await saying({})).toBe('taken');
});

it('customers who were there before a keeper are asked about anew, and so is a person who is erased', async () => {
  const late = await testRoad();
  await late.road.settle({ activities: [purchase('kim', '1')] });
  const { road: grown, database: own } = await testRoad({ url: late.url, plugins });
  const asked: [string, boolean][] = [];
  const keeper: Keeper = {
    ...card,
    measure: (customers) => {
      for (const { customerId, anew } of customers) asked.push([customerId, anew]);
      return Promise.resolve([]);
    },
  };
  const watching = new Road(own, { ...grown.sources, keepers: withCard(keeper) });
  await watching.settle({ activities: [], customerIds: [customerIdOf('kim')] });
  await watching.settle({ activities: [], customerIds: [customerIdOf('kim')] });
  expect(asked).toEqual([[customerIdOf('kim'), true]]);

  await road.settle({ activities: [purchase('kim', '1')] });
  expect(await stampsOf('kim')).toBe(1);
  await eraseCustomer(road, operator, { externalId: 'kim' }, contributions.personal);
  expect(await count('stamps_stamp', 'kim')).toBe(0);
  expect(await stampsOf('kim')).toBe(0);
  // as of then it still had one: a number tells nobody’s name
  expect(await count('kept_value', 'kim')).toBe(2);
});

it('a keeper that names what nothing brings, or a metric that nobody keeps, is refused at the start', () => {
  const assembled = (parts: object) => () =>
    assemble(features, [definePlugin({ name: 'cards', description: 'd', contract: '1.0', ...parts })], []);
  const keeper = defineKeeper({ key: 'cards' });
  expect(assembled({ keepers: [{ ...keeper, key: 'other' }] })).toThrow('must be called cards, or begin with cards.');
  expect(assembled({ keepers: [{ ...keeper, activities: ['nap'] }] })).toThrow('names "nap", which nothing brings');
  expect(assembled({ keepers: [{ ...keeper, changes: ['a.b'] }] })).toThrow('names "a.b", which nothing brings');
  expect(assembled({ keepers: [keeper, keeper] })).toThrow('both bring the keeper "cards"');
  const [metric] = contributions.metrics.filter(({ kept }) => kept);
  const own = { ...metric, kept: { by: 'cards' } };
  expect(assembled({ keepers: [keeper], metrics: [own] })).toThrow('which measures nothing');
  const measuring = { ...keeper, measure: () => Promise.resolve([]) };
  expect(assembled({ keepers: [measuring], metrics: [{ ...own, translations: {} }] })).toThrow('in Chinese');
  expect(assembled({ keepers: [measuring], metrics: [own] })).not.toThrow();
});
