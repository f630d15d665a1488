import type { Sql } from '../db/database.ts';
import type { PublishedSurvey } from './published.ts';

/**
 * Ids of the surveys that have as many responses as their quota allows. Quotas of single answers stop nobody from being
 * asked: what somebody will answer is not known before.
 */
export async function readFull(sql: Sql, surveys: readonly PublishedSurvey[]): Promise<ReadonlySet<string>> {
  const limited = surveys.flatMap(({ id, document }) => {
    const most = document.quotas?.filter(({ question }) => question === undefined).map((quota) => quota.most) ?? [];
    return most.length > 0 ? [{ id, most: Math.min(...most) }] : [];
  });
  if (limited.length === 0) return NONE;
  const rows = await sql.query<{ id: string }>(
    'full-surveys',
    `select v.id from unnest($1::uuid[], $2::int[]) as v(id, most)
      where v.most <= (select count(*) from (
        select distinct a.respondent, a.response from survey_answer a where a.survey_id = v.id limit v.most) r)`,
    [limited.map(({ id }) => id), limited.map(({ most }) => most)],
  );
  return new Set(rows.map(({ id }) => id));
}

const NONE: ReadonlySet<string> = new Set();
