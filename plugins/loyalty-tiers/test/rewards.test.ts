import { expect, it } from 'vitest';
import { checkBooks } from '../points/check-books.ts';
import { adjust } from '../rewards/adjust.ts';
import { redeem } from '../rewards/redeem.ts';
import { takeBack } from '../rewards/take-back.ts';
import { transfer } from '../rewards/transfer.ts';
import { buy, customerIdOf, DAY, giveBack, START, setting, stars } from './setting.ts';

const vip = { all: [{ fact: 'ordersEver', operator: 'greaterThanInclusive', value: 5 }] };
const own = await setting({
  stars: {
    ...stars,
    pendingDays: 0,
    rewards: [
      ...(stars.rewards ?? []),
      { key: 'tour', title: 'Tour', kind: 'content', points: 1, perCustomer: 2 },
      { key: 'vip', title: 'VIP', kind: 'privilege', points: 1, when: vip },
    ],
  },
  miles: { ...stars, pendingDays: 0, transfers: false, earn: [], rewards: [] },
});
const { record, sweep, values, told, database } = own;

const redeemed = (who: string, reward: string, key: string, now = START) =>
  own.act([who], now, (tx, customers) =>
    redeem(tx, customers, { customerId: customerIdOf(who), programme: 'stars', reward, key }),
  );
const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'done',
    (error: { code: string; issues?: { code: string }[] }) => error.issues?.[0]?.code ?? error.code,
  );

it('a reward costs points once, however often it is asked for by the same key', async () => {
  await record(START, buy('ada', '1', 80, START));
  const first = await redeemed('ada', 'mug', 'k1');
  expect(await redeemed('ada', 'mug', 'k1')).toEqual(first);
  expect(await values('ada')).toMatchObject({ pointsBalance: 30 });
  expect(await codeOf(redeemed('ada', 'lounge', 'k1'))).toBe('IDEMPOTENCY_CONFLICT');
  expect((await told('ada')).map(({ type, key, points }) => [type, key, points])).toEqual([
    ['points.earned', 'stars', '80'],
    ['points.spent', 'stars', '50'],
    ['reward.redeemed', 'mug', '50'],
  ]);
});

it('what cannot be redeemed is said, and leaves nothing', async () => {
  await record(START, buy('bea', '1', 20, START));
  expect(await codeOf(redeemed('bea', 'mug', 'a'))).toBe('NOT_ENOUGH_POINTS');
  expect(await codeOf(redeemed('bea', 'vip', 'b'))).toBe('NOT_FOR_CUSTOMER');
  expect(await codeOf(redeemed('bea', 'yacht', 'c'))).toBe('NOT_FOUND');
  expect(await codeOf(redeemed('nobody', 'mug', 'd'))).toBe('NOT_FOUND');
  expect(await values('bea')).toMatchObject({ pointsBalance: 20 });
  expect(
    await database.query('', `select 1 from loyalty_tiers_act where customer_id = $1`, [customerIdOf('bea')]),
  ).toEqual([]);
});

it('a stock is never exceeded by those who redeem at once, and what is taken back is there again', async () => {
  const who = ['s1', 's2', 's3', 's4', 's5', 's6'];
  await record(START, ...who.map((one) => buy(one, '1', 60, START)));
  // one mug is gone already
  const codes = await Promise.all(who.map((one) => codeOf(redeemed(one, 'mug', 'x'))));
  expect(codes.toSorted()).toEqual(['SOLD_OUT', 'SOLD_OUT', 'SOLD_OUT', 'SOLD_OUT', 'SOLD_OUT', 'done']);
  const winner = who[codes.indexOf('done')] as string;
  const loser = who[codes.indexOf('SOLD_OUT')] as string;
  const { id } = await redeemed(winner, 'mug', 'x');
  const back = () =>
    own.act([winner], START + DAY, (tx, customers) =>
      takeBack(tx, customers, { customerId: customerIdOf(winner), redemptionId: id }),
    );
  const first = await back();
  expect(await back()).toEqual(first);
  expect(await values(winner)).toMatchObject({ pointsBalance: 60 });
  expect(await codeOf(redeemed(loser, 'mug', 'y', START + DAY))).toBe('done');
  expect(await checkBooks(database)).toEqual([]);
});

it('nobody has more of a reward than anybody may, though they ask at once, and what is taken back may be had again', async () => {
  await record(START, buy('liv', '1', 9, START));
  const codes = await Promise.all(Array.from({ length: 5 }, (_, i) => codeOf(redeemed('liv', 'tour', `${i}`))));
  expect(codes.toSorted()).toEqual(['HAD_ENOUGH', 'HAD_ENOUGH', 'HAD_ENOUGH', 'done', 'done']);
  const { id } = await redeemed('liv', 'tour', `${codes.indexOf('done')}`);
  await own.act(['liv'], START, (tx, customers) =>
    takeBack(tx, customers, { customerId: customerIdOf('liv'), redemptionId: id }),
  );
  expect(await codeOf(redeemed('liv', 'tour', 'again'))).toBe('done');
  expect(await codeOf(redeemed('liv', 'tour', 'once more'))).toBe('HAD_ENOUGH');
});

it('one customer who redeems many times at once never spends more than there is', async () => {
  await record(START, buy('max', '1', 45, START));
  const codes = await Promise.all(Array.from({ length: 8 }, (_, i) => codeOf(redeemed('max', 'lounge', `${i}`))));
  expect(codes.filter((code) => code === 'done')).toHaveLength(4);
  expect(await values('max')).toMatchObject({ pointsBalance: 5 });
});

it('points that were spent and whose purchase came back are owed, and what is put back or earned pays them off', async () => {
  await record(START, buy('dov', '1', 50, START));
  const { id } = await redeemed('dov', 'lounge', 'k');
  await record(START + DAY, giveBack('dov', '1', 50, START + DAY));
  expect(await values('dov')).toMatchObject({ pointsBalance: 0, pointsOwed: 10 });
  await record(START + 2 * DAY, buy('dov', '2', 4, START + 2 * DAY));
  expect(await values('dov')).toMatchObject({ pointsBalance: 0, pointsOwed: 6 });
  await own.act(['dov'], START + 3 * DAY, (tx, customers) =>
    takeBack(tx, customers, { customerId: customerIdOf('dov'), redemptionId: id }),
  );
  expect(await values('dov')).toMatchObject({ pointsBalance: 4, pointsOwed: 0 });
});

it('a purchase is found again when it comes back, though nothing is left of its points', async () => {
  await record(START, buy('eda', '1', 10, START));
  await redeemed('eda', 'lounge', 'k');
  await record(START + DAY, giveBack('eda', '1', 10, START + DAY));
  expect(await values('eda')).toMatchObject({ pointsBalance: 0, pointsOwed: 10 });
});

it('transferred points keep their end, and go to others only where the programme says so', async () => {
  await record(START, buy('eve', '1', 40, START));
  await record(START + DAY, buy('flo', '1', 1, START + DAY));
  const send = (points: number, programme = 'stars', to = 'flo') =>
    own.act(['eve', to], START + 2 * DAY, (tx, customers) =>
      transfer(tx, customers, {
        ...{ customerId: customerIdOf('eve'), otherId: customerIdOf(to), programme, points, key: `t${points}` },
      }),
    );
  await send(30);
  await send(30);
  expect(await values('eve')).toMatchObject({ pointsBalance: 10 });
  expect(await values('flo')).toMatchObject({ pointsBalance: 31, nextPointsExpiryAt: Date.UTC(2027, 0, 10) });
  expect(await codeOf(send(11))).toBe('NOT_ENOUGH_POINTS');
  expect(await codeOf(send(1, 'miles'))).toBe('NO_TRANSFERS');
  expect(await codeOf(send(1, 'stars', 'eve'))).toBe('SAME_CUSTOMER');
  await sweep(Date.UTC(2027, 0, 10));
  expect(await values('flo')).toMatchObject({ pointsBalance: 1 });
  expect(await checkBooks(database)).toEqual([]);
});

it('points are given and taken by hand with a reason, and never below what there is', async () => {
  await record(START, buy('gil', '1', 5, START));
  const by = (points: number, key: string, reason = 'The parcel was late.') =>
    own.act(['gil'], START, (tx, customers) =>
      adjust(tx, customers, { customerId: customerIdOf('gil'), programme: 'stars', points, key, reason }),
    );
  await by(20, 'a');
  await by(20, 'a');
  await by(-10, 'b');
  expect(await values('gil')).toMatchObject({ pointsBalance: 15 });
  expect(await codeOf(by(-16, 'c'))).toBe('NOT_ENOUGH_POINTS');
  expect(await codeOf(by(1, 'd', ' '))).toBe('BAD_LENGTH');
  expect(await checkBooks(database)).toEqual([]);
});
