import { uuidOf } from '../../src/activities/identify.ts';
import type { Database } from '../../src/db/database.ts';
import type { Question, Scale, SurveyDocument, SurveyKind } from '../../src/surveys/document.ts';
import { restampSurveys } from '../../src/surveys/published.ts';

export const surveyIdOf = (key: string): string => uuidOf(`test survey ${key}`);

/** Publishes a document as the next version of a survey, and gives its number. */
export async function publishSurvey(
  database: Database,
  key: string,
  document: SurveyDocument,
  kind: SurveyKind = 'custom',
): Promise<number> {
  return database.transact(async (sql) => {
    const [row] = await sql.query<{ published: number }>(
      '',
      `insert into survey (id, key, kind, purpose, title, published, latest) values ($1, $2, $3, 'transactional', $2, 1, 1)
       on conflict (key) do update set published = survey.published + 1, latest = survey.latest + 1
       returning published`,
      [surveyIdOf(key), key, kind],
    );
    const number = row?.published ?? 0;
    await sql.query('', `update survey_version set status = 'superseded' where survey_id = $1`, [surveyIdOf(key)]);
    await sql.query(
      '',
      `insert into survey_version (survey_id, number, document, status, author, published_at)
       values ($1, $2, $3, 'published', 'test', now())`,
      [surveyIdOf(key), number, JSON.stringify(document)],
    );
    await restampSurveys(sql);
    return number;
  });
}

const text = (en: string) => ({ en });
const scale = (min: number, max: number, higherIsBetter = true): Scale => ({
  min,
  max,
  higherIsBetter,
  shownAs: 'numbers',
});

/** A question of each kind and measure. */
export const QUESTIONS = {
  recommend: { key: 'recommend', kind: 'rating', text: text('Recommend?'), measure: 'nps', scale: scale(0, 10) },
  satisfied: { key: 'satisfied', kind: 'rating', text: text('Satisfied?'), measure: 'csat', scale: scale(1, 5) },
  effort: { key: 'effort', kind: 'rating', text: text('Effort?'), measure: 'ces1', scale: scale(1, 5, false) },
  ease: { key: 'ease', kind: 'rating', text: text('Easy?'), measure: 'ces2', scale: scale(1, 7) },
  why: { key: 'why', kind: 'open', text: text('Why?') },
  bought: {
    key: 'bought',
    kind: 'multiple',
    text: text('What?'),
    options: ['shoes', 'shirts', 'hats'].map((key) => ({ key, text: text(key) })),
  },
} as const satisfies Readonly<Record<string, Question>>;

/** A survey of these questions; of all of them when none is named. */
export const surveyOf = (...keys: readonly (keyof typeof QUESTIONS)[]): SurveyDocument => ({
  languages: ['en'],
  title: text('Survey'),
  questions: keys.length > 0 ? keys.map((key) => QUESTIONS[key]) : Object.values(QUESTIONS),
  expiresAfterDays: 14,
});
