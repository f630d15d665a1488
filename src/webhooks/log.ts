import type { Sql } from '../db/database.ts';
import { type Attempt, attemptValues, insertAttempts } from './attempt.ts';

/** How long attempts are kept, and messages that were given up, in days. */
export const KEPT_DAYS = { attempts: 30, deadLetters: 90 } as const;

/** An attempt as it was kept. */
export interface LoggedAttempt {
  readonly endpointId: string;
  /** Rises with each attempt; as text, for it may be larger than a number is exact. */
  readonly id: string;
  readonly at: number;
  readonly messageId: string;
  readonly type: string;
  readonly customerId: string | null;
  readonly changeSeq: number | null;
  readonly position: number | null;
  readonly number: number;
  readonly replay: boolean;
  readonly status: number | null;
  readonly ms: number;
  readonly error: string | null;
  readonly answer: string | null;
}

const COLUMNS = `a.endpoint_id as "endpointId", a.id, (extract(epoch from a.at) * 1000)::float8 as at, a.message_id as "messageId",
  a.type, a.customer_id as "customerId", a.change_seq as "changeSeq", a.position::float8 as position, a.number, a.replay,
  a.status, a.ms, a.error, a.answer`;

export interface AttemptWindow {
  /** Only those before this one, that is, older ones. */
  readonly before: string | undefined;
  readonly limit: number;
  readonly failed: boolean;
}

/** The attempts of endpoints, newest first; one statement for all endpoints. */
export const readAttempts = (
  sql: Sql,
  endpointIds: readonly string[],
  { before, limit, failed }: AttemptWindow,
): Promise<LoggedAttempt[]> =>
  sql.query<LoggedAttempt>(
    'webhook-attempts',
    `select ${COLUMNS} from unnest($1::uuid[]) as e(id) cross join lateral (
       select * from webhook_attempt a
        where a.endpoint_id = e.id and ($2::bigint is null or a.id < $2)
          and (not $4 or a.status is null or a.status not between 200 and 299)
        order by a.id desc limit $3) a`,
    [endpointIds, before ?? null, limit, failed],
  );

/** Writes down an attempt that was made by itself. */
export async function logAttempt(sql: Sql, endpointId: string, attempt: Attempt): Promise<LoggedAttempt> {
  const [logged] = await sql.query<LoggedAttempt>(
    'log-webhook-attempt',
    `with a as (${insertAttempts(2)} returning *) select ${COLUMNS} from a`,
    [endpointId, ...attemptValues([attempt])],
  );
  return logged as LoggedAttempt;
}

const BATCH = 5000;

/** Forgets attempts and dead letters that are old, a few thousand at a time. Returns how many attempts. */
export async function forgetAttempts(sql: Sql, now: number = Date.now()): Promise<number> {
  const before = (days: number): Date => new Date(now - days * 86_400_000);
  await sql.query('forget-dead-letters', 'delete from webhook_dead_letter where at < $1', [
    before(KEPT_DAYS.deadLetters),
  ]);
  for (let total = 0; ; ) {
    const rows = await sql.query(
      'forget-webhook-attempts',
      // the oldest of each endpoint, of those that are gone as well; an index by time would cost each attempt more
      `with recursive endpoint as (
         (select endpoint_id as id from webhook_attempt order by endpoint_id limit 1)
         union all
         select (select a.endpoint_id from webhook_attempt a where a.endpoint_id > e.id order by a.endpoint_id limit 1)
           from endpoint e where e.id is not null),
       old as (
         select a.endpoint_id, a.id from endpoint e cross join lateral (
           select * from webhook_attempt w where w.endpoint_id = e.id order by w.id limit ${BATCH}) a
          where a.at < $1 limit ${BATCH})
       delete from webhook_attempt a using old where a.endpoint_id = old.endpoint_id and a.id = old.id returning 1`,
      [before(KEPT_DAYS.attempts)],
    );
    total += rows.length;
    if (rows.length < BATCH) return total;
  }
}
