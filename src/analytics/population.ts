import type { Sql } from '../db/database.ts';
import { Parameters } from '../db/parameters.ts';
import type { Asked } from './asked.ts';

/** Which of the answers count. All that is given must hold; a list holds when one of it does. */
export interface AnswerFilter {
  readonly stores?: readonly string[] | null | undefined;
  readonly channels?: readonly string[] | null | undefined;
  readonly touchpoints?: readonly string[] | null | undefined;
  readonly waves?: readonly string[] | null | undefined;
  readonly online?: boolean | null | undefined;
  /** Of people who are not known, or of customers only. */
  readonly anonymous?: boolean | null | undefined;
  readonly properties?: readonly PropertyFilter[] | null | undefined;
}

/** A property of responses, and what it may be. */
export interface PropertyFilter {
  readonly key: string;
  readonly values: readonly string[];
}

/** Answers of many, and how they are counted. */
export interface Population {
  readonly asked: Asked;
  /** In epoch milliseconds; null: since ever. */
  readonly from: number | null;
  readonly to: number;
  readonly filter: AnswerFilter;
  /** A condition over `customer c`; what nobody known gave does not count then. */
  readonly customers: ((parameters: Parameters) => string) | null;
  /** Whether answers count as much as their weight says. */
  readonly weighted: boolean;
}

/** An instant as a parameter. */
export const instant = (parameters: Parameters, at: number): string =>
  parameters.bind(new Date(at).toISOString(), 'timestamptz');

/** Rows that look like answers: of those themselves, or of invitations to give them. */
export interface Source {
  readonly table: string;
  readonly invitations: boolean;
}

export const ANSWERS: Source = { table: 'survey_answer', invitations: false };

/** Invitations, as far as they can be asked what answers are; `given_at` says whether one was answered. */
export const INVITATIONS: Source = {
  table: `(select customer_id, customer_id as respondent, id as response, survey_id, version, wave, touchpoint, channel,
      context ->> 'store' as store, (context ->> 'online')::boolean as online, created_at as answered_at,
      answered_at as given_at from survey_invitation)`,
  invitations: true,
};

/** The condition over rows `a` that they belong to a population, but for its customers and waves. */
export function belongs({ asked, from, to, filter }: Population, source: Source, parameters: Parameters): string {
  const parts = [isAsked(asked, source, 'a', parameters)];
  if (!source.invitations) parts.push('a.score is not null');
  if (from !== null) parts.push(`a.answered_at >= ${instant(parameters, from)}`);
  parts.push(`a.answered_at < ${instant(parameters, to)}`);
  const listed = { store: filter.stores, channel: filter.channels, touchpoint: filter.touchpoints, wave: filter.waves };
  for (const [column, list] of Object.entries(listed))
    if (list) parts.push(`a.${column} = any(${parameters.bind(list, 'text[]')})`);
  if (typeof filter.online === 'boolean') parts.push(`a.online = ${parameters.bind(filter.online, 'boolean')}`);
  if (typeof filter.anonymous === 'boolean') parts.push(`a.customer_id is ${filter.anonymous ? 'null' : 'not null'}`);
  for (const { key, values } of filter.properties ?? [])
    parts.push(`a.properties ->> ${parameters.bind(key, 'text')} = any(${parameters.bind(values, 'text[]')})`);
  return parts.join(' and ');
}

/** The condition that rows are about the questions of a series. */
export function isAsked({ questions }: Asked, source: Source, alias: string, parameters: Parameters): string {
  const tests = questions.map(({ surveyId, question, versions }) => {
    const parts = [`${alias}.survey_id = ${parameters.bind(surveyId, 'uuid')}`];
    if (!source.invitations) parts.push(`${alias}.question = ${parameters.bind(question, 'text')}`);
    parts.push(`${alias}.version = any(${parameters.bind(versions, 'int[]')})`);
    return parts.join(' and ');
  });
  return tests.length === 1 ? (tests[0] as string) : `((${tests.join(') or (')}))`;
}

/**
 * The condition that an answer is the one that counts: of a relationship survey, the last one that its respondent gave in
 * its wave, whatever else is filtered; of those in no wave, the last one before `end`, where the window of the figure ends.
 */
export function counts({ asked }: Population, end: () => string, parameters: Parameters): string {
  const surveys = asked.questions.flatMap(({ purpose, surveyId }) => (purpose === 'relationship' ? [surveyId] : []));
  if (surveys.length === 0) return 'true';
  // nothing but the respondent is compared in a way that an index serves: before there are statistics, as after an import,
  // the planner would look later answers up in the index over questions, and read all of it once for each answer
  return `not exists (select 1 from survey_answer l where l.respondent = a.respondent
    and coalesce(l.wave, '') = coalesce(a.wave, '') and (l.survey_id = any(${parameters.bind(surveys, 'uuid[]')})) is true
    and (l.survey_id = a.survey_id) is true and (l.question = a.question) is true and l.score is not null
    and (l.answered_at, l.response) > (a.answered_at, a.response) and (l.wave is not null or l.answered_at < ${end()}))`;
}

/** When the first answer to the questions of a population was given, whatever else it asks for; null: there is none. */
export async function firstAnswer(sql: Sql, { asked }: Population): Promise<number | null> {
  const parameters = new Parameters();
  const [row] = await sql.query<{ at: number | null }>(
    '',
    `select (extract(epoch from min(a.answered_at)) * 1000)::float8 as at from survey_answer a where ${isAsked(asked, ANSWERS, 'a', parameters)}`,
    parameters.values,
  );
  return row?.at ?? null;
}
