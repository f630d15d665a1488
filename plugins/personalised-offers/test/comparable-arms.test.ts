import { expect, it } from 'vitest';
import { customerIdOf } from '../../../src/activities/identify.ts';
import { armOf } from '../decision/arm.ts';
import { buy, HOUR, NOON, OPEN, offer, setting } from './setting.ts';

const HOLDOUT = 0.5;
const won = { by: 'purchase', withinDays: 30 };
/** Half past nine in the evening. */
const NIGHT = NOON + 9.5 * HOUR;
const MORNING = NOON + 21 * HOUR;
const PEOPLE = Array.from({ length: 40 }, (_, i) => `p${i}`);
const willing = PEOPLE.filter((_, i) => i % 2 === 0);
const { record, sweep, consent, reasons, states, database, act } = await setting(
  {
    spring: { experiment: { holdout: HOLDOUT, won }, offers: [offer('call', { channels: ['call'] }), offer('letter')] },
    shelf: { experiment: { holdout: HOLDOUT, won }, offers: [offer('mail'), offer('banner', { contact: false })] },
  },
  { ...OPEN, quietHours: { from: '21:00', to: '09:00' }, consent: { ...OPEN.consent, offer: 'opt-in' } },
);
const drawn = async (experiment: string) =>
  new Map(
    (
      await database.query<{ who: string; arm: string }>(
        '',
        `select c.external_id as who, arm from personalised_offers_exposure e join customer c on c.id = e.customer_id
          where experiment = $1 order by 1`,
        [experiment],
      )
    ).map(({ who, arm }) => [who, arm]),
  );

it('only those are drawn into an arm who may be contacted: consent and quiet hours come before the lot', async () => {
  await record(NIGHT, ...PEOPLE.map((who) => buy(who, '1', NIGHT)));
  expect((await drawn('spring')).size).toBe(0);
  for (const who of willing) await consent(who, true, NIGHT + HOUR);
  expect((await drawn('spring')).size).toBe(0);
  expect(await reasons('p0')).toMatchObject({ letter: 'quietHours' });
  expect(await reasons('p1')).toMatchObject({ letter: 'noConsent' });
  await sweep(MORNING - 1);
  expect((await drawn('spring')).size).toBe(0);
  await sweep(MORNING);
  // whoever waits for consent is not drawn by doing something else
  const redeemed = { kind: 'offerRedeemed', payload: { offer: 'another' } };
  await record(MORNING, ...PEOPLE.map((who) => ({ ...buy(who, '2', MORNING), ...redeemed })));
  const arms = await drawn('spring');
  expect([...arms.keys()].sort()).toEqual(willing.toSorted());
  // both arms are there, by the lot alone, and only those are made the offer who were drawn to be made it
  expect(new Set(arms.values()).size).toBe(2);
  for (const [who, arm] of arms) {
    expect(arm).toBe(armOf('spring', customerIdOf(who), HOLDOUT));
    expect((await states(who)).includes('letter open')).toBe(arm === 'offered');
    if (arm === 'heldOut') expect(await reasons(who)).toMatchObject({ letter: 'heldOut' });
  }
});

it('whom an offer reaches without a contact is drawn without consent, and deciding again changes nothing', async () => {
  const arms = await drawn('shelf');
  expect([...arms.keys()].sort()).toEqual(PEOPLE.toSorted());
  const before = await Promise.all(PEOPLE.map(reasons));
  for (const who of PEOPLE) await act(who, MORNING, async () => {});
  expect(await Promise.all(PEOPLE.map(reasons))).toEqual(before);
  expect(await reasons('p1')).toMatchObject({ call: 'noConsent', letter: 'noConsent' });
  expect([await drawn('shelf'), (await drawn('spring')).size]).toEqual([arms, willing.length]);
});
