import { expect, it } from 'vitest';
import { operator } from '../../../src/access/viewer.ts';
import { customerIdOf } from '../../../src/activities/identify.ts';
import type { Replacement } from '../../../src/pipeline/engine-with.ts';
import { eraseCustomer } from '../../../src/pipeline/erase.ts';
import { readPreview } from '../../../src/preview/read-preview.ts';
import { makePreview, publishDrafts } from '../../../test/preview/preview.ts';
import { OFFERS, type OffersDocument } from '../offers/document.ts';
import { buy, DAY, NOON, offer, setting } from './setting.ts';

const names = Array.from({ length: 12 }, (_, i) => `c${i}`);
const own = await setting({ spring: { offers: [offer('letter', { group: 'one', openDays: 5 })] } });
const joinedAt = Date.UTC(2024, 5, 1, 9);
await own.road.settle({
  activities: names.map((who) => buy(who, 'a', NOON)),
  profiles: names.slice(0, 4).map((externalId) => ({ customer: { externalId }, joinedAt })),
  now: NOON,
});
await eraseCustomer(own.road, operator, { externalId: 'c11' }, own.contributions.personal, NOON);

const everybody = { all: [{ fact: 'ordersEver', operator: 'greaterThanInclusive', value: 0 }] };
const draft = (key: string, document: OffersDocument): Replacement => ({
  ...{ ruleSetKey: key, kind: OFFERS, source: JSON.stringify(document) },
});

/** For how many each offer would be made and would not, by name and reason. */
async function foretold(now: number, ...drafts: Replacement[]): Promise<Record<string, number>> {
  const preview = await readPreview(own.database, await makePreview(own.road, drafts, now));
  return Object.fromEntries(
    (preview?.result?.forecasts ?? []).flatMap(({ key, customers, withheld }) => [
      [key, customers],
      ...Object.entries(withheld).map(([reason, times]) => [`${key} ${reason}`, times]),
    ]),
  );
}

it('an anniversary is foretold of those who joined on the day, and nothing of those who were erased', async () => {
  const document: OffersDocument = {
    offers: [offer('years', { when: everybody, upon: { anniversary: 'joined', withinDays: 3 } })],
  };
  expect(await foretold(NOON, draft('jubilee', document))).toEqual({ years: 4, 'years noMoment': 7 });
});

it('an offer that is open no longer at the instant of a preview stands in nobody’s way', async () => {
  const document: OffersDocument = { offers: [offer('rival', { group: 'one' })] };
  expect(await foretold(NOON + DAY, draft('summer', document))).toEqual({ rival: 0, 'rival groupTaken': 11 });
  expect(await foretold(NOON + 6 * DAY, draft('summer', document))).toEqual({ rival: 11 });
});

it('offers of the former version, which others keep, take from budgets of their own', async () => {
  const vip = (value: number): Replacement => ({
    ...{ ruleSetKey: 'lifecycle', kind: 'segments' },
    source: JSON.stringify({
      segments: [{ key: 'vip', title: 'Vip', when: { all: [{ fact: 'ordersEver', operator: 'greaterThan', value }] } }],
    }),
  });
  const when = { all: [{ fact: 'segment.vip', operator: 'equal', value: true }] };
  await publishDrafts(own.road, [vip(5)]);
  const gift = offer('gift', { when, cost: 400, budget: 'pot' });
  await own.publish('winter', { budgets: [{ key: 'pot', title: 'Pot', amount: 1000 }], offers: [gift] });
  await own.road.settle({ activities: [], customerIds: names.map((who) => customerIdOf(who)), now: NOON });
  const rollout = { percent: 1, segment: null, upgradesOnly: false, until: null };
  const card = { ...draft('winter', { offers: [offer('card', { when })] }), rollout };
  const { gift: gifts, 'gift budgetSpent': without, card: cards = 0 } = await foretold(NOON, vip(0), card);
  expect([gifts, (without ?? 0) + cards]).toEqual([2, 9]);
});
