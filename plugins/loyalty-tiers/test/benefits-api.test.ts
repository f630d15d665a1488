import { expect, it } from 'vitest';
import { testApp } from '../../../test/support/app.ts';
import { happen, publish } from '../../../test/support/story.ts';
import { START } from './setting.ts';

const { app, run, data } = await testApp({ clock: () => START, timeZone: 'Europe/Berlin' });
const spends = (value: number) => ({ all: [{ fact: 'spendEver', operator: 'greaterThanInclusive', value }] });
const delivery = (times: number) => ({
  ...{ key: 'free-delivery', name: 'Free delivery', kind: 'monetary', value: { amount: 490, per: 'order' } },
  ...{ cost: { amount: 300, per: 'order' }, limit: { times, per: 'year' } },
});
const lounge = { key: 'lounge', name: 'Lounge', kind: 'non-monetary', description: 'In every airport.' };
await publish(app, 'club', 'loyalty-tiers', {
  tiers: [
    { key: 'gold', title: 'Gold', rank: 3, benefits: [delivery(6), lounge], without: ['card'], when: spends(50_000) },
    {
      ...{ key: 'silver', title: 'Silver', rank: 2, when: spends(10_000) },
      benefits: ['Newsletter', delivery(1), { key: 'card', name: 'Birthday card', kind: 'non-monetary' }],
    },
  ],
});
await publish(app, 'perks', 'segments', {
  segments: [
    {
      ...{ key: 'spoiled', title: 'Spoiled' },
      when: { all: [{ fact: 'benefit.club.lounge', operator: 'equal', value: true }] },
    },
  ],
});
await happen(app, [
  { who: 'ada', kind: 'purchase', at: START - 1, payload: { amount: 20_000, currency: 'EUR' } },
  { who: 'ada', kind: 'purchase', at: START, payload: { amount: 5000, currency: 'EUR' } },
  { who: 'bob', kind: 'purchase', at: START, payload: { amount: 60_000, currency: 'EUR' } },
  { who: 'cem', kind: 'purchase', at: START, payload: { amount: 1, currency: 'EUR' } },
]);
const of = async (who: string, selection: string, language = 'en'): Promise<object> =>
  (
    await run<{ customer: object }>(
      `query ($who: String!) { customer(by: { externalId: $who }) { ${selection} } }`,
      { who },
      { 'accept-language': language },
    )
  ).data.customer;

const TERMS =
  'key name kind description value { amount { amount } percent per } limit { times per } cost { amount { amount } per }';

it('a customer sees what the tier gives, in words and in terms, and what it is worth in a year like the last one', async () => {
  const worth = 'yearlyWorth { value { amount } cost { amount } unvalued uncosted }';
  expect(await of('ada', `tier { benefits benefitDetails { ${TERMS} text } ${worth} }`)).toEqual({
    tier: {
      benefits: ['Newsletter', 'Free delivery', 'Birthday card'],
      benefitDetails: [
        {
          ...{ key: null, name: 'Newsletter', kind: null, description: null, value: null, limit: null, cost: null },
          text: 'Newsletter',
        },
        {
          ...{ key: 'free-delivery', name: 'Free delivery', kind: 'MONETARY', description: null },
          ...{ value: { amount: { amount: '4.90' }, percent: null, per: 'ORDER' }, limit: { times: 1, per: 'YEAR' } },
          cost: { amount: { amount: '3.00' }, per: 'ORDER' },
          text: 'Free delivery (€4.90 off each order, at most once a year)',
        },
        expect.objectContaining({ key: 'card', kind: 'NON_MONETARY', value: null }),
      ],
      yearlyWorth: {
        ...{ value: { amount: '4.90' }, cost: { amount: '3.00' } },
        ...{ unvalued: ['Newsletter', 'Birthday card'], uncosted: ['Newsletter', 'Birthday card'] },
      },
    },
  });
  expect(await of('ada', 'tier { benefitDetails { text } }', 'zh')).toMatchObject({
    tier: { benefitDetails: [{}, { text: 'Free delivery（每单减免 €4.90、每年最多 1 次）' }, {}] },
  });
});

it('a customer sees what the next tier would add, improve and take, and what it would be worth', async () => {
  const next = 'adds { benefit { name text } instead { text } } loses { name } yearlyWorth { value { amount } }';
  expect(await of('ada', `tierProgress { tierKey ${next} }`)).toEqual({
    tierProgress: [
      {
        tierKey: 'gold',
        adds: [
          {
            benefit: expect.objectContaining({ text: 'Free delivery (€4.90 off each order, at most 6 times a year)' }),
            instead: { text: 'Free delivery (€4.90 off each order, at most once a year)' },
          },
          { benefit: { name: 'Lounge', text: 'Lounge' }, instead: null },
        ],
        loses: [{ name: 'Newsletter' }, { name: 'Birthday card' }],
        // two orders in the last year
        yearlyWorth: { value: { amount: '9.80' } },
      },
    ],
  });
});

it('of each benefit a customer sees whether it is there, and otherwise which tier gives it and how far that is', async () => {
  const all = 'tierBenefits(ruleSet: "club") { holds tierKey benefit { key limit { times } } progress { text } }';
  expect(await of('cem', all)).toEqual({
    tierBenefits: [
      {
        ...{ holds: false, tierKey: 'silver', benefit: { key: 'free-delivery', limit: { times: 1 } } },
        progress: { text: '€99.99 to Silver' },
      },
      expect.objectContaining({ holds: false, tierKey: 'silver' }),
      {
        ...{ holds: false, tierKey: 'gold', benefit: { key: 'lounge', limit: null } },
        progress: { text: '€499.99 to Gold' },
      },
    ],
  });
  // a card, which only a lower tier gives, is nothing to reach for
  expect(await of('bob', all)).toEqual({
    tierBenefits: [
      { holds: true, tierKey: 'gold', benefit: { key: 'free-delivery', limit: { times: 6 } }, progress: null },
      { holds: true, tierKey: 'gold', benefit: { key: 'lounge', limit: null }, progress: null },
    ],
  });
  expect(await of('bob', 'tierBenefits(ruleSet: "other") { holds }')).toEqual({ tierBenefits: [] });
});

it('rule sets that follow read benefits, and say so when they explain', async () => {
  const held = 'segments { segment { key } } outcome(ruleSet: "perks", key: "spoiled") { holds rules { tree } }';
  expect(await of('bob', held)).toMatchObject({
    segments: [{ segment: { key: 'spoiled' } }],
    outcome: { holds: true },
  });
  expect(await of('ada', held)).toMatchObject({ segments: [], outcome: { holds: false } });
});

it('the tiers that there are tell what they are worth to whoever orders so much', async () => {
  const { loyaltyTiers } = await data<{ loyaltyTiers: object[] }>(
    '{ loyaltyTiers { key benefitDetails { key } yearlyWorth(orders: 12, spendMinor: 100000) { value { amount } cost { amount } } } }',
  );
  expect(loyaltyTiers).toEqual([
    {
      ...{ key: 'gold', benefitDetails: [{ key: 'free-delivery' }, { key: 'lounge' }] },
      yearlyWorth: { value: { amount: '29.40' }, cost: { amount: '18.00' } },
    },
    expect.objectContaining({ key: 'silver', yearlyWorth: { value: { amount: '4.90' }, cost: { amount: '3.00' } } }),
  ]);
});
