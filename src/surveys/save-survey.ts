import { randomUUID } from 'node:crypto';
import { type Actor, audit } from '../access/audit.ts';
import { checkComment } from '../authoring/entry.ts';
import { refuse } from '../authoring/refuse.ts';
import type { Sql } from '../db/database.ts';
import { ConflictError, ValidationError } from '../errors.ts';
import { phrase } from '../language/say.ts';
import { told } from '../language/told.ts';
import type { Road } from '../pipeline/road.ts';
import type { LocatedProblem } from '../rules/check-form.ts';
import { quote } from '../rules/wording.ts';
import type { Purpose, SurveyDocument, SurveyKind } from './document.ts';
import { checkSurvey } from './form/check-survey.ts';
import { type LockedSurvey, lockSurvey, markEdited, moveVersions, type SurveyName } from './lock-survey.ts';

const KEY = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const LONGEST_KEY = 64;
const LONGEST_NAME = 200;

export interface SaveSurvey extends SurveyName {
  readonly kind: SurveyKind;
  readonly purpose: Purpose;
  /** The document as the marketer wrote it: JSON text, or JSON that was read. */
  readonly source: unknown;
  readonly comment?: string | null;
}

export interface SavedSurvey {
  readonly surveyId: string;
  readonly number: number;
  /** What is allowed and makes for fewer or worse answers. */
  readonly warnings: readonly LocatedProblem[];
}

/**
 * Checks a survey and keeps it as a new draft version; a draft that was there is discarded by it. Nobody is asked by it
 * until it is published.
 */
export async function saveSurvey(road: Road, actor: Actor, input: SaveSurvey): Promise<SavedSurvey> {
  checkInput(input);
  const { catalogue } = await road.engine();
  const { document, problems } = checkSurvey(input.source, input.kind, { kinds: road.sources.kinds, catalogue });
  refuse(problems);
  return road.database.transact(async (sql) => ({
    ...(await writeDraft(sql, actor, input, document as SurveyDocument)),
    warnings: problems,
  }));
}

async function writeDraft(sql: Sql, actor: Actor, input: SaveSurvey, document: SurveyDocument) {
  const title = document.title[document.languages[0] as string] as string;
  const survey = await lockOrMake(sql, input, title);
  checkFixed(survey, input);
  const number = survey.latest + 1;
  const discarded = await moveVersions(sql, survey.id, 'draft', 'discarded');
  await sql.query(
    'insert-survey-version',
    `insert into survey_version (survey_id, number, document, status, author, comment)
     values ($1, $2, $3, 'draft', $4, $5)`,
    [survey.id, number, JSON.stringify(document), actor.name.slice(0, LONGEST_NAME), input.comment ?? null],
  );
  await markEdited(sql, survey.id, { latest: number, published: survey.published, title });
  await audit(sql, actor, {
    action: 'survey.save',
    target: { type: 'survey', id: input.key },
    before: { draft: discarded[0]?.number ?? null, published: survey.published },
    after: { number, kind: survey.kind, purpose: survey.purpose, title },
  });
  return { surveyId: survey.id, number };
}

async function lockOrMake(sql: Sql, input: SaveSurvey, title: string): Promise<LockedSurvey> {
  const { key, kind, purpose } = input;
  await sql.query(
    'insert-survey',
    `insert into survey (id, key, kind, purpose, title) values ($1, $2, $3, $4, $5) on conflict (key) do nothing`,
    [randomUUID(), key, kind, purpose, title],
  );
  // whoever edits a survey that was not there has seen version 0, which it has now
  return lockSurvey(sql, input);
}

function checkFixed({ key, kind, purpose }: LockedSurvey, input: SaveSurvey): void {
  const fixed = (code: string, path: 'kind' | 'purpose', value: string): ConflictError =>
    new ConflictError(code, phrase('survey.stays', { key: quote(key), value: quote(value) }), [path]);
  if (kind !== input.kind) throw fixed('KIND_FIXED', 'kind', kind);
  if (purpose !== input.purpose) throw fixed('PURPOSE_FIXED', 'purpose', purpose);
}

function checkInput({ key, comment }: SaveSurvey): void {
  checkComment(comment);
  if (KEY.test(key) && key.length <= LONGEST_KEY) return;
  throw new ValidationError([{ path: ['key'], code: 'BAD_KEY', ...told(phrase('authoring.badKey')) }]);
}
