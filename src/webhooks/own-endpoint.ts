import { checkGrant } from '../access/check-grant.ts';
import { lockClient } from '../access/clients.ts';
import { isUuid } from '../activities/identify.ts';
import { may, type Viewer } from '../contract/viewer.ts';
import type { Sql } from '../db/database.ts';
import { NotFoundError, ValidationError } from '../errors.ts';
import { ENDPOINT_COLUMNS, type Endpoint } from './endpoint.ts';

/** The clients whose endpoints a viewer keeps: null for all, with `access:write`; otherwise its own. */
export const keepsFor = (viewer: Viewer): readonly string[] | null =>
  may(viewer, 'access:write') ? null : viewer.clientId === null ? [] : [viewer.clientId];

/** The client for which a viewer creates something: itself, unless it names another one. */
export function clientFor(viewer: Viewer, named: string | null | undefined): string {
  const clientId = named ?? viewer.clientId;
  if (clientId === null)
    throw new ValidationError([
      { path: ['clientId'], code: 'REQUIRED', message: 'Endpoints belong to clients: say for which one this is.' },
    ]);
  const own = keepsFor(viewer);
  if (!isUuid(clientId) || (own && !own.includes(clientId))) throw noSuchClient();
  return clientId;
}

/** Locks a client for which a viewer does something. It must not have more rights than the viewer, unless it is itself. */
export async function lockOwner(sql: Sql, viewer: Viewer, clientId: string): Promise<void> {
  const client = await lockClient(sql, clientId);
  if (clientId !== viewer.clientId) checkGrant(viewer, client);
}

/** Locks an endpoint that a viewer keeps, with its owner; to others it is as if there were none. */
export async function lockEndpoint(sql: Sql, viewer: Viewer, id: string): Promise<Endpoint> {
  const endpoint = await readEndpoint(sql, viewer, id);
  await lockOwner(sql, viewer, endpoint.clientId);
  const [locked] = await sql.query<Endpoint>(
    'lock-webhook',
    `select ${ENDPOINT_COLUMNS} from webhook_endpoint e where e.id = $1 for update`,
    [id],
  );
  if (!locked) throw noSuchEndpoint();
  return locked;
}

/** An endpoint that a viewer keeps. */
export async function readEndpoint(sql: Sql, viewer: Viewer, id: string): Promise<Endpoint> {
  const [endpoint] = isUuid(id)
    ? await sql.query<Endpoint>(
        'own-webhook',
        `select ${ENDPOINT_COLUMNS} from webhook_endpoint e
          where e.id = $1 and ($2::uuid[] is null or e.client_id = any($2))`,
        [id, keepsFor(viewer)],
      )
    : [];
  if (!endpoint) throw noSuchEndpoint();
  return endpoint;
}

export const noSuchClient = (): NotFoundError => new NotFoundError('There is no such client.', ['clientId']);
const noSuchEndpoint = (): NotFoundError => new NotFoundError('There is no webhook endpoint with this id.', ['id']);
