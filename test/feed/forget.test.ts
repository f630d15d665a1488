import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { CursorExpiredError, encodeCursor } from '../../src/feed/cursor.ts';
import { forgetChanges } from '../../src/feed/forget.ts';
import { drainSequencer } from '../../src/feed/sequencer.ts';
import { testApp } from '../support/app.ts';

const system = await testApp();
const { database, feed } = system.app;

async function append(at: string): Promise<void> {
  await database.query(
    '',
    `insert into change (customer_id, change_seq, created_at, type, key, cause)
     values ($1, 1, $2, 'segment.entered', 'k', '{"by": "time"}')`,
    [randomUUID(), at],
  );
}

const QUERY = 'query ($after: String) { changes(after: $after) { nodes { position previousPosition } } }';
const ask = async (after: string | null) =>
  system.run<{ changes: { nodes: { position: number; previousPosition: number }[] } }>(QUERY, { after });

it('forgets whole months after the thirteenth, says so to readers further behind, and goes on for all others', async () => {
  for (const month of ['2024-01', '2024-02']) {
    const next = month === '2024-01' ? '2024-02' : '2024-03';
    await database.query(
      '',
      `create table change_${month.replace('-', '_')} partition of change
         for values from ('${month}-01T00:00:00Z') to ('${next}-01T00:00:00Z')`,
    );
  }
  for (const at of ['2024-01-10T00:00:00Z', '2024-01-20T00:00:00Z', '2024-02-10T00:00:00Z']) await append(at);
  await append('2024-01-21T00:00:00Z');
  const now = new Date('2025-03-15T00:00:00Z');
  expect(await forgetChanges(database, now), 'has changes without a position').toEqual([]);
  await drainSequencer(database);
  await append(new Date().toISOString());
  await drainSequencer(database);

  expect(await forgetChanges(database, new Date('2025-02-28T00:00:00Z')), 'thirteen months are kept').toEqual([]);
  expect(await forgetChanges(database, now)).toEqual(['change_2024_01']);
  expect(await forgetChanges(database, now), 'once').toEqual([]);

  await expect(feed.read({ after: 3, limit: 10 })).rejects.toThrow(CursorExpiredError);
  expect((await feed.read({ after: 4, limit: 10 })).map(({ position }) => position)).toEqual([5]);
  expect(await feed.read({ after: 5, limit: 10 })).toEqual([]);

  const epoch = await feed.epoch();
  const refused = await ask(encodeCursor({ epoch, position: 2 }));
  expect(refused.errors?.[0]?.extensions?.code).toBe('CURSOR_EXPIRED');
  expect(refused.errors?.[0]?.message).toContain('feedCursor');
  const { data } = await ask(null);
  expect(data.changes.nodes).toEqual([{ position: 5, previousPosition: 4 }]);
});
