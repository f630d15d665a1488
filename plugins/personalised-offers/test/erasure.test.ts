import { expect, it } from 'vitest';
import { operator } from '../../../src/access/viewer.ts';
import { customerIdOf } from '../../../src/activities/identify.ts';
import { eraseCustomer } from '../../../src/pipeline/erase.ts';
import { buy, codeOf, DAY, NOON, offer, setting } from './setting.ts';

const own = await setting({
  spring: {
    experiment: { holdout: 0.01, won: { by: 'purchase', withinDays: 30 } },
    budgets: [{ key: 'money', title: 'Money', amount: 1000 }],
    offers: [offer('first', { cost: 300, budget: 'money' }), offer('second', { cost: 200, budget: 'money' })],
  },
});
const { record, redeem, counters, states, database } = own;

it('a person who is erased leaves what was redeemed, gives back what was reserved, and no words of others', async () => {
  await record(NOON, buy('ada', '1', NOON));
  await redeem('ada', 'first', 'the voucher of Ada', NOON);
  expect(await counters()).toEqual([{ name: 'budget money', reserved: 200, committed: 300 }]);
  await eraseCustomer(own.road, operator, { externalId: 'ada' }, own.contributions.personal, NOON + DAY);
  expect(await counters()).toEqual([{ name: 'budget money', reserved: 0, committed: 300 }]);
  expect(await states('ada')).toEqual(['first redeemed', 'second withdrawn']);
  const rows = await database.query<{ row: string }>(
    '',
    `select to_jsonb(o)::text as row from personalised_offers_offer o where customer_id = $1`,
    [customerIdOf('ada')],
  );
  expect(rows.filter(({ row }) => row.includes('voucher'))).toEqual([]);
  expect(await own.refusals('ada')).toEqual([]);
  expect(await codeOf(redeem('ada', 'second', 'k', NOON + DAY))).toBe('CUSTOMER_ERASED');
  await own.sweep(NOON + 40 * DAY);
  expect(await states('ada')).toEqual(['first redeemed', 'second withdrawn']);
});
