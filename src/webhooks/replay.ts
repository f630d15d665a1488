import { audit } from '../access/audit.ts';
import type { Viewer } from '../contract/viewer.ts';
import { ConflictError } from '../errors.ts';
import { type Endpoint, readEndpoints } from './endpoint.ts';
import { lockEndpoint } from './own-endpoint.ts';
import { positionAt, startOf } from './start-of.ts';
import type { Webhooks } from './webhooks.ts';

/** From where: a cursor of the feed, or a time. */
export type ReplayFrom = { readonly cursor: string } | { readonly time: Date };

/**
 * Sends once more what was sent since then, and then goes on as ever. Messages get new ids, so that receivers do not take
 * them for repeats, and those that were on their way before are marked.
 */
export async function replay(webhooks: Webhooks, viewer: Viewer, id: string, from: ReplayFrom): Promise<Endpoint> {
  const { database, feed } = webhooks;
  const start = await feed.start();
  const position =
    'cursor' in from ? ((await startOf(feed, from.cursor)) as number) : await positionAt(database, feed, from.time);
  const endpoint = await database.transact(async (sql) => {
    const before = await lockEndpoint(sql, viewer, id);
    // what was never sent must not be skipped; only what is gone cannot be sent
    if (position > Math.max(before.cursor, start))
      throw new ConflictError(
        'NOT_SENT_YET',
        'What follows was not delivered yet: begin a replay at the endpoint’s own cursor, or before it.',
        ['from'],
      );
    await sql.query(
      'replay-webhook',
      `update webhook_endpoint
          set generation = generation + 1, cursor = $2, previous = $2, in_flight_to = $2, ahead = '{}', waiting = '{}',
              replay_to = greatest(replay_to, cursor, in_flight_to, (select max(a) from unnest(ahead) as a)),
              not_before = null, next_attempt_at = null, lease_token = null, lease_until = null
        where id = $1`,
      [id, position],
    );
    const target = { type: 'webhook-endpoint', id };
    const deed = { before: { position: before.cursor }, after: { position } };
    await audit(sql, viewer, { action: 'webhook-endpoint.replay', target, ...deed });
    return (await readEndpoints(sql, [id]))[0] as Endpoint;
  });
  feed.wake();
  return endpoint;
}
