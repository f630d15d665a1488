import type { Sql } from '../db/database.ts';
import { ConflictError, NotFoundError } from '../errors.ts';
import { phrase } from '../language/say.ts';
import { quote } from '../rules/wording.ts';
import type { Purpose, SurveyDocument, SurveyKind } from './document.ts';
import type { SurveyStatus } from './survey.ts';

/** A survey that nobody else changes until the transaction ends. */
export interface LockedSurvey {
  readonly id: string;
  readonly key: string;
  readonly kind: SurveyKind;
  readonly purpose: Purpose;
  readonly published: number | null;
  readonly latest: number;
  readonly version: number;
}

/** Which survey to change. `expectedVersion` is what its editor has seen; absent: whatever there is. */
export interface SurveyName {
  readonly key: string;
  readonly expectedVersion?: number | null;
}

export async function lockSurvey(sql: Sql, name: SurveyName): Promise<LockedSurvey> {
  const [survey] = await sql.query<LockedSurvey>(
    'lock-survey',
    'select id, key, kind, purpose, published, latest, version from survey where key = $1 for update',
    [name.key.replaceAll('\0', ' ')],
  );
  if (!survey) throw new NotFoundError(phrase('survey.notThere', { key: quote(name.key) }), ['key']);
  checkSeen(survey, name);
  return survey;
}

/** Throws when somebody edited a survey in the meantime. */
function checkSeen({ key, version }: Pick<LockedSurvey, 'key' | 'version'>, { expectedVersion }: SurveyName): void {
  if (typeof expectedVersion !== 'number' || expectedVersion === version) return;
  const said = phrase('survey.conflict', { key: quote(key), version, expected: expectedVersion });
  throw new ConflictError('VERSION_CONFLICT', said, ['expectedVersion']);
}

/** A version of a survey, with its document. */
export interface StoredVersion {
  readonly number: number;
  readonly status: SurveyStatus;
  readonly document: SurveyDocument;
}

/** Versions of a survey by their numbers; those that are not there are left out. */
export const readVersions = (
  sql: Sql,
  surveyId: string,
  numbers: readonly (number | null)[],
): Promise<StoredVersion[]> =>
  sql.query<StoredVersion>(
    'read-survey-versions',
    'select number, status, document from survey_version where survey_id = $1 and number = any($2::int[])',
    [surveyId, numbers],
  );

/** Notes that a survey was edited: who has seen it before edits something else. */
export const markEdited = (
  sql: Sql,
  surveyId: string,
  { latest, published, title }: Pick<LockedSurvey, 'latest' | 'published'> & { readonly title?: string },
): Promise<unknown> =>
  sql.query(
    'mark-survey-edited',
    `update survey set version = version + 1, latest = $2, published = $3, title = coalesce($4, title) where id = $1`,
    [surveyId, latest, published, title ?? null],
  );

/** Writes where versions stand that stood elsewhere. */
export const moveVersions = (
  sql: Sql,
  surveyId: string,
  from: SurveyStatus,
  to: SurveyStatus,
): Promise<{ number: number }[]> =>
  sql.query<{ number: number }>(
    'move-survey-versions',
    'update survey_version set status = $3 where survey_id = $1 and status = $2 returning number',
    [surveyId, from, to],
  );
