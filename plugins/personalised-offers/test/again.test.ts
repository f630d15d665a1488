import { expect, it } from 'vitest';
import { customerIdOf } from '../../../src/activities/identify.ts';
import { act } from '../../../src/pipeline/act.ts';
import { faultsOf } from './check-offers.ts';
import { buy, DAY, HOUR, NOON, offer, setting } from './setting.ts';

const PEOPLE = Array.from({ length: 12 }, (_, i) => `p${i}`);
const SKUS = ['phone', 'case', 'lamp', 'cup'];

it('deciding again changes nothing, whatever happened: what is not looked back at tells nothing else', async () => {
  const often = { perCustomer: { most: 3, days: 9 } };
  const own = await setting({
    spring: {
      experiment: { holdout: 0.2, won: { by: 'purchase', withinDays: 5 } },
      offers: [
        offer('case', { bought: { any: ['phone'], without: ['case'], withinDays: 4 }, openDays: 1, caps: often }),
        offer('thanks', { upon: { after: 'purchase', withinHours: 30 }, openDays: 2, caps: often, group: 'one' }),
        offer('both', {
          upon: { after: 'referralMade', withinHours: 60 },
          bought: { any: ['cup'], withinDays: 3 },
          openDays: 1,
          caps: often,
        }),
        offer('plain', { openDays: 3, caps: often, group: 'one' }),
      ],
    },
  });
  let seed = 7;
  const random = (most: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return (seed >>> 9) % most;
  };
  const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T;
  const shown = async (): Promise<string> => {
    const rows = ['offer', 'exposure'].map((table) =>
      own.database.query('', `select to_jsonb(t)::text as row from personalised_offers_${table} t order by 1`),
    );
    return JSON.stringify(await Promise.all(rows));
  };
  let now = NOON;
  for (let step = 0; step < 120; step++) {
    now += random(20) * HOUR;
    const who = pick(PEOPLE);
    const bought = { items: [{ sku: pick(SKUS), quantity: 1, amount: 5000 }] };
    const referred = { kind: 'referralMade', payload: { referral: `${step}`, channel: 'link' } };
    // some things are told late
    const draft = buy(who, `${step}`, now - random(3) * random(30) * HOUR, bought);
    await own.record(now, random(4) === 0 ? { ...draft, ...referred } : draft);
    if (random(5) === 0) await own.sweep(now);
    if (step % 6 !== 5) continue;
    await own.sweep(now);
    const before = await shown();
    await act(own.road, PEOPLE.map(customerIdOf), async () => {}, now);
    expect(await shown()).toBe(before);
    expect(await faultsOf(own.database, {})).toEqual([]);
  }
  const reasons = await own.database.query<{ reason: string }>(
    '',
    'select distinct reason from personalised_offers_refusal',
  );
  expect(reasons.length).toBeGreaterThan(3);
  expect(now).toBeGreaterThan(NOON + 30 * DAY);
});
