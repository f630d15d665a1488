import { expect, it } from 'vitest';
import { operator } from '../../../src/access/viewer.ts';
import { upcoming } from '../../../src/history/agenda.ts';
import { foresee } from '../../../src/history/kept-steps.ts';
import { readLives } from '../../../src/history/read-lives.ts';
import { eraseCustomer } from '../../../src/pipeline/erase.ts';
import { recordStatements } from '../../../test/support/database.ts';
import { checkBooks } from '../points/check-books.ts';
import { buy, customerIdOf, DAY, giveBack, START, setting, stars } from './setting.ts';

const own = await setting({ stars });
const { record, sweep, values, told, database, road, contributions } = own;

it('points are pending until the return window ends, then they can be spent, and in the end they expire', async () => {
  await record(START, buy('ada', '1', 120.99, START));
  expect(await values('ada')).toMatchObject({ pointsBalance: 0, pointsPending: 120, tierCredits: 120 });
  await sweep(START + 14 * DAY - 1);
  expect(await values('ada')).toMatchObject({ pointsBalance: 0, pointsPending: 120 });
  await sweep(START + 14 * DAY);
  const expiry = Date.UTC(2027, 0, 10);
  expect(await values('ada')).toMatchObject({
    pointsBalance: 120,
    pointsPending: 0,
    pointsExpiringNext30Days: 0,
    nextPointsExpiryAt: expiry,
  });
  await sweep(expiry - 30 * DAY);
  expect(await values('ada')).toMatchObject({ pointsExpiringNext30Days: 120, tierCredits: 120 });
  await sweep(Date.UTC(2027, 0, 1));
  expect(await values('ada')).toMatchObject({ pointsBalance: 120, tierCredits: 0 });
  await sweep(expiry);
  expect(await values('ada')).toMatchObject({ pointsBalance: 0, pointsExpiringNext30Days: 0, nextPointsExpiryAt: NaN });
  expect(await told('ada')).toEqual([
    { type: 'points.earned', key: 'stars', to: '0', points: '120', reason: 'EARNED' },
    { type: 'points.expired', key: 'stars', to: '0', points: '120', reason: 'EXPIRED' },
  ]);
  expect(await checkBooks(database)).toEqual([]);
});

it('the agenda tells when points expire, with the same change as then', async () => {
  await record(START, buy('bea', '1', 30, START));
  const engine = await road.engine();
  const lives = await readLives(database, engine, [customerIdOf('bea')]);
  const until = START + 400 * DAY;
  await foresee(database, engine, lives, START, until);
  const seen: object[] = [];
  for await (const { at, change, by } of upcoming(lives, START, until))
    seen.push([at, change.type, change.to, by?.key]);
  expect(seen).toEqual([[Date.UTC(2027, 0, 10), 'points.expired', '0', 'stars']]);
});

it('goods that come back take their points along, in part or whole, and credits too', async () => {
  await record(START, buy('cem', '1', 100, START), buy('cem', '2', 40, START));
  await record(START + DAY, giveBack('cem', '1', 25, START + DAY));
  expect(await values('cem')).toMatchObject({ pointsPending: 115, tierCredits: 115 });
  await record(START + 20 * DAY, giveBack('cem', '1', 75, START + 20 * DAY));
  expect(await values('cem')).toMatchObject({ pointsBalance: 40, pointsPending: 0, pointsOwed: 0, tierCredits: 40 });
});

it('a partial return leaves exactly the points that what was kept earns', async () => {
  await record(START, buy('dov', '1', 217, START));
  await record(START + DAY, giveBack('dov', '1', 21, START + DAY));
  expect(await values('dov')).toMatchObject({ pointsPending: 196 });
});

it('a refund in the same batch as its purchase finds it, and one that names no purchase takes nothing', async () => {
  await record(START, buy('eli', '1', 80, START), giveBack('eli', '1', 80, START));
  expect(await values('eli')).toMatchObject({ pointsPending: 0, tierCredits: 0 });
  const loose = { ...giveBack('eli', 'x', 10, START), payload: { amount: 1000, currency: 'EUR' } };
  await record(START, buy('eli', '2', 10, START), loose);
  expect(await values('eli')).toMatchObject({ pointsPending: 10 });
});

it('what nobody earns anything by costs no statement, and what earns costs as many for a hundred customers as for one', async () => {
  const click = (key: string) => ({
    ...buy('fay', key, 1, START),
    kind: 'interaction',
    payload: { channel: 'web', type: 'click' },
  });
  const count = async (...drafts: Parameters<typeof record> extends [number, ...infer D] ? D : never) => {
    const statements = recordStatements();
    await record(START, ...drafts);
    return statements.stop();
  };
  await record(START, buy('fay', '0', 1, START));
  const idle = await count(click('a'));
  expect(idle.filter((text) => text.includes('loyalty_tiers'))).toEqual([]);
  const crowd = Array.from({ length: 100 }, (_, i) => buy(`crowd${i}`, '1', 5, START));
  await record(START, ...crowd);
  const again = crowd.map((draft) => ({ ...draft, key: '2' }));
  const one = await count(buy('fay', '1', 1, START));
  expect((await count(...again)).length).toBe(one.length);
});

it('points of a person who is erased stay in the books, under the id alone', async () => {
  await record(START, buy('gus', '1', 10, START));
  await own.act(['gus'], START, (tx) =>
    tx.query(
      '',
      `insert into loyalty_tiers_act (customer_id, key, id, kind, programme, points, reason, at)
       values ($1, 'gus called', gen_random_uuid(), 'adjust', 'stars', 1, 'Gus was angry', 0)`,
      [customerIdOf('gus')],
    ),
  );
  await eraseCustomer(road, operator, { externalId: 'gus' }, contributions.personal, START);
  expect(await values('gus')).toMatchObject({ pointsPending: 10 });
  const left = await database.query('', `select row_to_json(a)::text as row from loyalty_tiers_act a`);
  expect(JSON.stringify(left)).not.toMatch(/gus/i);
  expect(await checkBooks(database)).toEqual([]);
});
