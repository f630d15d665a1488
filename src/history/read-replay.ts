import type { Sql } from '../db/database.ts';

/** One day of one outcome in a replay. */
export interface ReplayDay {
  /** Calendar day in the account's time zone: `2026-11-23`. */
  readonly day: string;
  readonly customers: number;
  readonly entered: number;
  readonly left: number;
}

/** The days of an outcome on which somebody was there, came or went, in order. */
export const readReplayDays = (sql: Sql, jobId: string, ruleSet: string, outcome: string): Promise<ReplayDay[]> =>
  sql.query<ReplayDay>(
    'replay-days-of',
    `select day::text as day, customers, entered, "left" from replay_day
      where job_id = $1 and rule_set = $2 and outcome = $3 order by day`,
    [jobId, ruleSet, outcome],
  );

/** Somebody entered an outcome, or left it. */
export interface ReplayedMove {
  readonly customerId: string;
  readonly number: number;
  readonly at: number;
  readonly ruleSet: string;
  readonly outcome: string;
  readonly entered: boolean;
}

export type MovePlace = Pick<ReplayedMove, 'at' | 'customerId' | 'number'>;

/** A page of what moved, in the order in which it would have. */
export const readReplayMoves = (
  sql: Sql,
  jobId: string,
  after: MovePlace | undefined,
  limit: number,
): Promise<ReplayedMove[]> =>
  sql.query<ReplayedMove>(
    'replay-moves-of',
    `select customer_id as "customerId", number, (extract(epoch from at) * 1000)::float8 as at, rule_set as "ruleSet",
            outcome, entered
       from replay_move where job_id = $1
        and ($2::float8 is null or (at, customer_id, number) > (to_timestamp($2 / 1000), $3::uuid, $4::int))
      order by at, customer_id, number limit $5`,
    [jobId, after?.at ?? null, after?.customerId ?? null, after?.number ?? null, limit],
  );

/** How long what a replay found is kept after its end. */
const KEPT = '30 days';

/** Forgets what replays found that ended long ago. */
export async function forgetReplays(sql: Sql): Promise<void> {
  for (const table of ['replay_day', 'replay_move'])
    await sql.query(
      `forget-${table}`,
      `delete from ${table} r using job j where j.id = r.job_id and j.ended_at < now() - interval '${KEPT}'`,
    );
}
