import { expect, it } from 'vitest';
import { testRoad } from '../support/road.ts';

const { database } = await testRoad();
await database.query('', 'create table note (n int primary key)');

const INSERT = 'insert into note values ($1)';
const notes = async (): Promise<number[]> =>
  (await database.query<{ n: number }>('notes', 'select n from note order by n')).map(({ n }) => n);

it('statements that are sent run in order, and are there after the commit', async () => {
  const seen = await database.transact((sql) => {
    sql.send('note', INSERT, [1]);
    sql.send('note', INSERT, [2]);
    return sql.query<{ count: number }>('', 'select count(*)::int as count from note');
  });
  expect(seen).toEqual([{ count: 2 }]);
  expect(await notes()).toEqual([1, 2]);
});

it('a sent statement that fails undoes the transaction and is its error, whether something follows or not', async () => {
  const follow = [
    async () => {},
    async (next: () => Promise<unknown>) => void (await next()),
    async (next: () => Promise<unknown>) => void (await next().catch(() => {})),
  ];
  for (const then of follow) {
    const run = database.transact(async (sql) => {
      sql.send('note', INSERT, [3]);
      sql.send('note', INSERT, [1]);
      await then(() => sql.query('after', 'select n + 1 as n from note'));
    });
    await expect(run).rejects.toMatchObject({ code: '23505' });
    expect(await notes()).toEqual([1, 2]);
  }
  // the connection forgot nothing and kept nothing
  await database.transact(async (sql) => void (await sql.query('after', 'select n + 1 as n from note')));
});

it('a transaction whose failed statement was overlooked does not count as committed', async () => {
  const run = database.transact(async (sql) => {
    sql.send('note', INSERT, [3]);
    await sql.query('note', INSERT, [1]).catch(() => {});
  });
  await expect(run).rejects.toThrow('rolled back');
  expect(await notes()).toEqual([1, 2]);
});

it('a passing failure of a sent statement runs the whole again', async () => {
  let attempts = 0;
  await database.transact(async (sql) => {
    attempts += 1;
    sql.send('note', INSERT, [10 + attempts]);
    if (attempts < 3) sql.send('', `do $$ begin raise exception using errcode = '40001'; end $$`);
  });
  expect(attempts).toBe(3);
  expect(await notes()).toEqual([1, 2, 13]);
});
