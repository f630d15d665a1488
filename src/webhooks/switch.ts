import { type Actor, audit } from '../access/audit.ts';
import type { Sql } from '../db/database.ts';
import { WebhookDisabled, WebhookEnabled } from './changes.ts';
import type { Reason } from './endpoint.ts';

/**
 * Stops deliveries to an endpoint; everything stays where it is. In the transaction of what led to it, with the change
 * that tells the owner. Returns false when it was disabled already.
 */
export async function disable(sql: Sql, actor: Actor, id: string, reason: Reason, message: string): Promise<boolean> {
  const [switched] = await sql.query<Switched>(
    'disable-webhook',
    `update webhook_endpoint
        set disabled_at = clock_timestamp(), disabled_reason = $2, disabled_message = $3, change_seq = change_seq + 1
      where id = $1 and disabled_at is null returning client_id as "clientId", change_seq as "changeSeq"`,
    [id, reason, message.slice(0, 1000)],
  );
  if (!switched) return false;
  await tell(sql, id, switched, WebhookDisabled.type, reason);
  const target = { type: 'webhook-endpoint', id };
  await audit(sql, actor, { action: 'webhook-endpoint.disable', target, after: { reason } });
  return true;
}

/** Lets deliveries go on where they stopped, at once and with a clean slate. Returns false when it was not disabled. */
export async function enable(sql: Sql, actor: Actor, id: string): Promise<boolean> {
  const [switched] = await sql.query<Switched>(
    'enable-webhook',
    `update webhook_endpoint
        set disabled_at = null, disabled_reason = null, disabled_message = null, change_seq = change_seq + 1,
            failures = 0, failing_since = null, not_before = null, next_attempt_at = null, waiting = '{}',
            lanes_now = lanes, in_flight_to = cursor
      where id = $1 and disabled_at is not null returning client_id as "clientId", change_seq as "changeSeq"`,
    [id],
  );
  if (!switched) return false;
  await tell(sql, id, switched, WebhookEnabled.type, '');
  await audit(sql, actor, { action: 'webhook-endpoint.enable', target: { type: 'webhook-endpoint', id } });
  return true;
}

interface Switched {
  readonly clientId: string;
  readonly changeSeq: number;
}

/** Appends a change about an endpoint, which its owner alone is told. */
async function tell(sql: Sql, id: string, { clientId, changeSeq }: Switched, type: string, key: string): Promise<void> {
  await sql.query(
    'tell-webhook',
    `insert into change (customer_id, change_seq, type, client_id, key, cause) values ($1, $2, $3, $4, $5, $6)`,
    [id, changeSeq, type, clientId, key, JSON.stringify({ by: 'delivery' })],
  );
}
