import { expect, it } from 'vitest';
import { testApp } from '../../../test/support/app.ts';
import { happen, publish } from '../../../test/support/story.ts';
import { needsOf } from '../tiers/needs.ts';
import { START, stars } from './setting.ts';

const leaf = (fact: string, operator: string, value: unknown) => ({ fact, operator, value });
const { app, data, run } = await testApp({ clock: () => START, timeZone: 'Europe/Berlin' });
await publish(app, 'stars', 'loyalty-points', stars);
await publish(app, 'status', 'loyalty-tiers', {
  tiers: [
    {
      ...{ key: 'gold', title: 'Gold', rank: 2 },
      when: {
        all: [leaf('tierCredits', 'greaterThanInclusive', 300), leaf('spendEver', 'greaterThanInclusive', 10_000)],
      },
    },
    { key: 'silver', title: 'Silver', rank: 1, when: { all: [leaf('tierCredits', 'greaterThanInclusive', 10)] } },
    {
      ...{ key: 'black', title: 'Black', rank: 3 },
      when: { all: [leaf('tierCredits', 'greaterThan', 999), leaf('locale', 'equal', 'de')] },
    },
  ],
});
const PROGRESS = 'tierProgress { tierKey until text numbers { fact value least missing } }';
const ask = (who: string, language = 'en') =>
  run<{ customer: { tierProgress: object[] } }>(
    `query ($who: String!) { customer(by: { externalId: $who }) { ${PROGRESS} } }`,
    { who },
    { 'accept-language': language },
  ).then(({ data: { customer } }) => customer.tierProgress);

it('a customer is told how much is missing to the next tier, and until which day it counts where they live', async () => {
  await happen(
    app,
    [{ who: 'ada', kind: 'purchase', at: START, payload: { amount: 6000, currency: 'EUR' } }],
    [{ customer: { externalId: 'ada' }, timeZone: 'Asia/Shanghai' }],
  );
  expect(await ask('ada')).toEqual([
    {
      ...{ tierKey: 'gold', text: '240 points and €40 to Gold by 1 January' },
      // the account's year ends at midnight in Berlin, which is morning in Shanghai
      until: '2027-01-01',
      numbers: [
        { fact: 'tierCredits', value: 60, least: 300, missing: 240 },
        { fact: 'spendEver', value: 6000, least: 10_000, missing: 4000 },
      ],
    },
  ]);
  expect(await ask('ada', 'zh')).toMatchObject([{ text: '在1月1日前再得 240 分和€40即可升至Gold' }]);
});

it('where a tier asks for more than numbers, numbers are not told, and whoever is at the top is told nothing', async () => {
  await happen(app, [{ who: 'bob', kind: 'purchase', at: START, payload: { amount: 50_000, currency: 'EUR' } }]);
  expect(await ask('bob')).toEqual([{ tierKey: 'black', until: null, text: null, numbers: null }]);
  expect(needsOf({ all: [leaf('a', 'greaterThan', 4), { any: [leaf('b', 'greaterThanInclusive', 2)] }] })).toEqual([
    { fact: 'a', least: 5 },
    { fact: 'b', least: 2 },
  ]);
  expect(needsOf({ not: leaf('a', 'greaterThan', 4) })).toBeUndefined();
  const { loyaltyTiers } = await data<{ loyaltyTiers: { key: string }[] }>('{ loyaltyTiers { key } }');
  expect(loyaltyTiers.map(({ key }) => key)).toEqual(['black', 'gold', 'silver']);
});
