import { execFile } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import type { ContactPolicy } from '../../../src/contacts/policy.ts';
import { faultsOf as contactFaultsOf } from '../../../test/surveys/check-ledger.ts';
import { excessesOf, faultsOf } from './check-offers.ts';
import { DAY, HOUR, NOON, OPEN, offer, setting } from './setting.ts';

const POLICY: ContactPolicy = { ...OPEN, limits: [{ purpose: 'offer', most: 3, days: 6 }] };
const often = { perCustomer: { most: 5, days: 3 } };
const LIMITS = {
  'spring budget money': 4000,
  'spring cap few': 6,
  'other budget money': 700,
};
const ROUNDS = 12;

const run = (url: string, ...rest: string[]) =>
  promisify(execFile)(process.execPath, ['plugins/personalised-offers/test/racer.ts', url, ...rest]);

it('caps and budgets are never exceeded by one and never leak, whoever races and whoever is killed', async () => {
  const { database, url, sweep } = await setting(
    {
      spring: {
        experiment: { holdout: 0.1, won: { by: 'purchase', withinDays: 1 } },
        budgets: [{ key: 'money', title: 'Money', amount: 4000 }],
        offers: [
          offer('few', { openDays: 2, priority: 3, caps: { ...often, inAll: { most: 6 } } }),
          offer('paid', { openDays: 3, priority: 2, cost: 330, budget: 'money', caps: often }),
          offer('rare', {
            openDays: 2,
            group: 'quiet',
            contact: false,
            caps: { ...often, inAll: { most: 4, days: 2 } },
          }),
        ],
      },
      other: {
        budgets: [{ key: 'money', title: 'Money', amount: 700 }],
        offers: [
          offer('small', { openDays: 1, group: 'quiet', contact: false, cost: 50, budget: 'money', caps: often }),
        ],
      },
    },
    POLICY,
  );
  let racing = true;
  const seen: string[] = [];
  const watch = async (): Promise<void> => {
    for (; racing; await pause(20)) seen.push(...(await faultsOf(database, LIMITS)));
  };
  const watching = watch();
  // whoever is killed is followed by one who goes on
  const race = async (name: number): Promise<void> => {
    const dies = name <= 3;
    if (dies)
      await expect(run(url, String(name), String(ROUNDS), String(name * 9))).rejects.toMatchObject({
        signal: 'SIGKILL',
      });
    await run(url, String(dies ? name + 100 : name), String(ROUNDS));
  };
  await Promise.all(Array.from({ length: 8 }, (_, i) => race(i + 1)));
  racing = false;
  await watching;
  expect(seen).toEqual([]);
  expect(await faultsOf(database, LIMITS)).toEqual([]);
  expect(await excessesOf(database, 'rare', 4, 2 * DAY)).toEqual([]);
  const end = NOON + ROUNDS * 20 * HOUR;
  expect(await contactFaultsOf(database, POLICY, end)).toEqual([]);
  // and the race was one: everything happened, and everything was scarce
  const states = await database.query<{ state: string }>('', 'select distinct state from personalised_offers_offer');
  expect(states.map(({ state }) => state)).toEqual(
    expect.arrayContaining(['redeemed', 'expired', 'dismissed', 'returned']),
  );
  const reasons = await database.query<{ reason: string }>(
    '',
    'select distinct reason from personalised_offers_refusal',
  );
  expect(reasons.map(({ reason }) => reason)).toEqual(expect.arrayContaining(['capReached', 'budgetSpent']));
  // in the end nothing is reserved any more
  await sweep(end + 400 * DAY);
  expect(await faultsOf(database, LIMITS)).toEqual([]);
}, 120_000);
