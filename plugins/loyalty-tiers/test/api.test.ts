import { expect, it } from 'vitest';
import { sweepAll } from '../../../src/pipeline/sweep.ts';
import { testApp } from '../../../test/support/app.ts';
import { recordStatements } from '../../../test/support/database.ts';
import { happen, publish, settleEverybody } from '../../../test/support/story.ts';
import { DAY } from './book.ts';
import { START, stars } from './setting.ts';

let now = START;
const { app, data } = await testApp({ clock: () => now });
await publish(app, 'stars', 'loyalty-points', { ...stars, worth: { value: 2, redeemedShare: 0.5 } });
await happen(app, [
  { who: 'ada', kind: 'purchase', at: START, payload: { amount: 12_000, currency: 'EUR' } },
  { who: 'bob', kind: 'purchase', at: START, payload: { amount: 3000, currency: 'EUR' } },
]);

const points = `points(programme: "stars") {
  programme title balance pending owed expiringSoon nextExpiryAt tierCredits
  entries(first: 2) { nodes { number kind points from to reward expiresAt } pageInfo { hasNextPage endCursor } }
}`;
const ask = (who: string) =>
  data<{ customer: { points: object[] } }>(
    `query ($who: String!) { customer(by: { externalId: $who }) { ${points} } }`,
    {
      who,
    },
  );
const mutate = (name: string, input: string, more = '') =>
  data<Record<string, Record<string, unknown>>>(
    `mutation { ${name}(input: ${input}) { __typename ... on UserError { code message path }
       ... on ValidationError { issues { code message path } } ${more} } }`,
  ).then((answer) => answer[name] as Record<string, unknown>);

it('a customer sees what there is in a programme and the entries that led there, page by page', async () => {
  expect((await ask('ada')).customer.points).toMatchObject([
    { programme: 'stars', title: 'Stars', balance: 0, pending: 120, owed: 0, tierCredits: 120 },
  ]);
  // what is due has happened for whoever asks, though no sweeper came by
  now = START + 14 * DAY;
  const [account] = (await ask('ada')).customer.points as [{ balance: number; pending: number }];
  expect(account).toMatchObject({ balance: 120, pending: 0, nextExpiryAt: '2027-01-10T00:00:00.000Z' });
  await sweepAll(app.road, now);
  const redeemed = await mutate(
    'redeemReward',
    '{ customer: { externalId: "ada" }, programme: "stars", reward: "mug", key: "k" }',
    `... on RedeemRewardSuccess { customer { ${points} metrics { pointsBalance } } redemption { id reward points reversedAt } }`,
  );
  expect(redeemed).toMatchObject({
    customer: { metrics: { pointsBalance: 70 } },
    redemption: { reward: 'mug', points: 50, reversedAt: null },
  });
  const [first] = (redeemed.customer as { points: [{ entries: { nodes: object[]; pageInfo: { endCursor: string } } }] })
    .points;
  expect(first.entries).toMatchObject({
    nodes: [
      { number: 3, kind: 'SPENT', points: 50, from: 'AVAILABLE', to: 'SPENT', reward: 'mug' },
      { number: 2, kind: 'MATURED', points: 120, from: 'PENDING', to: 'AVAILABLE', reward: null },
    ],
    pageInfo: { hasNextPage: true },
  });
  const { customer } = await data<{ customer: { points: [{ entries: { nodes: object[] } }] } }>(
    `query ($after: String!) { customer(by: { externalId: "ada" }) { points { entries(after: $after) { nodes { number kind } } } } }`,
    { after: first.entries.pageInfo.endCursor },
  );
  expect(customer.points[0].entries.nodes).toEqual([{ number: 1, kind: 'EARNED' }]);
  const { id } = redeemed.redemption as { id: string };
  const back = await mutate(
    'reverseRedemption',
    `{ customer: { externalId: "ada" }, redemptionId: "${id}" }`,
    '... on ReverseRedemptionSuccess { customer { metrics { pointsBalance } } redemption { reversedAt } }',
  );
  expect(back).toMatchObject({
    customer: { metrics: { pointsBalance: 120 } },
    redemption: { reversedAt: expect.any(String) },
  });
});

it('points go to others and are given by hand; what cannot be is an error with a path', async () => {
  const send = (amount: number) =>
    mutate(
      'transferPoints',
      `{ from: { externalId: "bob" }, to: { externalId: "ada" }, programme: "stars", points: ${amount}, key: "t${amount}" }`,
      '... on TransferPointsSuccess { customer { metrics { pointsBalance } } }',
    );
  expect(await send(10)).toMatchObject({ customer: { metrics: { pointsBalance: 20 } } });
  expect(await send(500)).toMatchObject({
    __typename: 'ValidationError',
    issues: [{ code: 'NOT_ENOUGH_POINTS', path: ['points'], message: '20 points can be spent, and 500 are needed.' }],
  });
  expect(await send(-5)).toMatchObject({ issues: [{ code: 'BAD_POINTS' }] });
  const give = await mutate(
    'adjustPoints',
    '{ customer: { externalId: "bob" }, programme: "stars", points: 5, reason: "Sorry.", key: "a" }',
    '... on AdjustPointsSuccess { customer { metrics { pointsBalance } } }',
  );
  expect(give).toMatchObject({ customer: { metrics: { pointsBalance: 25 } } });
  expect(
    await mutate('redeemReward', '{ customer: { externalId: "zoe" }, programme: "stars", reward: "mug", key: "k" }'),
  ).toMatchObject({ __typename: 'NotFoundError', path: ['customer'] });
});

it('a programme shows its rewards, what is left of them, and what is owed for points by month of issue', async () => {
  now = START + 40 * DAY;
  await settleEverybody(app);
  const { pointsProgrammes } = await data<{ pointsProgrammes: object[] }>(
    `{ pointsProgrammes { key title transfers rewards { key kind points left }
         vintages { month issued redeemed expired outstanding breakage liability } } }`,
  );
  expect(pointsProgrammes).toEqual([
    {
      ...{ key: 'stars', title: 'Stars', transfers: true },
      rewards: [
        { key: 'mug', kind: 'GIFT', points: 50, left: 2 },
        { key: 'lounge', kind: 'PRIVILEGE', points: 10, left: null },
      ],
      // 150 earned and 5 given; 10 of them changed hands: that is nobody's redemption
      vintages: [
        { month: '2026-01', issued: 155, redeemed: [0, 0], expired: 0, outstanding: 155, breakage: 1, liability: 155 },
      ],
    },
  ]);
});

it('points of many customers cost as many statements as those of one', async () => {
  const count = async (first: number): Promise<number> => {
    const list = `{ customers(first: ${first}) { nodes { ${points} } } }`;
    await data(list);
    const statements = recordStatements();
    await data(list);
    return statements.stop().length;
  };
  expect(await count(2)).toBe(await count(1));
});
