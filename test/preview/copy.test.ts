import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { CopyIn } from '../../src/db/copy-in.ts';
import { copyOut } from '../../src/db/copy-out.ts';
import { Session } from '../../src/db/session.ts';
import { testRoad } from '../support/road.ts';

const { database } = await testRoad();
const READ = 'isolation level repeatable read read only';

async function numbers(query: string, atOnce: number): Promise<{ read: number[]; pauses: number }> {
  const session = await Session.begin(database, READ);
  const read: number[] = [];
  let pauses = 0;
  await copyOut(session.client, query, {
    take: (row, at) => read.push(row.getInt32(at + 6)) % atOnce === 0,
    whenFull: async () => {
      pauses += 1;
      await setImmediate();
    },
  });
  // the connection goes on as if nothing had happened
  expect(await session.query('', 'select 1 as one')).toEqual([{ one: 1 }]);
  await session.commit();
  return { read, pauses };
}

it('rows come one after the other, whatever their size and however often the reader stops', async () => {
  const wide = (rows: number) => `select n, repeat('x', (n * 7919) % 3000) from generate_series(1, ${rows}) n`;
  const all = Array.from({ length: 20_000 }, (_, i) => i + 1);
  expect(await numbers(wide(20_000), 997)).toEqual({ read: all, pauses: 20 });
  expect((await numbers(wide(500), 1)).read).toEqual(all.slice(0, 500));
  expect(await numbers(wide(0), 1)).toEqual({ read: [], pauses: 0 });
});

it('a statement that fails, and a reader that fails, are told', async () => {
  const session = await Session.begin(database, READ);
  const none = { take: () => true, whenFull: async () => {} };
  await expect(copyOut(session.client, 'select 1 / (n - 500) from generate_series(1, 1000) n', none)).rejects.toThrow(
    'division by zero',
  );
  session.cut();
  const other = await Session.begin(database, READ);
  const broken = { take: () => true, whenFull: () => Promise.reject(new Error('enough')) };
  await expect(copyOut(other.client, 'select n from generate_series(1, 1000000) n', broken)).rejects.toThrow('enough');
  other.cut();
});

it('rows go in as they are, with every character that copies give a meaning to, or not at all', async () => {
  const session = await Session.begin(database, '');
  await session.query('', 'create temp table copied (n int, t text, j jsonb)');
  const texts = ['tab\there', 'line\nfeed\r', 'back\\slash', '\\N', '', '漢字', null];
  const copy = new CopyIn(session, 'copied (n, t, j)');
  for (const [n, text] of texts.entries()) await copy.write([[n, text, JSON.stringify({ text })]]);
  await copy.end();
  const rows = await session.query<{ t: string | null; j: object }>('', 'select t, j from copied order by n');
  expect(rows).toEqual(texts.map((text) => ({ t: text, j: { text } })));
  await new CopyIn(session, 'copied (n, t, j)').end();
  const wrong = new CopyIn(session, 'copied (n, t, j)');
  await wrong.write([['no number', null, null]]);
  await expect(wrong.end()).rejects.toThrow('invalid input syntax');
  session.cut();
});
