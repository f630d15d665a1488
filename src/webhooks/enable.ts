import type { Viewer } from '../contract/viewer.ts';
import { ConflictError } from '../errors.ts';
import { CursorExpiredError } from '../feed/cursor.ts';
import { type Endpoint, readEndpoints } from './endpoint.ts';
import { lockEndpoint, noSuchClient, readEndpoint } from './own-endpoint.ts';
import { disable, enable } from './switch.ts';
import type { Webhooks } from './webhooks.ts';

/** Lets deliveries go on where they stopped. One that is enabled stays as it is. */
export async function enableEndpoint(webhooks: Webhooks, viewer: Viewer, id: string): Promise<Endpoint> {
  const { clientId } = await readEndpoint(webhooks.database, viewer, id);
  const owner = await webhooks.access.viewerOf(clientId);
  if (!owner) throw noSuchClient();
  const start = await webhooks.feed.start();
  const endpoint = await webhooks.database.transact(async (sql) => {
    const before = await lockEndpoint(sql, viewer, id);
    if (before.disabledAt === null) return before;
    const following = webhooks.follow(owner, before);
    if ('refused' in following) throw new ConflictError('NOT_ALLOWED', following.refused, ['id']);
    if (before.cursor < start) throw new CursorExpiredError();
    await enable(sql, viewer, id);
    return (await readEndpoints(sql, [id]))[0] as Endpoint;
  });
  webhooks.feed.wake();
  return endpoint;
}

/** Stops deliveries; nothing is lost. One that is disabled stays as it is. */
export async function disableEndpoint(webhooks: Webhooks, viewer: Viewer, id: string): Promise<Endpoint> {
  const endpoint = await webhooks.database.transact(async (sql) => {
    await lockEndpoint(sql, viewer, id);
    await disable(sql, viewer, id, 'BY_HAND', `By ${viewer.name}.`);
    return (await readEndpoints(sql, [id]))[0] as Endpoint;
  });
  webhooks.feed.wake();
  return endpoint;
}
