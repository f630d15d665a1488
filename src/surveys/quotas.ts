import type { Sql } from '../db/database.ts';
import type { Quota } from './document.ts';
import type { Invited } from './invited.ts';
import type { PublishedSurvey } from './published.ts';
import type { ParsedAnswer } from './visible-questions.ts';

/**
 * Whether a survey has as many answers as are wanted: responses in all, or answers such as those to be added. Whoever has
 * begun is not stopped by a quota of responses, and answers to the same invitation do not count.
 */
export async function isFull(
  sql: Pick<Sql, 'query'>,
  { id: invitation, survey: { id, document }, answers }: Invited,
  added: readonly ParsedAnswer[],
): Promise<boolean> {
  const quotas = (document.quotas ?? []).filter((quota) =>
    quota.question === undefined ? answers.length === 0 : concerns(quota, added),
  );
  if (quotas.length === 0) return false;
  const [row] = await sql.query<{ full: boolean }>(
    'full-quota',
    `select exists (
       select from unnest($2::text[], $3::float8[], $4::text[], $5::int[]) as q(question, score, choice, most)
        where q.most <= (
          select count(distinct (a.respondent, a.response)) from survey_answer a
           where a.survey_id = $1 and a.invitation is distinct from $6::uuid
             and (q.question is null or a.question = q.question)
             and (q.score is null or a.score = q.score)
             and (q.choice is null or q.choice = any(a.choices)))) as full`,
    [
      id,
      quotas.map(({ question }) => question ?? null),
      quotas.map(({ answer }) => (typeof answer === 'number' ? answer : null)),
      quotas.map(({ answer }) => (typeof answer === 'string' ? answer : null)),
      quotas.map(({ most }) => most),
      invitation,
    ],
  );
  return row?.full ?? false;
}

/** Has everybody who answers a survey with quotas wait for one another, until the transaction ends. */
export const lockQuotas = async (sql: Pick<Sql, 'query'>, { id, document }: PublishedSurvey): Promise<void> => {
  if (document.quotas?.length)
    await sql.query('lock-quotas', 'select pg_advisory_xact_lock(hashtextextended($1, 5))', [id]);
};

function concerns({ question, answer }: Quota, answers: readonly ParsedAnswer[]): boolean {
  const given = answers.find((one) => one.question === question);
  if (!given || answer === undefined) return given !== undefined;
  return given.score === answer || (given.choices?.includes(String(answer)) ?? false);
}

/** The invitation with what its survey says of it: it may have as many responses as are wanted. */
export const orFull = async (sql: Pick<Sql, 'query'>, invited: Invited): Promise<Invited> =>
  !invited.closed && (await isFull(sql, invited, [])) ? { ...invited, closed: 'full' } : invited;
