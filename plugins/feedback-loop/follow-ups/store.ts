import type { RoadTransaction } from '#contract';
import type { Said, Waiting } from './follow-up.ts';

type Ask = Pick<RoadTransaction, 'query'>;

/** The wishes of customers that wait; one statement. */
export const readWaiting = (sql: Ask, customerIds: readonly string[]): Promise<Waiting[]> =>
  sql.query<Waiting>(
    'feedback-waiting',
    `select w.customer_id as "customerId", w.rule_set as "ruleSet", w.rule, w.ask, w.activity_id as "activityId",
            w.said_at as "saidAt", w.reason, w.next_at as "nextAt", w.until
       from unnest($1::uuid[]) as v(of_id) cross join lateral (
         select * from feedback_loop_waiting t where t.customer_id = v.of_id offset 0) w order by w.said_at, w.rule_set`,
    [customerIds],
  );

/** What waits from now on, and what does no more; no statement when nothing is different. */
export async function writeWaiting(sql: Ask, put: readonly Waiting[], over: readonly Waiting[]): Promise<void> {
  if (over.length > 0)
    await sql.query(
      'feedback-drop-waiting',
      `delete from feedback_loop_waiting w using unnest($1::uuid[], $2::text[]) as v(customer_id, rule_set)
        where w.customer_id = v.customer_id and w.rule_set = v.rule_set`,
      [over.map(({ customerId }) => customerId), over.map(({ ruleSet }) => ruleSet)],
    );
  if (put.length === 0) return;
  const of = <T>(pick: (one: Waiting) => T): T[] => put.map(pick);
  await sql.query(
    'feedback-write-waiting',
    `insert into feedback_loop_waiting (customer_id, rule_set, rule, ask, activity_id, said_at, reason, next_at, until)
     select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::uuid[], $6::float8[], $7::text[],
                          $8::float8[], $9::float8[])
     on conflict (customer_id, rule_set) do update
        set rule = excluded.rule, ask = excluded.ask, activity_id = excluded.activity_id, said_at = excluded.said_at,
            reason = excluded.reason, next_at = excluded.next_at, until = excluded.until`,
    [
      of((one) => one.customerId),
      of((one) => one.ruleSet),
      of((one) => one.rule),
      of((one) => one.ask),
      of((one) => one.activityId),
      of((one) => one.saidAt),
      of((one) => one.reason),
      of((one) => one.nextAt),
      of((one) => one.until),
    ],
  );
}

/** What customers said for which something waits, by id; answers that they took back by others are left out. */
export async function readSaid(sql: Ask, waiting: readonly Waiting[]): Promise<ReadonlyMap<string, Said>> {
  if (waiting.length === 0) return new Map();
  const rows = await sql.query<Said>(
    'feedback-said',
    `select a.id, a.kind, a.payload, (extract(epoch from a.occurred_at) * 1000)::float8 as "occurredAt"
       from unnest($1::uuid[], $2::uuid[], $3::float8[]) as v(customer_id, id, at)
       join activity a on a.customer_id = v.customer_id and a.id = v.id and a.occurred_at = to_timestamp(v.at / 1000)
      where not exists (
        select 1 from activity b
         where b.customer_id = a.customer_id and b.kind = a.kind and b.occurred_at >= a.occurred_at and b.seq > a.seq
           and b.payload ->> 'survey' = a.payload ->> 'survey' and b.payload ->> 'response' = a.payload ->> 'response'
           and b.payload ->> 'question' = a.payload ->> 'question')`,
    [
      waiting.map(({ customerId }) => customerId),
      waiting.map(({ activityId }) => activityId),
      waiting.map(({ saidAt }) => saidAt),
    ],
  );
  return new Map(rows.map((row) => [row.id, row]));
}
