import type { Viewer } from '../contract/viewer.ts';
import type { Database, Sql } from '../db/database.ts';
import { ConflictError, NotFoundError, ValidationError } from '../errors.ts';
import { audit } from './audit.ts';
import { checkGrant } from './check-grant.ts';
import { lockClient } from './clients.ts';
import { keepReachable, lockAccess } from './keep-reachable.ts';
import { makeKey } from './key-text.ts';

/** What can be known of a key afterwards; its text is shown once, when it is made. */
export interface ApiKey {
  readonly id: string;
  readonly clientId: string;
  readonly createdAt: Date;
  /** Null: never. */
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  /** To the minute. */
  readonly lastUsedAt: Date | null;
}

/** A key with the text that opens the API. */
export interface NewKey {
  readonly key: ApiKey;
  readonly text: string;
}

const epoch = (column: string): string => `(extract(epoch from ${column}) * 1000)::float8`;

/** What {@link toKey} is made of; instants as epoch milliseconds. */
export const KEY_COLUMNS = `id, client_id as "clientId", ${epoch('created_at')} as "createdAt",
  ${epoch('expires_at')} as "expiresAt", ${epoch('revoked_at')} as "revokedAt", ${epoch('last_used_at')} as "lastUsedAt"`;

export interface KeyRow {
  readonly id: string;
  readonly clientId: string;
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly revokedAt: number | null;
  readonly lastUsedAt: number | null;
}

const instant = (at: number | null): Date | null => (at === null ? null : new Date(at));

export const toKey = ({ id, clientId, createdAt, expiresAt, revokedAt, lastUsedAt }: KeyRow): ApiKey => ({
  id,
  clientId,
  createdAt: new Date(createdAt),
  expiresAt: instant(expiresAt),
  revokedAt: instant(revokedAt),
  lastUsedAt: instant(lastUsedAt),
});

/** Two may be alive: the old one, and the new one that takes its place. */
const MOST_ALIVE = 2;
const LONGEST_LIFE = 3650 * 86_400_000;

/** Makes a key for a client. Its text is in this answer and nowhere else. */
export const createKey = (
  database: Database,
  by: Viewer,
  clientId: string,
  expiresAt: Date | null = null,
): Promise<NewKey> => database.transact((sql) => insertKey(sql, by, clientId, expiresAt));

/** The same, in a transaction of the caller. */
export async function insertKey(sql: Sql, by: Viewer, clientId: string, expiresAt: Date | null): Promise<NewKey> {
  checkExpiry(expiresAt);
  checkGrant(by, await lockClient(sql, clientId));
  const alive = await keysAlive(sql, clientId);
  if (alive.length >= MOST_ALIVE)
    throw new ConflictError(
      'TOO_MANY_KEYS',
      `This client has ${MOST_ALIVE} keys already: revoke ${alive.map(({ id }) => `rtn_${id}_…`).join(' or ')} first.`,
      ['clientId'],
    );
  const { id, text, hash } = makeKey();
  const [row] = await sql.query<KeyRow>(
    'create-key',
    `insert into api_key (id, client_id, hash, expires_at) values ($1, $2, $3, $4) returning ${KEY_COLUMNS}`,
    [id, clientId, hash, expiresAt],
  );
  await audit(sql, by, { action: 'key.create', target: { type: 'api-key', id }, after: { clientId, expiresAt } });
  return { key: toKey(row as KeyRow), text };
}

/** Ends a key; streams that it opened end within half a minute. One that was revoked already stays as it is. */
export const revokeKey = (database: Database, by: Viewer, id: string): Promise<ApiKey> =>
  database.transact(async (sql) => {
    await lockAccess(sql);
    const [row] = await sql.query<KeyRow>('lock-key', `select ${KEY_COLUMNS} from api_key where id = $1 for update`, [
      id,
    ]);
    if (!row) throw new NotFoundError('There is no such key.', ['id']);
    const before = toKey(row);
    checkGrant(by, await lockClient(sql, before.clientId));
    const key = before.revokedAt ? before : await endKey(sql, by, before);
    await keepReachable(sql, by);
    return key;
  });

/** Makes a key for a client in place of its older ones: only the newest of them goes on living beside it. */
export async function rotateKeys(sql: Sql, by: Viewer, clientId: string, expiresAt: Date): Promise<NewKey> {
  await lockClient(sql, clientId);
  const alive = await keysAlive(sql, clientId);
  for (const key of alive.slice(0, -1)) await endKey(sql, by, key);
  return insertKey(sql, by, clientId, expiresAt);
}

async function endKey(sql: Sql, by: Viewer, { id, clientId, expiresAt }: ApiKey): Promise<ApiKey> {
  const [row] = await sql.query<KeyRow>(
    'revoke-key',
    `update api_key set revoked_at = now() where id = $1 returning ${KEY_COLUMNS}`,
    [id],
  );
  await audit(sql, by, {
    action: 'key.revoke',
    target: { type: 'api-key', id },
    before: { clientId, expiresAt },
  });
  return toKey(row as KeyRow);
}

/** Those of a client that open the API, the oldest first. */
async function keysAlive(sql: Sql, clientId: string): Promise<ApiKey[]> {
  const rows = await sql.query<KeyRow>(
    'keys-alive',
    `select ${KEY_COLUMNS} from api_key where client_id = $1 and revoked_at is null
        and (expires_at is null or expires_at > now()) order by api_key.created_at, id`,
    [clientId],
  );
  return rows.map(toKey);
}

function checkExpiry(expiresAt: Date | null): void {
  if (!expiresAt) return;
  const left = expiresAt.getTime() - Date.now();
  if (left > 0 && left <= LONGEST_LIFE) return;
  const message = 'A key ends in the future, and within ten years; leave it out for one that never ends.';
  throw new ValidationError([{ path: ['expiresAt'], code: left > 0 ? 'TOO_FAR' : 'IN_THE_PAST', message }]);
}
