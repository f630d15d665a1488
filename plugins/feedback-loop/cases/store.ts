import type { RoadTransaction } from '#contract';
import type { Case } from './case.ts';

type Ask = Pick<RoadTransaction, 'query'>;

export const CASE_COLUMNS = `k.customer_id as "customerId", k.id, k.rule_set as "ruleSet", k.rule, k.activity_id as "activityId",
  k.state, k.state_at as "stateAt", k.priority, k.owner, k.theme, k.opened_at as "openedAt", k.due_at as "dueAt", k.escalated,
  k.voices`;

/** The open cases of customers, the oldest first; one statement. */
export const readOpenCases = (sql: Ask, customerIds: readonly string[]): Promise<Case[]> =>
  sql.query<Case>(
    'feedback-open-cases',
    `select ${CASE_COLUMNS} from unnest($1::uuid[]) as v(of_id) cross join lateral (
       select * from feedback_loop_case t where t.customer_id = v.of_id and t.state <> 'told' offset 0) k
      order by k.opened_at, k.id`,
    [customerIds],
  );

/** Writes cases as they are now; one statement. */
export async function writeCases(sql: Ask, cases: readonly Case[]): Promise<void> {
  if (cases.length === 0) return;
  const of = <T>(pick: (one: Case) => T): T[] => cases.map(pick);
  await sql.query(
    'feedback-write-cases',
    `insert into feedback_loop_case (customer_id, id, rule_set, rule, activity_id, state, state_at, priority, owner, theme,
                                     opened_at, due_at, escalated, voices)
     select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::text[], $7::float8[], $8::text[],
                          $9::text[], $10::text[], $11::float8[], $12::float8[], $13::boolean[], $14::int[])
     on conflict (customer_id, id) do update
        set state = excluded.state, state_at = excluded.state_at, owner = excluded.owner, theme = excluded.theme,
            due_at = excluded.due_at, escalated = excluded.escalated, voices = excluded.voices`,
    [
      of((one) => one.customerId),
      of((one) => one.id),
      of((one) => one.ruleSet),
      of((one) => one.rule),
      of((one) => one.activityId),
      of((one) => one.state),
      of((one) => one.stateAt),
      of((one) => one.priority),
      of((one) => one.owner),
      of((one) => one.theme),
      of((one) => one.openedAt),
      of((one) => one.dueAt),
      of((one) => one.escalated),
      of((one) => one.voices),
    ],
  );
}
