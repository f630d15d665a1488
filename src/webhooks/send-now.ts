import { randomBytes } from 'node:crypto';
import { audit } from '../access/audit.ts';
import { isUuid } from '../activities/identify.ts';
import type { Viewer } from '../contract/viewer.ts';
import { ConflictError, NotFoundError, OverloadedError } from '../errors.ts';
import type { PlacedChange } from '../feed/change-data.ts';
import { type Attempt, isDelivered } from './attempt.ts';
import { type DeadLetter, readDeadLetter } from './dead-letter.ts';
import type { Endpoint } from './endpoint.ts';
import { type LoggedAttempt, logAttempt } from './log.ts';
import { lockEndpoint } from './own-endpoint.ts';
import type { Rendered } from './render.ts';
import { sendMessage } from './send-message.ts';
import type { Webhooks } from './webhooks.ts';

/** Sends a signed message `webhook.test`, enabled or not, and says what came of it. `shownId`: as the owner sees the id. */
export async function testEndpoint(
  webhooks: Webhooks,
  viewer: Viewer,
  id: string,
  shownId: string,
): Promise<LoggedAttempt> {
  return oneAtATime(webhooks, id, async () => {
    const endpoint = await begin(webhooks, viewer, id, 'webhook-endpoint.test');
    const timestamp = new Date(webhooks.time.now()).toISOString();
    const rendered = { thin: { type: 'webhook.test', timestamp, data: { endpointId: shownId } } };
    return sendNow(webhooks, endpoint, rendered, { replay: false });
  });
}

/** Sends a message that was given up once more, now and once, under a new id and marked as a replay. */
export async function redeliver(
  webhooks: Webhooks,
  viewer: Viewer,
  letterId: string,
): Promise<{ readonly letter: DeadLetter; readonly attempt: LoggedAttempt }> {
  const { database } = webhooks;
  const letter = isUuid(letterId) ? await readDeadLetter(database, letterId) : undefined;
  if (!letter) throw new NotFoundError('There is no dead letter with this id.', ['id']);
  return oneAtATime(webhooks, letter.endpointId, async () => {
    const endpoint = await begin(webhooks, viewer, letter.endpointId, 'webhook-endpoint.redeliver');
    const { change, rendered } = await renderNow(webhooks, endpoint, letter.position);
    const attempt = await sendNow(webhooks, endpoint, rendered, { replay: true, change });
    if (isDelivered(attempt))
      await database.query(
        'dead-letter-delivered',
        'update webhook_dead_letter set delivered_at = clock_timestamp() where id = $1',
        [letterId],
      );
    return { letter: (await readDeadLetter(database, letterId)) ?? letter, attempt };
  });
}

/** Endpoints that one process sends to at the same time because somebody asked for it. */
const MOST_AT_ONCE = 20;
const running = new WeakMap<Webhooks, Set<string>>();

async function oneAtATime<T>(webhooks: Webhooks, id: string, work: () => Promise<T>): Promise<T> {
  const ids = running.get(webhooks) ?? new Set();
  running.set(webhooks, ids);
  if (ids.has(id) || ids.size >= MOST_AT_ONCE)
    throw new OverloadedError('A message that somebody asked for is on its way already; try again when it has ended.');
  ids.add(id);
  try {
    return await work();
  } finally {
    ids.delete(id);
  }
}

/** Says in the audit log what is about to be sent: once it is sent, nothing may keep it from being said. */
const begin = (webhooks: Webhooks, viewer: Viewer, id: string, action: string): Promise<Endpoint> =>
  webhooks.database.transact(async (sql) => {
    const endpoint = await lockEndpoint(sql, viewer, id);
    await audit(sql, viewer, { action, target: { type: 'webhook-endpoint', id } });
    return endpoint;
  });

/** The change at a position, as the owner may see it now. */
async function renderNow(
  webhooks: Webhooks,
  endpoint: Endpoint,
  position: number,
): Promise<{ readonly change: PlacedChange; readonly rendered: Rendered }> {
  const { access, feed } = webhooks;
  const owner = await access.viewerOf(endpoint.clientId);
  if (!owner) throw new ConflictError('NOT_ALLOWED', 'The client of this endpoint is disabled.', ['id']);
  const following = webhooks.follow(owner, endpoint);
  if ('refused' in following) throw new ConflictError('NOT_ALLOWED', following.refused, ['id']);
  const [found] = await feed.read({ after: position - 1, before: position + 1, limit: 1 }, following.filter);
  if (!found) throw new ConflictError('NOT_ALLOWED', 'The endpoint may not get this change any more.', ['id']);
  const change = { ...found, epoch: await feed.epoch(), previousPosition: position - 1 };
  const [rendered] = await following.render([change]);
  return { change, rendered: rendered as Rendered };
}

async function sendNow(
  { database, feed, poster, time }: Webhooks,
  endpoint: Endpoint,
  rendered: Rendered,
  about: Pick<Attempt, 'replay' | 'change'>,
): Promise<LoggedAttempt> {
  const id = `msg_${randomBytes(22).toString('base64url')}`;
  const sender = { poster, time, epoch: await feed.epoch() };
  return logAttempt(database, endpoint.id, await sendMessage(sender, endpoint, rendered, { ...about, id, number: 1 }));
}
