import { expect, it } from 'vitest';
import { customerIdOf } from '../../../src/activities/identify.ts';
import { buy, DAY, HOUR, NOON, OPEN, offer, setting } from './setting.ts';

const own = await setting(
  {
    spring: {
      offers: [
        offer('letter', { priority: 2, openDays: 30 }),
        offer('second', { priority: 1, openDays: 30 }),
        offer('banner', { contact: false }),
        offer('call', { channels: ['call'] }),
      ],
    },
  },
  {
    ...OPEN,
    limits: [{ purpose: 'offer', most: 1, days: 7 }],
    quietHours: { from: '21:00', to: '09:00' },
    consent: { ...OPEN.consent, offer: 'opt-in' },
  },
);
const { record, sweep, states, reasons, refusals, consent, database } = own;
const HELLO = { kind: 'interaction', payload: { channel: 'web', type: 'login' } };
const contacts = (who: string) =>
  database.query<{ subject: string; state: string }>(
    '',
    'select subject, state from contact where customer_id = $1 order by at, subject',
    [customerIdOf(who)],
  );

it('nobody is contacted without consent, and what needs no contact is made all the same', async () => {
  await record(NOON, buy('ada', '1', NOON));
  expect(await states('ada')).toEqual(['banner open']);
  expect(await reasons('ada')).toEqual({ letter: 'noConsent', second: 'noConsent', call: 'noConsent' });
});

it('whoever consents is made the best offer at once, and the next one when the policy allows', async () => {
  await consent('ada', true, NOON + HOUR);
  expect(await states('ada')).toEqual(['banner open', 'letter open']);
  expect(await contacts('ada')).toEqual([{ subject: 'letter', state: 'sent' }]);
  expect(await refusals('ada')).toEqual([
    { offer: 'call', reason: 'noChannel', nextAt: null, about: null },
    { offer: 'second', reason: 'limitReached', nextAt: NOON + HOUR + 7 * DAY, about: null },
  ]);
  await sweep(NOON + HOUR + 7 * DAY - 1);
  expect(await states('ada')).not.toContain('second open');
  await sweep(NOON + HOUR + 7 * DAY);
  expect(await states('ada')).toContain('second open');
});

it('at night it waits until morning', async () => {
  const night = NOON + 10 * DAY + 11 * HOUR;
  await record(night - HOUR * 4, buy('bea', '0', night - HOUR * 4));
  await consent('bea', true, night);
  expect(await reasons('bea')).toMatchObject({ letter: 'quietHours', second: 'quietHours' });
  await sweep(night + 10 * HOUR - 1);
  expect(await states('bea')).toEqual(['banner open']);
  await sweep(night + 10 * HOUR);
  expect(await states('bea')).toEqual(['banner open', 'letter open']);
});

it('attention that was reserved for an offer whose budget went to another customer is there for the next offer at once', async () => {
  const at = NOON + 60 * DAY;
  const who = ['cem', 'dov'];
  const { road } = own;
  // they consent before they are eligible for anything, and then buy in one batch
  await road.settle({ activities: who.map((one) => ({ ...buy(one, 'hello', at), ...HELLO })), now: at });
  for (const one of who) await consent(one, true, at);
  const budgets = [{ key: 'last', title: 'Last', amount: 10 }];
  const only = offer('only-one', { priority: 9, cost: 10, budget: 'last' });
  await own.publish('scarce', { budgets, offers: [only, offer('instead', { priority: 8 })] });
  await record(at + HOUR, ...who.map((one) => buy(one, '1', at + HOUR)));
  const made = async () =>
    (await Promise.all(who.map(states))).map((own) => own.filter((one) => one !== 'banner open'));
  expect((await made()).sort()).toEqual([[], ['only-one open']]);
  await sweep(at + HOUR);
  expect((await made()).sort()).toEqual([['instead open'], ['only-one open']]);
});
