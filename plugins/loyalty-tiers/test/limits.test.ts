import { expect, it } from 'vitest';
import { publish } from '../../../test/support/road.ts';
import { checkBooks } from '../points/check-books.ts';
import type { Programme } from '../programme/document.ts';
import { redeem } from '../rewards/redeem.ts';
import { takeBack } from '../rewards/take-back.ts';
import { buy, customerIdOf, START, setting, stars } from './setting.ts';

const mug = { key: 'mug', title: 'Mug', kind: 'gift', points: 10 } as const;
const generous: Programme = {
  ...{ title: 'Generous', members: stars.members },
  earn: [
    {
      ...{ key: 'all', title: 'all', on: 'purchase' },
      points: { field: 'amount', every: 1, give: 1_000_000 },
      credits: { field: 'amount', every: 1, give: 1_000_000 },
    },
  ],
};
const own = await setting({ stars: { ...stars, pendingDays: 0, rewards: [mug] }, generous });
const { road, record, database } = own;

const redeemed = (who: string, key: string) =>
  own.act([who], START, (tx, customers) =>
    redeem(tx, customers, { customerId: customerIdOf(who), programme: 'stars', reward: 'mug', key }),
  );
const back = (who: string, redemptionId: string) =>
  own.act([who], START, (tx, customers) => takeBack(tx, customers, { customerId: customerIdOf(who), redemptionId }));
const codeOf = (done: Promise<unknown>): Promise<string> =>
  done.then(
    () => 'done',
    ({ issues }: { issues: [{ code: string }] }) => issues[0].code,
  );

it('an activity of any size earns what can be counted, and stops nobody who is recorded with it', async () => {
  const most = Number.MAX_SAFE_INTEGER / 100;
  await record(START, buy('max', '1', most, START), buy('min', '1', 1, START));
  const [row] = await database.query<{ points: number }>(
    '',
    `select max(points)::float8 as points from loyalty_tiers_lot where programme = 'generous'`,
  );
  expect(row?.points).toBe(1_000_000_000_000);
  expect(await checkBooks(database)).toEqual([]);
});

it('what was redeemed before there was a stock does not come back into it', async () => {
  const who = ['ann', 'ben', 'cat'];
  await record(START, ...who.map((one) => buy(one, '1', 50, START)));
  const before = await redeemed('ann', 'early');
  await publish(road, 'stars', 'loyalty-points', { ...stars, pendingDays: 0, rewards: [{ ...mug, stock: 1 }] });
  const { id } = await redeemed('ben', 'x');
  expect(await codeOf(redeemed('cat', 'x'))).toBe('SOLD_OUT');
  await back('ann', before.id);
  expect(await codeOf(redeemed('cat', 'x'))).toBe('SOLD_OUT');
  await back('ben', id);
  expect(await codeOf(redeemed('cat', 'x'))).toBe('done');
});
