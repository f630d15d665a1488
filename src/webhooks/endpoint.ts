import type { Sql } from '../db/database.ts';
import type { Format } from './message.ts';
import type { Place } from './progress.ts';
import type { Wish } from './render.ts';
import type { Scheme, SigningKey } from './signing-key.ts';

/** Why an endpoint gets no deliveries. */
export const REASONS = {
  BY_HAND: 'Somebody disabled it.',
  GONE: 'It answered 410 Gone.',
  FAILING: 'Nothing got through for three days.',
  POISON: 'One message failed every attempt, while others got through.',
  NOT_ALLOWED: 'Its client may not follow what it asks for any more.',
  CURSOR_EXPIRED: 'What it would go on with is not kept any more.',
} as const;
export type Reason = keyof typeof REASONS;

/** What becomes of a message that every attempt failed for while others got through. */
export type OnPoison = 'block' | 'skip';

/** How far the deliveries of an endpoint have come. Only deliveries write it, and replays. Times are epoch milliseconds. */
export interface Standing extends Place {
  /** Everything up to here was handed out; after a crash, messages up to here may come once more. */
  readonly inFlightTo: number;
  /** `lanes`, or less while the endpoint asks to be spared. */
  readonly lanesNow: number;
  /** In a row, whatever the messages. */
  readonly failures: number;
  readonly failingSince: number | null;
  /** Nothing is sent before. */
  readonly notBefore: number | null;
  /** When the next message that failed is due. */
  readonly nextAttemptAt: number | null;
  readonly lastDeliveredAt: number | null;
}

/** An endpoint of a client, and how far its deliveries have come. Times are epoch milliseconds. */
export interface Endpoint extends Wish, Standing {
  readonly id: string;
  readonly clientId: string;
  readonly url: string;
  readonly description: string;
  readonly format: Format;
  readonly onPoison: OnPoison;
  /** Most messages on their way at once; with 1 the whole feed is in order, with more the changes of each customer. */
  readonly lanes: number;
  readonly scheme: Scheme;
  readonly secret: Buffer;
  readonly oldScheme: Scheme | null;
  readonly oldSecret: Buffer | null;
  readonly oldSecretUntil: number | null;
  /** Rises with every edit of its owner. */
  readonly version: number;
  readonly createdAt: number;
  readonly disabledAt: number | null;
  readonly disabledReason: Reason | null;
  readonly disabledMessage: string | null;
  /** Rises with each replay; part of the ids of messages. */
  readonly generation: number;
  /** Messages up to this position were on their way before the last replay. */
  readonly replayTo: number;
  /** Position of the newest change of the feed. */
  readonly head: number;
}

const ms = (column: string, name: string): string => `(extract(epoch from e.${column}) * 1000)::float8 as "${name}"`;
const number = (column: string, name: string = column): string => `e.${column}::float8 as "${name}"`;

/** The columns of an endpoint, from `webhook_endpoint e`. */
export const ENDPOINT_COLUMNS = [
  'e.id, e.client_id as "clientId", e.url, e.description, e.types, e.segments, e.document, e.format',
  'e.on_poison as "onPoison", e.lanes, e.scheme, e.secret, e.old_scheme as "oldScheme", e.old_secret as "oldSecret"',
  'e.version, e.disabled_reason as "disabledReason", e.disabled_message as "disabledMessage", e.generation',
  number('replay_to', 'replayTo'),
  number('cursor'),
  number('previous'),
  number('in_flight_to', 'inFlightTo'),
  'e.ahead::float8[] as ahead, e.waiting, e.lanes_now as "lanesNow", e.failures',
  ms('old_secret_until', 'oldSecretUntil'),
  ms('created_at', 'createdAt'),
  ms('disabled_at', 'disabledAt'),
  ms('failing_since', 'failingSince'),
  ms('not_before', 'notBefore'),
  ms('next_attempt_at', 'nextAttemptAt'),
  ms('last_delivered_at', 'lastDeliveredAt'),
  '(select position from feed_head)::float8 as head',
].join(', ');

/** Endpoints by their ids. */
export const readEndpoints = (sql: Sql, ids: readonly string[]): Promise<Endpoint[]> =>
  sql.query<Endpoint>(
    'webhook-endpoints',
    `select ${ENDPOINT_COLUMNS} from webhook_endpoint e where e.id = any($1::uuid[])`,
    [ids],
  );

/** The keys by which a message is signed at `now`: the newest, and for a day the one before it. */
export function keysOf(endpoint: Endpoint, now: number): SigningKey[] {
  const { scheme, secret, oldScheme, oldSecret, oldSecretUntil } = endpoint;
  const keys: SigningKey[] = [{ scheme, secret }];
  if (oldScheme && oldSecret && oldSecretUntil !== null && oldSecretUntil > now)
    keys.push({ scheme: oldScheme, secret: oldSecret });
  return keys;
}
