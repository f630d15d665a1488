import { expect, it } from 'vitest';
import { publish } from '../../../test/support/road.ts';
import { adjust } from '../rewards/adjust.ts';
import type { Keeping } from '../tiers/reviews.ts';
import { buy, customerIdOf, DAY, giveBack, START, setting, stars } from './setting.ts';

const own = await setting({
  stars,
  miles: { ...stars, title: 'Miles', pendingDays: 0, period: { kind: 'anniversary' } },
});
const { road, record, sweep, values, database } = own;
const least = (fact: string, value: number) => ({ all: [{ fact, operator: 'greaterThanInclusive', value }] });
const tiers = (fact: string, bands: Readonly<Record<string, number>>, keep?: Keeping) => ({
  ...(keep && { keep }),
  tiers: Object.entries(bands).map(([key, from], i) => ({ key, title: key, rank: i + 1, when: least(fact, from) })),
});
const tierOf = async (who: string, ruleSet: string): Promise<string | undefined> => {
  const [row] = await database.query<{ key: string }>(
    'tier-of',
    `select k.key from outcome o join outcome_code k using (code) join rule_set s on s.id = k.rule_set_id
      where o.customer_id = $1 and s.key = $2`,
    [customerIdOf(who), ruleSet],
  );
  return row?.key;
};
await publish(
  road,
  'by-balance',
  'loyalty-tiers',
  tiers('pointsBalance', { basic: 0, silver: 100, gold: 500, platinum: 1000 }),
);
await publish(
  road,
  'by-credits',
  'loyalty-tiers',
  tiers('tierCredits', { silver: 200, gold: 600 }, { period: { kind: 'calendarYear' }, landing: 'full' }),
);

it('tiers by balance fall when points are spent and rise when they come: 100 is silver, 50 less basic, 500 more gold', async () => {
  let key = 0;
  const give = (points: number) =>
    own.act(['ada'], START, (tx, customers) =>
      adjust(tx, customers, {
        ...{ customerId: customerIdOf('ada'), programme: 'stars', points, reason: 'Given.', key: `${key++}` },
      }),
    );
  await record(START, buy('ada', '1', 0, START));
  await give(100);
  expect(await tierOf('ada', 'by-balance')).toBe('silver');
  await give(-50);
  expect(await tierOf('ada', 'by-balance')).toBe('basic');
  await give(500);
  expect(await values('ada')).toMatchObject({ pointsBalance: 550 });
  expect(await tierOf('ada', 'by-balance')).toBe('gold');
});

it('a refund takes credits at once, and the tier that was granted only at the review', async () => {
  await record(START, buy('bea', '1', 300, START));
  // both programmes credit the purchase, and bounds belong to the better tier
  expect(await tierOf('bea', 'by-credits')).toBe('gold');
  await record(START + DAY, giveBack('bea', '1', 250, START + DAY));
  expect(await values('bea')).toMatchObject({ tierCredits: 100 });
  expect(await tierOf('bea', 'by-credits')).toBe('gold');
  await sweep(Date.UTC(2027, 0, 1) - 1);
  expect(await tierOf('bea', 'by-credits')).toBe('gold');
  await sweep(Date.UTC(2027, 0, 1));
  expect(await tierOf('bea', 'by-credits')).toBeUndefined();
});

it('each programme keeps books of its own, with its own periods and its own return window', async () => {
  const joinedAt = Date.UTC(2020, 5, 20);
  await road.settle({ activities: [], profiles: [{ customer: { externalId: 'cem' }, joinedAt }], now: START });
  await record(START, buy('cem', '1', 150, START));
  expect(await values('cem')).toMatchObject({ pointsBalance: 150, pointsPending: 150, tierCredits: 300 });
  // the anniversary ends one period, the turn of the year the other
  await sweep(Date.UTC(2026, 5, 20));
  expect(await values('cem')).toMatchObject({ pointsBalance: 300, pointsPending: 0, tierCredits: 150 });
  await sweep(Date.UTC(2027, 0, 1));
  expect(await values('cem')).toMatchObject({ pointsBalance: 300, tierCredits: 0 });
});

it('where any activity keeps points alive one that earns nothing does, and otherwise only one that may earn', async () => {
  const rolling = (anyActivity: boolean) =>
    ({ ...stars, pendingDays: 0, expiry: { kind: 'rolling', days: 30, anyActivity } }) as const;
  const both = await setting({ loose: rolling(true), strict: rolling(false) });
  await both.record(START, buy('dee', '1', 10, START));
  const visit = { ...buy('dee', '2', 1, START + 20 * DAY), kind: 'interaction' };
  await both.record(START + 20 * DAY, { ...visit, payload: { channel: 'web', type: 'visit' } });
  await both.sweep(START + 30 * DAY);
  expect(await both.values('dee')).toMatchObject({ pointsBalance: 10, nextPointsExpiryAt: START + 50 * DAY });
  expect((await both.told('dee')).filter(({ type }) => type === 'points.expired').map(({ key }) => key)).toEqual([
    'strict',
  ]);
});
