import { randomUUID } from 'node:crypto';
import type { Sql } from '../db/database.ts';
import { ENDPOINT_COLUMNS, type Endpoint } from './endpoint.ts';

/** How long an endpoint is ours without a further word, in milliseconds: longer than a round of deliveries can last. */
export const LEASE = 30_000;

/** Endpoints that are ours to deliver to. */
export interface Claim {
  readonly token: string;
  readonly endpoints: readonly Endpoint[];
  /** What the database's clock says, in epoch milliseconds; undefined when nothing was claimed. */
  readonly now: number | undefined;
}

export interface ClaimOptions {
  readonly limit: number;
  /** Those whose last attempt failed, or the others. */
  readonly failing: boolean;
  /** No endpoint is claimed more often than this, in milliseconds. */
  readonly pace: number;
  /** An instant in place of the database's, for tests. */
  readonly now?: number | undefined;
}

/**
 * Takes endpoints that have something to deliver, those first that waited longest. Who holds one is written down with a
 * time limit, so no transaction is open while messages are sent, and one that a process died with comes free by itself.
 */
export async function claim(sql: Sql, { limit, failing, pace, now }: ClaimOptions): Promise<Claim> {
  const token = randomUUID();
  const rows = await sql.query<Endpoint & { now: number }>(
    'claim-webhooks',
    `with clock as (select coalesce(to_timestamp($3::float8 / 1000.0), clock_timestamp()) as now), due as (
       select e.id from webhook_endpoint e join client c on c.id = e.client_id, clock, feed_head f
        where e.disabled_at is null and c.disabled_at is null and (e.failures > 0) = $4
          and (e.not_before is null or e.not_before <= clock.now)
          and (e.claimed_at is null or e.claimed_at <= clock.now - $5 * interval '1 ms')
          and case when e.lease_token is not null then e.lease_until < clock.now
                   else e.in_flight_to < f.position or e.next_attempt_at <= clock.now end
        order by e.claimed_at nulls first, e.id limit $2 for update of e skip locked)
     update webhook_endpoint e
        set lease_token = $1, lease_until = clock.now + ${LEASE} * interval '1 ms', claimed_at = clock.now
       from due, clock where e.id = due.id
     returning ${ENDPOINT_COLUMNS}, (extract(epoch from clock.now) * 1000)::float8 as now`,
    [token, limit, now ?? null, failing, pace],
  );
  return { token, endpoints: rows, now: rows[0]?.now };
}
