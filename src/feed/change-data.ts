import type { ChangeType } from '../contract/change.ts';
import { encodeCursor } from './cursor.ts';
import type { FeedChange } from './feed.ts';

/** A change and its place in the stream of one reader. */
export interface PlacedChange extends FeedChange {
  readonly epoch: string;
  readonly previousPosition: number;
}

/** How a reader sees ids: opaque, and of customers perhaps a pseudonym. */
export type ShowId = (type: 'Change' | 'Customer' | 'WebhookEndpoint', id: string) => string;

/** A change as the plain body of a message; what JSON Schema says of it is in `messageSchema`. */
export interface ChangeMessage {
  /** Dotted: `segment.entered`. */
  readonly type: string;
  /** When it began to hold, ISO 8601 in UTC. */
  readonly timestamp: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Tells a change with the same names as the API: ids, its places, and what its type says of it. */
export function changeMessage(change: PlacedChange, type: ChangeType, showId: ShowId): ChangeMessage {
  const { customerId, changeSeq, position, previousPosition, epoch } = change;
  const subject = type.subject ?? 'customer';
  const data: Record<string, unknown> = {
    id: showId('Change', `${customerId}:${changeSeq}`),
    cursor: encodeCursor({ epoch, position }),
    position,
    previousPosition,
    changeSeq,
    ...(subject === 'customer'
      ? { customerId: showId('Customer', customerId) }
      : { endpointId: showId('WebhookEndpoint', customerId) }),
    causedBy: change.cause.by,
  };
  for (const part of ['key', 'from', 'to'] as const) {
    const field = type.fields[part];
    if (field) data[field.name] = change[part];
  }
  return { type: change.type, timestamp: change.createdAt.toISOString(), data };
}
