import type { Database } from '../db/database.ts';
import type { Issue } from '../errors.ts';
import type { LocatedProblem } from '../rules/check-form.ts';
import { checkAnswers } from './check-answers.ts';
import { type CountedQuota, countQuotas } from './count-quotas.ts';
import type { Question, SurveyDocument, SurveyKind } from './document.ts';
import { checkSurvey, type SurveySources } from './form/check-survey.ts';
import { type NewSeries, newSeries } from './new-series.ts';
import type { GivenAnswer } from './parse-answer.ts';
import { readSurveys } from './published.ts';
import { visibleQuestions } from './visible-questions.ts';

export interface PreviewWish {
  readonly kind: SurveyKind;
  readonly source: string;
  /** Key of the survey that the document is for: its answers so far count towards the quotas. */
  readonly key?: string | null | undefined;
  /** What a respondent has answered. */
  readonly answers: readonly GivenAnswer[];
}

/** How a survey would be for a respondent who answered so far as given. Without a document it has errors. */
export interface SurveyPreview {
  readonly problems: readonly LocatedProblem[];
  readonly document?: SurveyDocument;
  /** What is shown, answered or not. */
  readonly questions: readonly Question[];
  readonly issues: readonly Issue[];
  readonly missing: readonly string[];
  readonly quotas: readonly CountedQuota[];
  readonly newSeries: readonly NewSeries[];
}

/** Shows a survey before it is kept or published. */
export async function previewSurvey(
  database: Pick<Database, 'query'>,
  sources: SurveySources,
  { kind, source, key, answers: given }: PreviewWish,
): Promise<SurveyPreview> {
  const { document, problems } = checkSurvey(source, kind, sources);
  if (!document) return { problems, questions: [], issues: [], missing: [], quotas: [], newSeries: [] };
  const { answers, issues, missing } = checkAnswers(document, given);
  const published = key ? (await readSurveys(database)).get(key) : undefined;
  const id = published?.id ?? NOBODY;
  const [quotas = []] = await countQuotas(database, [{ id, document }]);
  const questions = visibleQuestions(document, answers);
  const series = newSeries(published?.document, document);
  return { problems, document, questions, issues, missing, quotas, newSeries: series };
}

/** The id of a survey to which there are no answers. */
const NOBODY = '00000000-0000-0000-0000-000000000000';
