import { expect, it } from 'vitest';
import { customerIdOf } from '../../../src/activities/identify.ts';
import { dismiss } from '../acts/dismiss.ts';
import { buy, codeOf, DAY, HOUR, NOON, offer, setting } from './setting.ts';

const own = await setting({
  spring: {
    budgets: [{ key: 'spring', title: 'Spring', amount: 1000 }],
    offers: [
      offer('ten-off', { priority: 5, group: 'discounts', cost: 400, budget: 'spring', caps: { inAll: { most: 2 } } }),
      offer('five-off', { group: 'discounts' }),
      offer('gift', { contact: false, from: '2026-06-10T12:00:00Z', until: '2026-06-20T12:00:00Z' }),
      offer('case', { bought: { any: ['phone'], without: ['case'], withinDays: 30 }, contact: false }),
      offer('thanks', { upon: { after: 'referralMade', withinHours: 48 }, contact: false }),
    ],
  },
});
const { record, sweep, states, reasons, refusals, counters, told, redeem } = own;

it('the best offer of a group is made, and for each other one it is written down why it is not', async () => {
  await record(NOON, buy('ada', '1', NOON));
  expect(await states('ada')).toEqual(['ten-off open']);
  expect(await refusals('ada')).toEqual([
    { offer: 'case', reason: 'notBought', nextAt: null, about: null },
    { offer: 'five-off', reason: 'groupTaken', nextAt: NOON + 10 * DAY, about: 'ten-off' },
    { offer: 'gift', reason: 'notYet', nextAt: Date.UTC(2026, 5, 10, 12), about: null },
    { offer: 'thanks', reason: 'noMoment', nextAt: null, about: null },
  ]);
  expect(await counters()).toEqual([
    { name: 'budget spring', reserved: 400, committed: 0 },
    { name: 'cap ten-off', reserved: 1, committed: 0 },
  ]);
  expect(await told('ada')).toEqual(['offer.made ten-off']);
});

it('what it costs is committed when it is redeemed, once for each key', async () => {
  await redeem('ada', 'ten-off', 'k1', NOON + DAY, '2');
  await redeem('ada', 'ten-off', 'k1', NOON + DAY, '2');
  expect(await codeOf(redeem('ada', 'ten-off', 'k2', NOON + DAY))).toBe('ALREADY_REDEEMED');
  expect(await states('ada')).toEqual(['ten-off redeemed', 'five-off open']);
  expect(await codeOf(redeem('ada', 'five-off', 'k1', NOON + DAY))).toBe('IDEMPOTENCY_CONFLICT');
  expect(await counters()).toEqual([
    { name: 'budget spring', reserved: 0, committed: 400 },
    { name: 'cap ten-off', reserved: 0, committed: 1 },
  ]);
  expect(await told('ada')).toEqual(['offer.made ten-off', 'offer.redeemed ten-off', 'offer.made five-off']);
});

it('it comes back when the whole purchase is refunded, not before, and may be made again', async () => {
  await record(NOON + 2 * DAY, buy('ada', '2', NOON + 2 * DAY));
  const back = (key: string, amount: number, at: number) =>
    record(at, { ...buy('ada', key, at), kind: 'refund', payload: { amount, currency: 'EUR', purchaseKey: '2' } });
  await back('b1', 2000, NOON + 3 * DAY);
  expect((await states('ada'))[0]).toBe('ten-off redeemed');
  await own.act('ada', NOON + 3 * DAY, async (tx, customers) => {
    const [open] = (await own.offers('ada')).filter(({ state }) => state === 'open');
    return dismiss(tx, customers, { customerId: customerIdOf('ada'), offerId: open?.id ?? '' });
  });
  await back('b2', 3000, NOON + 4 * DAY);
  expect(await states('ada')).toEqual(['ten-off returned', 'five-off dismissed', 'ten-off open']);
  expect(await counters()).toMatchObject([
    { reserved: 400, committed: 0 },
    { reserved: 1, committed: 0 },
  ]);
});

it('a budget and a cap are kept, and what expires is there for the next one', async () => {
  await record(NOON + 4 * DAY, buy('bea', '1', NOON + 4 * DAY), buy('cem', '1', NOON + 4 * DAY));
  expect((await states('bea')).concat(await states('cem')).sort()).toEqual(['five-off open', 'ten-off open']);
  const poor = (await states('bea')).includes('ten-off open') ? 'cem' : 'bea';
  expect(await reasons(poor)).toMatchObject({ 'ten-off': 'capReached' });
  expect(await counters()).toMatchObject([{ reserved: 800 }, { reserved: 2 }]);
  // what was open expires, and whoever was refused is looked at again
  await sweep(NOON + 15 * DAY);
  expect(await states(poor)).toContain('ten-off open');
  expect(await told('ada')).toContain('offer.expired ten-off');
});

it('validity, moments and what was bought begin and end on time', async () => {
  const at = Date.UTC(2026, 5, 10, 12);
  await record(NOON + 5 * DAY, buy('dov', '1', NOON + 5 * DAY, { items: [{ sku: 'phone', quantity: 1 }] }));
  expect(await states('dov')).toContain('case open');
  await sweep(at - 1);
  expect(await states('dov')).not.toContain('gift open');
  await sweep(at);
  expect((await own.offers('dov')).find((one) => one.offer === 'gift')).toMatchObject({
    ...{ state: 'open', channel: null, expiresAt: Date.UTC(2026, 5, 20, 12) },
  });
  const refer = { ...buy('dov', 'r', at), kind: 'referralMade', payload: { referral: 'r', channel: 'link' } };
  await record(at + 50 * HOUR, { ...refer, key: 'old', occurredAt: at });
  expect(await reasons('dov')).toMatchObject({ thanks: 'noMoment' });
  await record(at + 50 * HOUR, { ...refer, payload: { referral: 's' }, occurredAt: at + 3 * HOUR });
  expect(await states('dov')).toContain('thanks open');
  await record(at + 10.5 * DAY, buy('eve', '1', at + 10.5 * DAY));
  expect((await reasons('eve')).gift).toBeUndefined();
});

it('an activity redeems an offer as well; what is not open stays as it is', async () => {
  const redeemed = (who: string, key: string, name: string, at: number) =>
    record(at, { ...buy(who, key, at), kind: 'offerRedeemed', payload: { offer: name } });
  await redeemed('dov', 'a', 'thanks', NOON + 12 * DAY);
  await redeemed('dov', 'b', 'thanks', NOON + 12 * DAY);
  await redeemed('nobody', 'c', 'thanks', NOON + 12 * DAY);
  expect(await states('dov')).toContain('thanks redeemed');
  expect((await told('dov')).filter((one) => one === 'offer.redeemed thanks')).toHaveLength(1);
});
