import type { Sql } from '../db/database.ts';
import type { Quota, SurveyDocument } from './document.ts';

/** A quota and how many count towards it so far, in all versions of the survey. */
export interface CountedQuota extends Quota {
  readonly count: number;
}

/** How far the quotas of surveys are used up, in the order of the surveys; one statement for all of them. */
export async function countQuotas(
  sql: Pick<Sql, 'query'>,
  surveys: readonly { readonly id: string; readonly document: Pick<SurveyDocument, 'quotas'> }[],
): Promise<CountedQuota[][]> {
  const quotas = surveys.flatMap(({ id, document }) => (document.quotas ?? []).map((quota) => ({ id, quota })));
  if (quotas.length === 0) return surveys.map(() => []);
  const rows = await sql.query<{ count: number }>(
    'count-quotas',
    `select (select count(distinct (a.respondent, a.response))::int from survey_answer a
              where a.survey_id = q.survey and (q.question is null or a.question = q.question)
                and (q.score is null or a.score = q.score)
                and (q.choice is null or q.choice = any(a.choices))) as count
       from unnest($1::uuid[], $2::text[], $3::float8[], $4::text[]) with ordinality
              as q(survey, question, score, choice, place)
      order by place`,
    [
      quotas.map(({ id }) => id),
      quotas.map(({ quota }) => quota.question ?? null),
      quotas.map(({ quota: { answer } }) => (typeof answer === 'number' ? answer : null)),
      quotas.map(({ quota: { answer } }) => (typeof answer === 'string' ? answer : null)),
    ],
  );
  let next = 0;
  return surveys.map(({ document }) =>
    (document.quotas ?? []).map((quota) => ({ ...quota, count: rows[next++]?.count ?? 0 })),
  );
}
