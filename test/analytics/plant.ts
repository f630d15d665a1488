import { uuidOf } from '../../src/activities/identify.ts';
import type { Database } from '../../src/db/database.ts';
import type { Purpose, Question, SurveyKind } from '../../src/surveys/document.ts';

/** A rating as short as it can be. */
export const rating = (key: string, measure: Question['measure'], min: number, max: number, more = {}): Question =>
  ({
    key,
    kind: 'rating',
    text: { en: key },
    measure,
    scale: { min, max, higherIsBetter: measure !== 'ces1', shownAs: 'numbers', ...more },
  }) as Question;

export const surveyIdOf = (key: string): string => uuidOf(`survey ${key}`);

/** Plants a survey with a published version for each list of questions; the last one holds. */
export async function plantSurvey(
  database: Database,
  key: string,
  { kind = 'nps', purpose = 'transactional' }: { kind?: SurveyKind; purpose?: Purpose },
  ...versions: readonly (readonly Question[])[]
): Promise<string> {
  const id = surveyIdOf(key);
  await database.query(
    '',
    'insert into survey (id, key, kind, purpose, title, published, latest) values ($1, $2, $3, $4, $2, $5, $5)',
    [id, key, kind, purpose, versions.length],
  );
  for (const [i, questions] of versions.entries())
    await database.query(
      '',
      `insert into survey_version (survey_id, number, document, status, author, published_at) values ($1, $2, $3, $4, 'test', now())`,
      [
        id,
        i + 1,
        JSON.stringify({ languages: ['en'], title: { en: key }, questions, expiresAfterDays: 30 }),
        i + 1 === versions.length ? 'published' : 'superseded',
      ],
    );
  return id;
}

/** An answer as a test says it; what it leaves out is usual. */
export interface Planted {
  readonly survey?: string;
  readonly question?: string;
  readonly version?: number;
  readonly who: string;
  /** The key of the response; the answers of one carry the same. */
  readonly response: string;
  /** Whether nobody knows who it is. */
  readonly anonymous?: boolean;
  readonly score?: number | null;
  readonly choices?: readonly string[];
  /** Epoch milliseconds. */
  readonly at: number;
  readonly wave?: string | null;
  readonly store?: string | null;
  readonly channel?: string | null;
  readonly touchpoint?: string | null;
  readonly online?: boolean | null;
  readonly weight?: number;
  readonly properties?: Readonly<Record<string, string>>;
}

/** Plants answers as the road and imports would leave them. */
export async function plantAnswers(database: Database, answers: readonly Planted[]): Promise<void> {
  const rows = answers.map((answer) => ({
    ...{
      survey_id: surveyIdOf(answer.survey ?? 'nps'),
      question: answer.question ?? 'recommend',
      version: answer.version ?? 1,
    },
    respondent: uuidOf(`customer\0${answer.who}`),
    customer_id: answer.anonymous ? null : uuidOf(`customer\0${answer.who}`),
    response: uuidOf(answer.response),
    ...{ score: answer.score ?? null, choices: answer.choices ?? null, answered_at: new Date(answer.at) },
    ...{ wave: answer.wave ?? null, store: answer.store ?? null, channel: answer.channel ?? null },
    ...{ touchpoint: answer.touchpoint ?? null, online: answer.online ?? null, weight: answer.weight ?? 1 },
    properties: answer.properties ?? null,
  }));
  await database.query(
    '',
    `insert into survey_answer (respondent, response, question, survey_id, version, customer_id, score, choices, answered_at,
        wave, store, channel, touchpoint, online, weight, properties)
     select respondent, response, question, survey_id, version, customer_id, score, choices, answered_at,
        wave, store, channel, touchpoint, online, weight, properties
       from jsonb_populate_recordset(null::survey_answer, $1)`,
    [JSON.stringify(rows)],
  );
}
