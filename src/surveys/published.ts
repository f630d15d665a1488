import type { Sql } from '../db/database.ts';
import type { Purpose, SurveyDocument, SurveyKind } from './document.ts';

/** A version of a survey that is or was published. */
export interface PublishedSurvey {
  readonly id: string;
  readonly key: string;
  readonly kind: SurveyKind;
  readonly purpose: Purpose;
  readonly version: number;
  readonly document: SurveyDocument;
}

export type PublishedSurveys = ReadonlyMap<string, PublishedSurvey>;

/** What was read under the newest stamps. A stamp is drawn at random, so it is another one in every database. */
const read = new Map<string, PublishedSurveys>();
const MOST_STAMPS = 20;

/**
 * The surveys that are published now, by key. One statement, which brings documents only when others hold than before;
 * none when the stamp that holds is known, and the surveys under it were read before.
 */
export async function readSurveys(sql: Sql, holding = ''): Promise<PublishedSurveys> {
  const known = read.get(holding);
  if (known) return known;
  const [row] = await sql.query<{ stamp: string; surveys: PublishedSurvey[] | null }>(
    'read-surveys',
    `select e.surveys_stamp as stamp, case when e.surveys_stamp <> all($1::uuid[]) then
        (select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'key', s.key, 'kind', s.kind, 'purpose', s.purpose,
                'version', v.number, 'document', v.document) order by s.key), '[]')
           from survey s join survey_version v on v.survey_id = s.id and v.number = s.published) end as surveys
       from engine e`,
    [[...read.keys()]],
  );
  const { stamp, surveys } = row as { stamp: string; surveys: PublishedSurvey[] | null };
  if (surveys === null) return read.get(stamp) as PublishedSurveys;
  const made = new Map(surveys.map((survey) => [survey.key, survey]));
  keep(read, stamp, made, MOST_STAMPS);
  return made;
}

/** Says, in the transaction that publishes, that other surveys hold from its commit on. */
export const restampSurveys = (sql: Sql): Promise<unknown> =>
  sql.query('restamp-surveys', 'update engine set surveys_stamp = gen_random_uuid()');

/** Versions by survey and number; what was published once never changes. */
const versions = new Map<string, PublishedSurvey>();
const MOST_VERSIONS = 1_000;

/** A version that was published at some time, such as the one of an older invitation; undefined when it never was. */
export async function surveyVersion(sql: Sql, surveyId: string, version: number): Promise<PublishedSurvey | undefined> {
  const name = `${surveyId} ${version}`;
  const known = versions.get(name);
  if (known) return known;
  const [found] = await sql.query<PublishedSurvey>(
    'survey-version',
    `select s.id, s.key, s.kind, s.purpose, v.number as version, v.document
       from survey s join survey_version v on v.survey_id = s.id
      where s.id = $1 and v.number = $2 and v.published_at is not null`,
    [surveyId, version],
  );
  if (found) keep(versions, name, found, MOST_VERSIONS);
  return found;
}

function keep<T>(kept: Map<string, T>, name: string, value: T, most: number): void {
  kept.set(name, value);
  if (kept.size > most) kept.delete(kept.keys().next().value as string);
}
