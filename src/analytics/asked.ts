import type { Sql } from '../db/database.ts';
import { NotFoundError, UserError } from '../errors.ts';
import { didYouMean } from '../imports/closest.ts';
import type { Purpose, Question, RatingMeasure, SurveyKind } from '../surveys/document.ts';
import { seriesKey, seriesOf } from '../surveys/series.ts';
import { type Scale, usualThreshold } from './measures.ts';

/** Which answers somebody wants figures of: those of a survey, of a question of it, or of all with a measure. */
export interface Wish {
  readonly survey?: string | null | undefined;
  readonly question?: string | null | undefined;
  readonly measure?: RatingMeasure | null | undefined;
  /** Only these versions of the survey. */
  readonly versions?: readonly number[] | null | undefined;
}

/** A question in the versions of a survey that ask it alike. */
export interface AskedQuestion {
  readonly surveyId: string;
  readonly survey: string;
  readonly purpose: Purpose;
  readonly question: string;
  readonly versions: readonly number[];
}

/** Questions whose answers are one series. */
export interface Asked {
  readonly scale: Scale;
  readonly questions: readonly AskedQuestion[];
}

/** Answers on different scales, or of different direction, were to be counted together: never. */
export class MixedSeriesError extends UserError {
  constructor(first: Rating, second: Rating) {
    super(
      'MIXED_SERIES',
      `${inWords(first)}; ${inWords(second)}. Answers of the two are never counted together: name the survey, the question or the versions.`,
      ['of'],
    );
  }
}

interface Rating {
  readonly surveyId: string;
  readonly survey: string;
  readonly kind: SurveyKind;
  readonly purpose: Purpose;
  readonly version: number;
  readonly question: Question;
}

/** Finds what is asked for, and refuses what cannot be counted together. One statement, two where it finds nothing. */
export async function findAsked(sql: Sql, wish: Wish): Promise<Asked> {
  const { survey, question, versions } = wish;
  if (!survey && !wish.measure) throw new UserError('BAD_USER_INPUT', 'Name a survey, or a measure.', ['of']);
  const ratings = await readRatings(sql, survey ?? null, versions ?? null);
  const measure = wish.measure ?? (question ? undefined : usualMeasure(ratings));
  const found = ratings.filter(
    (rating) => (!question || rating.question.key === question) && (!measure || rating.question.measure === measure),
  );
  const [first] = found;
  if (!first) throw await nothing(sql, wish, ratings);
  if (survey && !question) refuseSeveral(found);
  return askedOf(first, found);
}

/** On which scales some versions of a survey ask questions, each question on one. One statement. */
export async function findScales(
  sql: Sql,
  survey: string,
  questions: readonly string[],
  versions: readonly number[],
): Promise<Scale[]> {
  const ratings = await readRatings(sql, survey, versions);
  const byKey = Map.groupBy(ratings, ({ question }) => question.key);
  const scales: Scale[] = [];
  for (const question of questions) {
    const found = byKey.get(question);
    if (!found) throw await nothing(sql, { survey, question }, ratings);
    scales.push(askedOf(found[0] as Rating, found).scale);
  }
  return scales;
}

/** The measure that the kind of a survey stands for, where it asks for it. */
function usualMeasure(ratings: readonly Rating[]): RatingMeasure | undefined {
  const kind = ratings[0]?.kind;
  return ratings.find(({ question }) => question.measure?.startsWith(kind ?? '-'))?.question.measure;
}

function askedOf(first: Rating, found: readonly Rating[]): Asked {
  const series = seriesOf(first.question);
  if (!series) throw new Error('a rating has a scale');
  const other = found.find(({ question }) => {
    const its = seriesOf(question);
    return !its || seriesKey(its) !== seriesKey(series);
  });
  if (other) throw new MixedSeriesError(first, other);
  const thresholds = new Set(found.map(({ question }) => question.scale?.satisfiedFrom ?? usualThreshold(series)));
  const satisfiedFrom = thresholds.size === 1 ? ([...thresholds][0] ?? null) : null;
  const questions = Map.groupBy(found, ({ surveyId, question }) => `${surveyId} ${question.key}`);
  return {
    scale: { ...series, satisfiedFrom },
    questions: [...questions.values()].map((ratings) => {
      const { surveyId, survey, purpose, question } = ratings[0] as Rating;
      return { surveyId, survey, purpose, question: question.key, versions: ratings.map(({ version }) => version) };
    }),
  };
}

function readRatings(sql: Sql, survey: string | null, versions: readonly number[] | null): Promise<Rating[]> {
  return sql.query<Rating>(
    'satisfaction-ratings',
    `select s.id as "surveyId", s.key as survey, s.kind, s.purpose, v.number as version, q as question
       from survey s join survey_version v on v.survey_id = s.id
       cross join jsonb_array_elements(v.document -> 'questions') with ordinality as a(q, place)
      where v.published_at is not null and q ->> 'kind' = 'rating' and q -> 'scale' is not null
        and ($1::text is null or s.key = $1) and ($2::int[] is null or v.number = any($2))
      order by s.key, v.number, a.place`,
    [survey, versions],
  );
}

function refuseSeveral(found: readonly Rating[]): void {
  const keys = [...new Set(found.map(({ question }) => question.key))];
  if (keys.length === 1) return;
  throw new UserError('SEVERAL_QUESTIONS', `Name the question; there are ${keys.map(quote).join(', ')}.`, [
    'of',
    'question',
  ]);
}

async function nothing(sql: Sql, { survey, question }: Wish, ratings: readonly Rating[]): Promise<UserError> {
  const keys = new Set(ratings.map((rating) => rating.question.key));
  if (question && keys.size > 0)
    return new NotFoundError(`No rating is called ${quote(question)}.${didYouMean(question, keys)}`, [
      'of',
      'question',
    ]);
  if (!survey) return new NotFoundError('No survey that was published asks for this.', ['of', 'measure']);
  const surveys = await sql.query<{ key: string }>('satisfaction-surveys', 'select key from survey');
  const known = surveys.map(({ key }) => key);
  return known.includes(survey)
    ? new NotFoundError(`${quote(survey)} has no such rating in a version that was published.`, ['of', 'survey'])
    : new NotFoundError(`There is no survey ${quote(survey)}.${didYouMean(survey, known)}`, ['of', 'survey']);
}

const quote = (word: string): string => `“${word}”`;

function inWords({ survey, version, question }: Rating): string {
  const { min, max, higherIsBetter } = question.scale ?? { min: 0, max: 0, higherIsBetter: true };
  const better = higherIsBetter ? 'higher' : 'lower';
  return `${quote(survey)} version ${version} asks ${quote(question.key)} (${question.measure}) from ${min} to ${max}, ${better} is better`;
}
