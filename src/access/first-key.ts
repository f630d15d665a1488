import type { Database } from '../db/database.ts';
import { insertClient } from './clients.ts';
import { lockAccess } from './keep-reachable.ts';
import { insertKey } from './keys.ts';
import { operator } from './viewer.ts';

/**
 * Makes an administrator with a key, when there is no client yet; gives the text of the key this once. Of several
 * processes that start together one makes it. Undefined: there are clients already.
 */
export const makeFirstKey = (database: Database): Promise<string | undefined> =>
  database.transact(async (sql) => {
    await lockAccess(sql);
    const known = await sql.query('any-client', 'select 1 from client limit 1');
    if (known.length > 0) return undefined;
    const { id } = await insertClient(sql, operator, { name: 'admin', role: 'admin' });
    return (await insertKey(sql, operator, id, null)).text;
  });

/** Whether nobody can ask anything yet. */
export async function isUnclaimed(database: Database): Promise<boolean> {
  return (await database.query('any-client', 'select 1 from client limit 1')).length === 0;
}
