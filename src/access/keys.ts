import type { Database, Sql } from '../db/database.ts';
import { ConflictError, NotFoundError, ValidationError } from '../errors.ts';
import { type Actor, audit } from './audit.ts';
import { lockClient } from './clients.ts';
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

const COLUMNS = `id, client_id as "clientId", created_at as "createdAt", expires_at as "expiresAt",
  revoked_at as "revokedAt", last_used_at as "lastUsedAt"`;

/** Two may be alive: the old one, and the new one that takes its place. */
const MOST_ALIVE = 2;

/** Makes a key for a client. Its text is in this answer and nowhere else. */
export async function createKey(
  database: Database,
  actor: Actor,
  clientId: string,
  expiresAt: Date | null = null,
): Promise<{ readonly key: ApiKey; readonly text: string }> {
  if (expiresAt && expiresAt.getTime() <= Date.now())
    throw new ValidationError([{ path: ['expiresAt'], code: 'IN_THE_PAST', message: 'A key must end in the future.' }]);
  const { id, text, hash } = makeKey();
  return database.transact(async (sql) => {
    await lockClient(sql, clientId);
    const alive = (await listKeys(sql, [clientId])).filter(isAlive);
    if (alive.length >= MOST_ALIVE)
      throw new ConflictError(
        'TOO_MANY_KEYS',
        `This client has ${MOST_ALIVE} keys already: revoke ${alive.map((key) => key.id).join(' or ')} first.`,
        ['clientId'],
      );
    const [key] = await sql.query<ApiKey>(
      'create-key',
      `insert into api_key (id, client_id, hash, expires_at) values ($1, $2, $3, $4) returning ${COLUMNS}`,
      [id, clientId, hash, expiresAt],
    );
    await audit(sql, actor, { action: 'key.create', target: { type: 'api-key', id }, after: { clientId, expiresAt } });
    return { key: key as ApiKey, text };
  });
}

/** Ends a key; streams that it opened end within half a minute. One that ended already stays as it is. */
export async function revokeKey(database: Database, actor: Actor, id: string): Promise<ApiKey> {
  return database.transact(async (sql) => {
    const [before] = await sql.query<ApiKey>('lock-key', `select ${COLUMNS} from api_key where id = $1 for update`, [
      id,
    ]);
    if (!before) throw new NotFoundError('There is no such key.', ['id']);
    if (before.revokedAt) return before;
    const [key] = await sql.query<ApiKey>(
      'revoke-key',
      `update api_key set revoked_at = now() where id = $1 returning ${COLUMNS}`,
      [id],
    );
    await audit(sql, actor, { action: 'key.revoke', target: { type: 'api-key', id } });
    return key as ApiKey;
  });
}

/** The keys of clients, oldest first, those that ended included. */
export const listKeys = (sql: Sql, clientIds: readonly string[]): Promise<ApiKey[]> =>
  sql.query<ApiKey>('keys', `select ${COLUMNS} from api_key where client_id = any($1) order by created_at, id`, [
    clientIds,
  ]);

export const isAlive = ({ revokedAt, expiresAt }: ApiKey, now: number = Date.now()): boolean =>
  revokedAt === null && (expiresAt === null || expiresAt.getTime() > now);
