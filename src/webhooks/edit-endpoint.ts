import { hash, randomUUID } from 'node:crypto';
import { audit } from '../access/audit.ts';
import { uuidOf } from '../activities/identify.ts';
import type { Viewer } from '../contract/viewer.ts';
import type { Sql } from '../db/database.ts';
import { ConflictError, ValidationError } from '../errors.ts';
import { checkEndpoint, type EndpointInput } from './check-endpoint.ts';
import { type Endpoint, readEndpoints } from './endpoint.ts';
import { clientFor, lockEndpoint, lockOwner, noSuchClient, readEndpoint } from './own-endpoint.ts';
import { makeSigningKey, type Scheme, shownSecret } from './signing-key.ts';
import { startOf } from './start-of.ts';
import type { Webhooks } from './webhooks.ts';

export interface CreateEndpoint extends EndpointInput {
  /** For whom; null: for the client that asks. */
  readonly clientId?: string | null | undefined;
  readonly scheme: Scheme;
  /** Cursor to begin after; null: with what is new from now on. */
  readonly after?: string | null | undefined;
  /** Idempotency key: the same key again answers with the same endpoint. */
  readonly key?: string | null | undefined;
}

/** An endpoint, and what its owner verifies by; null when that was shown before, or is a public key. */
export interface WithSecret {
  readonly endpoint: Endpoint;
  readonly secret: string | null;
}

const MOST_ENDPOINTS = 50;
const LONGEST_KEY = 200;

/** Creates an endpoint that gets what its client may follow from now on, or from a cursor on. */
export async function createEndpoint(webhooks: Webhooks, viewer: Viewer, input: CreateEndpoint): Promise<WithSecret> {
  const { database } = webhooks;
  const { key, after, scheme, clientId: named, ...wish } = input;
  if (typeof key === 'string' && (key.length < 1 || key.length > LONGEST_KEY || key.includes('\0')))
    throw new ValidationError([
      { path: ['key'], code: 'BAD_LENGTH', message: `A key has 1 to ${LONGEST_KEY} characters.` },
    ]);
  const clientId = clientFor(viewer, named);
  const owner = await webhooks.access.viewerOf(clientId);
  if (!owner) throw noSuchClient();
  const following = await checkEndpoint(webhooks, owner, wish);
  const start = await startOf(webhooks.feed, after ?? following.after);
  const id = typeof key === 'string' ? uuidOf(`webhook-endpoint\0${clientId}\0${key}`) : randomUUID();
  const asked = hash('sha256', JSON.stringify([wish, scheme, after ?? null]), 'buffer');
  const signing = makeSigningKey(scheme);
  return database.transact(async (sql) => {
    await lockOwner(sql, viewer, clientId);
    const [before] = await readEndpoints(sql, [id]);
    if (before) {
      await checkSame(sql, id, asked);
      return { endpoint: before, secret: null };
    }
    await checkRoom(sql, clientId);
    await sql.query(
      'create-webhook',
      `insert into webhook_endpoint
         (id, client_id, url, description, types, segments, document, format, on_poison, lanes, lanes_now, scheme, secret,
          asked_for, cursor, previous, in_flight_to)
       select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11, $12, $13, start, start, start
         from (select coalesce($14::bigint, (select position from feed_head)) as start) s`,
      [id, clientId, ...columnsOf(wish), scheme, signing.secret, asked, start ?? null],
    );
    const target = { type: 'webhook-endpoint', id };
    await audit(sql, viewer, { action: 'webhook-endpoint.create', target, after: { clientId, scheme, ...told(wish) } });
    const [endpoint] = await readEndpoints(sql, [id]);
    return { endpoint: endpoint as Endpoint, secret: shownSecret(signing) };
  });
}

/** Edits an endpoint; what is left out stays. Deliveries go on from where they are, by the new words. */
export async function updateEndpoint(
  webhooks: Webhooks,
  viewer: Viewer,
  id: string,
  expectedVersion: number,
  edits: Partial<EndpointInput>,
): Promise<Endpoint> {
  const seen = await readEndpoint(webhooks.database, viewer, id);
  if (seen.version !== expectedVersion) throw edited(seen);
  const owner = await webhooks.access.viewerOf(seen.clientId);
  if (!owner) throw noSuchClient();
  const wish = { ...wordsOf(seen), ...edits };
  await checkEndpoint(webhooks, owner, wish);
  return webhooks.database.transact(async (sql) => {
    const before = await lockEndpoint(sql, viewer, id);
    if (before.version !== expectedVersion) throw edited(before);
    await sql.query(
      'update-webhook',
      `update webhook_endpoint
          set url = $2, description = $3, types = $4, segments = $5, document = $6, format = $7, on_poison = $8, lanes = $9,
              lanes_now = least(lanes_now, $9), version = version + 1
        where id = $1`,
      [id, ...columnsOf(wish)],
    );
    const target = { type: 'webhook-endpoint', id };
    const deed = { action: 'webhook-endpoint.update', target, before: told(wordsOf(before)), after: told(wish) };
    await audit(sql, viewer, deed);
    const [endpoint] = await readEndpoints(sql, [id]);
    return endpoint as Endpoint;
  });
}

/** Deletes an endpoint with its dead letters; what was attempted stays in the log until it is old. */
export async function deleteEndpoint(webhooks: Webhooks, viewer: Viewer, id: string): Promise<void> {
  await webhooks.database.transact(async (sql) => {
    const endpoint = await lockEndpoint(sql, viewer, id);
    await sql.query('delete-webhook', 'delete from webhook_endpoint where id = $1', [id]);
    const target = { type: 'webhook-endpoint', id };
    await audit(sql, viewer, { action: 'webhook-endpoint.delete', target, before: told(wordsOf(endpoint)) });
  });
}

const wordsOf = ({
  url,
  description,
  types,
  segments,
  document,
  format,
  onPoison,
  lanes,
}: Endpoint): EndpointInput => ({
  url,
  description,
  types,
  segments,
  document,
  format,
  onPoison,
  lanes,
});

const columnsOf = ({ url, description, types, segments, document, format, onPoison, lanes }: EndpointInput) => [
  url,
  description,
  types,
  segments,
  document && JSON.stringify(document),
  format,
  onPoison,
  lanes,
];

/** As it stands in the audit log: what follows a `?` in a URL is often a password. */
const told = (input: EndpointInput): object => ({ ...input, url: input.url.replace(/[?#].*$/s, '') });

const edited = ({ version }: Endpoint): ConflictError =>
  new ConflictError('VERSION_CONFLICT', `Somebody edited this endpoint; it is at version ${version} now.`, [
    'expectedVersion',
  ]);

async function checkSame(sql: Sql, id: string, asked: Buffer): Promise<void> {
  const [same] = await sql.query('same-webhook', 'select 1 from webhook_endpoint where id = $1 and asked_for = $2', [
    id,
    asked,
  ]);
  if (!same)
    throw new ConflictError('IDEMPOTENCY_CONFLICT', 'This key was used before for another endpoint; use a new key.', [
      'key',
    ]);
}

async function checkRoom(sql: Sql, clientId: string): Promise<void> {
  const [row] = await sql.query<{ count: number }>(
    'count-webhooks',
    'select count(*)::int as count from webhook_endpoint where client_id = $1',
    [clientId],
  );
  if ((row?.count ?? 0) >= MOST_ENDPOINTS)
    throw new ConflictError(
      'TOO_MANY_ENDPOINTS',
      `A client has at most ${MOST_ENDPOINTS} endpoints; delete one first.`,
    );
}
