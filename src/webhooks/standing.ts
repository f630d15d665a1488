import { literal } from '../db/arrays.ts';
import type { Sql } from '../db/database.ts';
import { type Attempt, attemptValues, insertAttempts } from './attempt.ts';
import { ENDPOINT_COLUMNS, type Endpoint, type Standing } from './endpoint.ts';

/** An endpoint in the hands of a process. */
export interface Lease {
  readonly endpointId: string;
  readonly token: string;
}

/**
 * Writes how far deliveries have come, with the attempts that were made, if the endpoint is still ours; then it stays ours
 * until `until` (epoch milliseconds), or is free when that is null. Returns the endpoint as it is now, or undefined when
 * another process has it, a replay began or it was deleted: the attempts are kept all the same, for they were made.
 */
export async function writeStanding(
  sql: Sql,
  { endpointId, token }: Lease,
  standing: Standing,
  attempts: readonly Attempt[],
  until: number | null,
): Promise<Endpoint | undefined> {
  const [endpoint] = await sql.query<Endpoint>(
    'webhook-standing',
    `with saved as (
       update webhook_endpoint e
          set cursor = $3, previous = $4, in_flight_to = $5, ahead = $6::bigint[], waiting = $7::jsonb, lanes_now = $8,
              failures = $9, failing_since = to_timestamp($10::float8 / 1000.0),
              not_before = to_timestamp($11::float8 / 1000.0), next_attempt_at = to_timestamp($12::float8 / 1000.0),
              last_delivered_at = to_timestamp($13::float8 / 1000.0), lease_until = to_timestamp($14::float8 / 1000.0),
              lease_token = case when $14::float8 is null then null else e.lease_token end
        where e.id = $1 and e.lease_token = $2
       returning ${ENDPOINT_COLUMNS}
     ), logged as (${insertAttempts(15)})
     select * from saved`,
    [
      endpointId,
      token,
      standing.cursor,
      standing.previous,
      standing.inFlightTo,
      literal(standing.ahead),
      JSON.stringify(standing.waiting),
      standing.lanesNow,
      standing.failures,
      standing.failingSince,
      standing.notBefore,
      standing.nextAttemptAt,
      standing.lastDeliveredAt,
      until,
      ...attemptValues(attempts),
    ],
  );
  return endpoint;
}

/** The part of an endpoint that deliveries write. */
export const standingOf = (endpoint: Endpoint): Standing => {
  const { cursor, previous, ahead, waiting, inFlightTo, lanesNow, failures } = endpoint;
  const { failingSince, notBefore, nextAttemptAt, lastDeliveredAt } = endpoint;
  return {
    cursor,
    previous,
    ahead,
    waiting,
    inFlightTo,
    lanesNow,
    failures,
    failingSince,
    notBefore,
    nextAttemptAt,
    lastDeliveredAt,
  };
};
