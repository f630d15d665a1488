import { expect, it } from 'vitest';
import { golden } from '../../../test/support/golden.ts';
import { readExperiments } from '../performance/read-experiments.ts';
import { compareArms } from '../performance/uplift.ts';
import { buy, DAY, HOUR, NOON, offer, setting } from './setting.ts';

interface Vectors {
  readonly newcombe_published: {
    readonly cases: readonly Readonly<Record<'a' | 'm' | 'b' | 'n' | 'lo' | 'hi', number>>[];
  };
}
const vectors = golden<Vectors>('unit_vectors');
const arm = (won: number, customers: number) => ({ won, customers, spend: null });

it.runIf(vectors)('the uplift has the interval that Newcombe published', () => {
  for (const { a, m, b, n, lo, hi } of vectors?.newcombe_published.cases ?? []) {
    const { uplift } = compareArms(arm(a, m), arm(b, n), n);
    expect(uplift?.difference.interval.low).toBeCloseTo(lo, 4);
    expect(uplift?.difference.interval.high).toBeCloseTo(hi, 4);
  }
});

it('nothing is told where an arm is empty, or where arms are not as large as planned', () => {
  expect(compareArms(arm(1, 10), arm(0, 0), 0)).toMatchObject({ uplift: null, noUplift: 'noCustomers' });
  expect(compareArms(arm(90, 912), arm(8, 88), 100)).toMatchObject({ noUplift: null });
  expect(compareArms(arm(900, 9120), arm(80, 880), 1000)).toMatchObject({ uplift: null, noUplift: 'sampleRatio' });
  expect(compareArms(arm(9, 100), arm(9, 100), 100).uplift?.lowBase).toBe(true);
  expect(compareArms(arm(10, 100), arm(10, 100), 100).uplift?.lowBase).toBe(false);
});

it('a planted effect is found, and a planted null is not', async () => {
  const won = { by: 'purchase', withinDays: 30 };
  const { record, database } = await setting({
    works: { experiment: { key: 'spring', holdout: 0.4, won }, offers: [offer('good', { contact: false })] },
    fails: { experiment: { key: 'summer', holdout: 0.4, won }, offers: [offer('void', { contact: false })] },
  });
  const people = Array.from({ length: 2000 }, (_, i) => `p${i}`);
  const all = async (now: number, who: readonly string[], key: string) => {
    for (let from = 0; from < who.length; from += 1000)
      await record(now, ...who.slice(from, from + 1000).map((one) => buy(one, key, now)));
  };
  await all(NOON, people, '1');
  const offered = await database.query<{ who: string }>(
    '',
    `select c.external_id as who from personalised_offers_exposure e join customer c on c.id = e.customer_id
      where e.experiment = 'spring' and e.arm = 'offered'`,
  );
  const seen = new Set(offered.map(({ who }) => who));
  let seed = 20_261_127;
  const chance = (): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed / 2_147_483_648;
  };
  // a fifth buys anyway, and a tenth more of those who see the good offer
  await all(
    NOON + 5 * DAY,
    people.filter((one) => chance() < (seen.has(one) ? 0.3 : 0.2)),
    '2',
  );
  // what comes after its time counts for nothing
  await all(NOON + 30 * DAY + HOUR, people.slice(0, 500), '3');
  const [works, fails] = await readExperiments(database, [
    { key: 'spring', won },
    { key: 'summer', won },
  ]);
  expect(works?.sampleRatio?.p).toBeGreaterThan(0.001);
  expect(works?.uplift).toMatchObject({ lowBase: false });
  const found = works?.uplift?.difference;
  expect(found?.interval.low).toBeGreaterThan(0);
  expect([found?.interval.low, found?.interval.high].map((end) => (end ?? 0) > 0.1)).toEqual([false, true]);
  expect(works?.uplift?.lift?.low).toBeGreaterThan(0);
  expect(works?.uplift?.spend?.interval.low).toBeGreaterThan(0);
  const none = fails?.uplift?.difference.interval;
  expect([(none?.low ?? 1) < 0, (none?.high ?? -1) > 0]).toEqual([true, true]);
});
