import { expect, it } from 'vitest';
import { customerIdOf } from '../../../src/activities/identify.ts';
import { upcoming } from '../../../src/history/agenda.ts';
import { foresee } from '../../../src/history/kept-steps.ts';
import { readLives } from '../../../src/history/read-lives.ts';
import { recordStatements } from '../../../test/support/database.ts';
import { armOf } from '../decision/arm.ts';
import { buy, DAY, NOON, offer, setting } from './setting.ts';

const own = await setting({
  often: {
    offers: [
      offer('twice', { openDays: 1, contact: false, caps: { perCustomer: { most: 2, days: 10 } } }),
      offer('once', { openDays: 1, contact: false }),
      offer('rare', { openDays: 30, contact: false, caps: { inAll: { most: 2, days: 5 } } }),
    ],
  },
});
const LOGIN = { channel: 'web', type: 'login' };
const { record, sweep, states, reasons, refusals } = own;

it('an offer is made to a customer as often in any so many days as it says, otherwise once', async () => {
  await record(NOON, buy('ada', '1', NOON));
  await sweep(NOON + DAY);
  await sweep(NOON + 2 * DAY);
  expect((await states('ada')).filter((one) => one !== 'rare open')).toEqual([
    'once expired',
    'twice expired',
    'twice expired',
  ]);
  expect(await refusals('ada')).toMatchObject([
    { offer: 'once', reason: 'customerCap', nextAt: null },
    { offer: 'twice', reason: 'customerCap', nextAt: NOON + 10 * DAY },
  ]);
  await sweep(NOON + 10 * DAY);
  expect(await states('ada')).toContain('twice open');
});

it('a cap in any so many days counts what was made within them', async () => {
  const late = NOON + 20 * DAY;
  await record(late, buy('bea', '1', late), buy('cem', '1', late), buy('dov', '1', late));
  const refused = [];
  for (const who of ['bea', 'cem', 'dov']) if ((await reasons(who)).rare === 'capReached') refused.push(who);
  expect(refused).toHaveLength(1);
  const [last = ''] = refused;
  for (let day = 1; day < 5; day++) await sweep(late + day * DAY);
  expect(await reasons(last)).toMatchObject({ rare: 'capReached' });
  await sweep(late + 5 * DAY);
  expect(await states(last)).toContain('rare open');
});

it('the same customer is always drawn into the same arm, whatever the share is besides', () => {
  const ids = Array.from({ length: 20_000 }, (_, i) => `00000000-0000-5000-8000-${String(i).padStart(12, '0')}`);
  const heldOut = (key: string, share: number) => ids.filter((id) => armOf(key, id, share) === 'heldOut');
  const [tenth, fifth] = [heldOut('a', 0.1), heldOut('a', 0.2)];
  expect(heldOut('a', 0.1)).toEqual(tenth);
  expect(tenth.filter((id) => !fifth.includes(id))).toEqual([]);
  // six standard errors around what is planned
  expect(Math.abs(tenth.length - 2000)).toBeLessThan(6 * Math.sqrt(20_000 * 0.1 * 0.9));
  // another experiment draws anew: of those held out there, a tenth is held out here as well
  const both = heldOut('b', 0.1).filter((id) => tenth.includes(id)).length;
  expect(Math.abs(both - 200)).toBeLessThan(6 * Math.sqrt(20_000 * 0.01 * 0.99));
});

it('the agenda tells when an offer expires, with the same change as then', async () => {
  const at = NOON + 100 * DAY;
  await record(at, buy('eve', '1', at));
  const engine = await own.road.engine();
  const lives = await readLives(own.database, engine, [customerIdOf('eve')]);
  await foresee(own.database, engine, lives, at, at + 2 * DAY);
  const seen: string[] = [];
  for await (const one of upcoming(lives, at, at + 2 * DAY))
    seen.push(`${one.change.type} ${one.change.key} ${one.at - at === DAY}`);
  expect(seen.sort()).toEqual(['offer.expired once true', 'offer.expired twice true']);
  await sweep(at + DAY);
  expect((await own.told('eve')).filter((one) => one.startsWith('offer.expired')).sort()).toEqual([
    'offer.expired once',
    'offer.expired twice',
  ]);
});

it('what concerns no offer costs no statement, and what does costs as many for many customers as for two', async () => {
  const at = NOON + 200 * DAY;
  const count = async (work: () => Promise<void>): Promise<readonly string[]> => {
    const statements = recordStatements();
    await work();
    return statements.stop().filter((one) => one.includes('personalised_offers'));
  };
  const buying = (name: string, length: number) => () =>
    record(at, ...Array.from({ length }, (_, i) => buy(`${name}${i}`, '1', at)));
  await buying('x', 2)();
  const few = await count(buying('y', 2));
  expect(few.length).toBeGreaterThan(3);
  expect(await count(buying('z', 40))).toHaveLength(few.length);
  expect(await count(() => record(at, { ...buy('y0', '2', at), kind: 'interaction', payload: LOGIN }))).toEqual([]);
});

it('whoever was drawn stays in the arm, though the share is another one by now; under another key all are drawn anew', async () => {
  const at = NOON + 300 * DAY;
  const won = { by: 'purchase', withinDays: 30 };
  const people = Array.from({ length: 40 }, (_, i) => `w${i}`);
  const trial = (holdout: number, key: string) =>
    own.publish('trial', { experiment: { key, holdout, won }, offers: [offer('trial', { contact: false })] });
  const drawn = async () => {
    const rows = await own.database.query<{ experiment: string; arm: string; count: number }>(
      '',
      'select experiment, arm, count(*)::int as count from personalised_offers_exposure group by 1, 2 order by 1, 2',
    );
    return Object.fromEntries(rows.map(({ experiment, arm, count }) => [`${experiment} ${arm}`, count]));
  };
  const buying = (key: string, now: number) => record(now, ...people.map((one) => buy(one, key, now)));
  await trial(0.5, 'one');
  await buying('1', at);
  const first = await drawn();
  expect(first['one heldOut']).toBeGreaterThan(5);
  await trial(0.01, 'one');
  await buying('2', at + DAY);
  expect(await drawn()).toEqual(first);
  await trial(0.5, 'two');
  await sweep(at + 20 * DAY);
  expect(await drawn()).toMatchObject({ ...first, 'two heldOut': expect.any(Number) });
});
