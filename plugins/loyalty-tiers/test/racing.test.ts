import { execFile } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { checkBooks } from '../points/check-books.ts';
import { buy, START, setting, stars } from './setting.ts';

const ROUNDS = 10;
const STOCK = 9;
const own = await setting({
  stars: {
    ...stars,
    pendingDays: 0,
    expiry: { kind: 'lifetime', months: 3 },
    rewards: [
      { key: 'mug', title: 'Mug', kind: 'gift', points: 12, stock: STOCK },
      { key: 'pen', title: 'Pen', kind: 'gift', points: 7 },
    ],
  },
});

const run = (...rest: string[]) =>
  promisify(execFile)(process.execPath, ['plugins/loyalty-tiers/test/racer.ts', own.url, ...rest]);

/** Accounts that were overdrawn, a stock that is not what stands redeemed, and redemptions that did not cost their price. */
const faults = (): Promise<object[]> =>
  own.database.query(
    '',
    `select 'overdrawn' as what, customer_id::text as of from loyalty_tiers_entry group by customer_id, programme, purse
     having sum(case when to_side = 'available' then points when from_side = 'available' then -points else 0 end) < 0
     union all
     select 'stock', taken::text from loyalty_tiers_stock s
      where taken > $1 or taken <> (select count(*) from loyalty_tiers_act a
                                     where a.kind = 'redeem' and a.reward = s.reward and a.undone_at is null)
     union all
     select 'price', a.id::text from loyalty_tiers_act a
      where a.kind = 'redeem'
        and a.points <> (select coalesce(sum(points), 0) from loyalty_tiers_entry e
                          where e.customer_id = a.customer_id and e.by = a.id::text and e.kind = 'spent')`,
    [STOCK],
  );

it('eight processes that spend from the same accounts overdraw none and sell no more than there is, whoever is killed', async () => {
  await own.record(START, ...[0, 1, 2, 3, 4].map((i) => buy(`shared-${i}`, 'first', 1, START)));
  let racing = true;
  const seen: object[] = [];
  const watch = async (): Promise<void> => {
    for (; racing; await pause(50)) seen.push(...(await faults()), ...(await checkBooks(own.database)));
  };
  const watching = watch();
  // whoever is killed is followed by one who goes on
  const race = async (name: number): Promise<void> => {
    const dies = name <= 3;
    if (dies)
      await expect(run(String(name), String(ROUNDS), String(name * 7))).rejects.toMatchObject({ signal: 'SIGKILL' });
    await run(String(dies ? name + 100 : name), String(ROUNDS));
  };
  await Promise.all(Array.from({ length: 8 }, (_, i) => race(i + 1)));
  racing = false;
  await watching;
  expect(seen).toEqual([]);
  expect(await faults()).toEqual([]);
  expect(await checkBooks(own.database)).toEqual([]);
  // and the race was one: everything happened
  const kinds = await own.database.query<{ kind: string }>('', 'select distinct kind from loyalty_tiers_entry');
  expect(kinds.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['earned', 'spent', 'restored', 'sent', 'received', 'expired', 'reversed']),
  );
  const [{ taken } = { taken: 0 }] = await own.database.query<{ taken: number }>(
    '',
    `select taken::int from loyalty_tiers_stock where reward = 'mug'`,
  );
  expect(taken).toBe(STOCK);
}, 120_000);
