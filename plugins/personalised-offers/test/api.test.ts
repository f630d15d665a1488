import { expect, it } from 'vitest';
import { drainSequencer } from '../../../src/feed/sequencer.ts';
import { sweepAll } from '../../../src/pipeline/sweep.ts';
import { testApp } from '../../../test/support/app.ts';
import { recordStatements } from '../../../test/support/database.ts';
import { happen, publish } from '../../../test/support/story.ts';
import { usePolicy } from '../../../test/surveys/setting.ts';
import { DAY, NOON, OPEN, offer } from './setting.ts';

let now = NOON;
const { app, data } = await testApp({ clock: () => now });
await usePolicy(app.database, OPEN);
await publish(app, 'spring', 'personalised-offers', {
  experiment: { holdout: 0.5, won: { by: 'purchase', withinDays: 30 } },
  budgets: [{ key: 'spring', title: 'Spring', amount: 10_000 }],
  offers: [
    offer('ten-off', {
      ...{ title: '10 off', message: { en: 'Ten off!', zh: '立减十元！' }, value: 1000, cost: 800, budget: 'spring' },
      ...{ group: 'discounts', priority: 1, caps: { inAll: { most: 50 } } },
    }),
    offer('five-off', { group: 'discounts' }),
  ],
});
const WHO = Array.from({ length: 8 }, (_, i) => `c${i}`);
await happen(
  app,
  WHO.map((who) => ({ who, kind: 'purchase', at: NOON, payload: { amount: 5000, currency: 'EUR' } })),
);

const offers = `offers(first: 2, states: [OPEN, REDEEMED, EXPIRED, DISMISSED]) {
  nodes { id offerKey ruleSetKey title message value { amount } state madeAt until endedAt channel why } pageInfo { hasNextPage endCursor }
}`;
const refusals = 'offerRefusals { offerKey title reason about since nextAt }';
interface Offered {
  readonly offers: { readonly nodes: { readonly id: string; readonly offerKey: string }[] };
  readonly offerRefusals: { readonly reason: string }[];
}
const ask = (who: string, more = '') =>
  data<{ customer: Offered }>(
    `query ($who: String!) { customer(by: { externalId: $who }) { ${offers} ${refusals} ${more} } }`,
    {
      who,
    },
  ).then(({ customer }) => customer);
const SUCCESS = {
  redeemOffer: '... on RedeemOfferSuccess { offer { state endedAt } }',
  dismissOffer: `... on DismissOfferSuccess { offer { state } customer { ${offers} } }`,
};
const mutate = (name: keyof typeof SUCCESS, input: string) =>
  data<Record<string, Record<string, unknown>>>(
    `mutation { ${name}(input: ${input}) { __typename ... on UserError { code path } ... on ValidationError { issues { code path } }
       ${SUCCESS[name]} } }`,
  ).then((answer) => answer[name] as Record<string, unknown>);

const arms = new Map<string, string[]>();
for (const who of WHO) {
  const arm = (await ask(who)).offerRefusals[0]?.reason === 'HELD_OUT' ? 'heldOut' : 'offered';
  arms.set(arm, [...(arms.get(arm) ?? []), who]);
}
const [first = '', second = ''] = arms.get('offered') ?? [];

it('a customer sees what is offered, until when and why, and why other offers are not made', async () => {
  expect(await ask(first)).toMatchObject({
    offers: {
      nodes: [
        {
          ...{ offerKey: 'ten-off', ruleSetKey: 'spring', title: '10 off', message: 'Ten off!', state: 'OPEN' },
          ...{ value: { amount: '10.00' }, channel: 'email', endedAt: null, until: '2026-06-11T12:00:00.000Z' },
          why: [{ rule: 'ten-off', holds: true }],
        },
      ],
      pageInfo: { hasNextPage: false },
    },
    offerRefusals: [
      { offerKey: 'five-off', reason: 'GROUP_TAKEN', about: 'ten-off', nextAt: '2026-06-11T12:00:00.000Z' },
    ],
  });
  const [held = ''] = arms.get('heldOut') ?? [];
  expect(await ask(held)).toMatchObject({
    offers: { nodes: [] },
    offerRefusals: [
      { offerKey: 'five-off', reason: 'HELD_OUT', about: 'spring', nextAt: null },
      { offerKey: 'ten-off', reason: 'HELD_OUT' },
    ],
  });
});

it('an offer is redeemed once and dismissed once; what cannot be is an error with a path', async () => {
  const id = async (who: string, key: string) =>
    (await ask(who)).offers.nodes.find(({ offerKey }) => offerKey === key)?.id;
  const input = `{ customer: { externalId: "${first}" }, offerId: "${await id(first, 'ten-off')}", key: "r1" }`;
  const redeemed = await mutate('redeemOffer', input);
  expect(redeemed).toMatchObject({ offer: { state: 'REDEEMED', endedAt: expect.any(String) } });
  expect(await mutate('redeemOffer', input)).toEqual(redeemed);
  expect(await mutate('redeemOffer', input.replace('r1', 'r2'))).toMatchObject({
    issues: [{ code: 'ALREADY_REDEEMED', path: ['offerId'] }],
  });
  expect(await mutate('redeemOffer', input.replace('r1', ''))).toMatchObject({ issues: [{ code: 'BAD_KEY' }] });
  const other = `{ customer: { externalId: "${second}" }, offerId: "${await id(second, 'ten-off')}" }`;
  expect(await mutate('dismissOffer', other)).toMatchObject({
    offer: { state: 'DISMISSED' },
    customer: { offers: { nodes: [{ offerKey: 'five-off' }, { offerKey: 'ten-off' }] } },
  });
  expect(await mutate('dismissOffer', other.replace(second, first))).toMatchObject({
    __typename: 'NotFoundError',
    path: ['offerId'],
  });
});

it('the feed carries all that a mailer needs', async () => {
  await drainSequencer(app.database);
  const { changes } = await data<{ changes: { nodes: object[] } }>(
    `query { changes(first: 100, types: [OFFER_MADE, OFFER_REDEEMED]) { nodes { type ruleSet customer { externalId }
       ... on OfferMade { offer channel expiresAt customerOffer { message until state value { amount } } }
       ... on OfferRedeemed { offer customerOffer { title } } } } }`,
  );
  const own = changes.nodes.filter(
    (one) => (one as { customer: { externalId: string } }).customer.externalId === first,
  );
  expect(own).toMatchObject([
    {
      ...{ type: 'OFFER_MADE', ruleSet: 'spring', offer: 'ten-off', channel: 'email' },
      customerOffer: { message: 'Ten off!', state: 'REDEEMED', value: { amount: '10.00' } },
    },
    { type: 'OFFER_REDEEMED', offer: 'ten-off', customerOffer: { title: '10 off' } },
    { type: 'OFFER_MADE', offer: 'five-off', customerOffer: { message: null, state: 'OPEN' } },
  ]);
});

it('what is over by time is over for whoever asks, though no sweeper came by', async () => {
  now = NOON + 10 * DAY;
  expect((await ask(second)).offers.nodes).toMatchObject([
    { offerKey: 'five-off', state: 'EXPIRED', endedAt: '2026-06-11T12:00:00.000Z' },
    { offerKey: 'ten-off', state: 'DISMISSED' },
  ]);
  const { customer } = await data<{ customer: Offered }>(
    `query ($who: String!) { customer(by: { externalId: $who }) { offers { nodes { id offerKey } } } }`,
    { who: second },
  );
  expect(customer.offers.nodes).toEqual([]);
  await sweepAll(app.road, now);
});

it('offers come page by page, in both directions', async () => {
  const page = (args: string) =>
    data<{ customer: { offers: { nodes: { offerKey: string }[]; pageInfo: Record<string, string> } } }>(
      `query ($who: String!) { customer(by: { externalId: $who }) {
         offers(${args}, states: [EXPIRED, DISMISSED]) { nodes { offerKey } pageInfo { startCursor endCursor } } } }`,
      { who: second },
    ).then(({ customer }) => customer.offers);
  const newest = await page('first: 1');
  const older = await page(`first: 1, after: "${newest.pageInfo.endCursor}"`);
  expect([newest.nodes, older.nodes]).toEqual([[{ offerKey: 'five-off' }], [{ offerKey: 'ten-off' }]]);
  expect((await page(`last: 1, before: "${older.pageInfo.startCursor}"`)).nodes).toEqual(newest.nodes);
  expect((await page('first: 1, after: "nonsense"')).nodes).toEqual([]);
});

it('a rule set shows what its offers do, what is left of budgets, and its arms', async () => {
  const { offerSets } = await data<{ offerSets: object[] }>(
    `{ offerSets { key offers { key made open redeemed expired dismissed most }
         budgets { key amount { amount } reserved { amount } committed { amount } left { amount } }
         experiment { key holdout wonBy withinDays offered { customers won share } heldOut { customers } sampleRatioP
           uplift { share { value low high } p lift { value } spend { value } lowBase } noUplift neededInEachArm } } }`,
  );
  const [offered, heldOut] = [arms.get('offered')?.length ?? 0, arms.get('heldOut')?.length ?? 0];
  expect(offerSets).toMatchObject([
    {
      key: 'spring',
      offers: [
        { key: 'ten-off', made: offered, redeemed: 1, dismissed: 1, expired: offered - 2, open: 0, most: 50 },
        { key: 'five-off', open: offered - 2, expired: 2 },
      ],
      budgets: [
        { key: 'spring', amount: { amount: '100.00' }, committed: { amount: '8.00' }, left: { amount: '92.00' } },
      ],
      experiment: {
        ...{ key: 'spring', holdout: 0.5, wonBy: 'purchase', withinDays: 30 },
        ...{ offered: { customers: offered, won: 0, share: 0 }, heldOut: { customers: heldOut } },
        ...{ uplift: { share: { value: 0 }, p: null, lift: null, spend: null, lowBase: true }, noUplift: null },
        neededInEachArm: null,
      },
    },
  ]);
});

it('offers of many customers cost as many statements as those of one', async () => {
  const count = async (first: number): Promise<number> => {
    const list = `{ customers(first: ${first}) { nodes { ${offers} ${refusals} } } }`;
    await data(list);
    const statements = recordStatements();
    await data(list);
    return statements.stop().length;
  };
  expect(await count(5)).toBe(await count(1));
});
