import { ROLES, type Viewer } from '../contract/viewer.ts';
import type { Sql } from '../db/database.ts';
import { ConflictError } from '../errors.ts';
import { roles } from './roles.ts';

/** One at a time decides who keeps the account; held until the transaction ends. Before any other lock of access. */
export const lockAccess = (sql: Sql): Promise<unknown> =>
  sql.query('lock-access', 'select 1 from account_secret for update');

/**
 * Refuses, after the deed and in its transaction, that nobody is left with a key who could make another one. Whoever
 * comes otherwise, by a signed token or at the command line, is not shut out by it.
 */
export async function keepReachable(sql: Sql, by: Viewer): Promise<void> {
  if (by.by !== 'key') return;
  const keepers = ROLES.filter((role) => roles[role].scopes.includes('access:write'));
  const [left] = await sql.query(
    'keepers',
    `select 1 from api_key k join client c on c.id = k.client_id
      where k.revoked_at is null and (k.expires_at is null or k.expires_at > now()) and c.disabled_at is null
        and c.segments is null and (c.role = any($1) or 'access:write' = any(c.scopes)) limit 1`,
    [keepers],
  );
  if (!left)
    throw new ConflictError(
      'LAST_ADMIN_KEY',
      'Nobody would be left who could make another key. Make a key for another administrator first; at the command line ' +
        'of the server, "retinue key" can do this too.',
      ['id'],
    );
}
