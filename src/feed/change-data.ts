import type { ChangeType } from '../contract/change.ts';
import { encodeCursor } from './cursor.ts';
import type { FeedChange } from './feed.ts';

/** A change and its place in the stream of one reader. */
export interface PlacedChange extends FeedChange {
  readonly epoch: string;
  readonly previousPosition: number;
}

/** How a reader sees ids: opaque, and of customers perhaps a pseudonym. */
export type ShowId = (type: 'Change' | Subject['node'], id: string) => string;

interface Subject {
  /** Name of its type in the API. */
  readonly node: 'Customer' | 'WebhookEndpoint' | 'RuleSet';
  /** The field of a message with its id, and what that is. */
  readonly field: string;
  readonly about: string;
}

/** What changes are about. */
export const SUBJECTS: Readonly<Record<NonNullable<ChangeType['subject']>, Subject>> = {
  customer: { node: 'Customer', field: 'customerId', about: 'Opaque id of the customer, as you see it.' },
  'webhook-endpoint': { node: 'WebhookEndpoint', field: 'endpointId', about: 'Opaque id of the webhook endpoint.' },
  'rule-set': { node: 'RuleSet', field: 'ruleSetId', about: 'Opaque id of the rule set.' },
};

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
  const subject = SUBJECTS[type.subject ?? 'customer'];
  const data: Record<string, unknown> = {
    id: showId('Change', `${customerId}:${changeSeq}`),
    cursor: encodeCursor({ epoch, position }),
    position,
    previousPosition,
    changeSeq,
    [subject.field]: showId(subject.node, customerId),
    causedBy: change.cause.by,
  };
  for (const part of ['key', 'from', 'to'] as const) {
    const field = type.fields[part];
    if (field) data[field.name] = change[part];
  }
  for (const name of Object.keys(type.details ?? {})) data[name] = change.details?.[name] ?? null;
  return { type: change.type, timestamp: change.createdAt.toISOString(), data };
}
