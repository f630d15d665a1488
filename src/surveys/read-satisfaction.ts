import { literal } from '../db/arrays.ts';
import type { Sql } from '../db/database.ts';
import { surveyVersion } from './published.ts';
import { goodnessOf } from './series.ts';

/** How satisfied a customer is with one touchpoint, from 0 to 100 whatever the scales were. */
export interface TouchpointSatisfaction {
  /** Null: answers that name none. */
  readonly touchpoint: string | null;
  readonly answers: number;
  readonly last: number;
  readonly mean: number;
  /** Epoch milliseconds of the last answer. */
  readonly at: number;
}

interface Row {
  readonly customer: string;
  readonly touchpoint: string | null;
  readonly survey: string;
  readonly version: number;
  readonly question: string;
  readonly answers: number;
  readonly mean: number;
  readonly last: number;
  readonly at: number;
}

/** Satisfaction of these customers by touchpoint, those with the latest answers first. One statement for all. */
export async function readTouchpoints(sql: Sql, customerIds: readonly string[]): Promise<TouchpointSatisfaction[][]> {
  const rows = await sql.query<Row>(
    'touchpoints-of-customers',
    `select respondent as customer, touchpoint, survey_id as survey, version, question, count(*)::int as answers,
            avg(score) as mean, (array_agg(score order by answered_at desc, response desc))[1] as last,
            (extract(epoch from max(answered_at)) * 1000)::float8 as at
       from survey_answer where respondent = any($1::uuid[]) and measure = 'csat'
      group by respondent, touchpoint, survey_id, version, question order by at desc, survey_id, version, question`,
    [literal(customerIds)],
  );
  const byCustomer = Map.groupBy(await inGoodness(sql, rows), ({ customer }) => customer);
  return customerIds.map((id) => byTouchpoint(byCustomer.get(id) ?? []));
}

/** Scores on the scale of their question's version become shares of the way from its worst to its best end. */
async function inGoodness(sql: Sql, rows: readonly Row[]): Promise<Row[]> {
  const found: Row[] = [];
  for (const row of rows) {
    const survey = await surveyVersion(sql, row.survey, row.version);
    const scale = survey?.document.questions.find(({ key }) => key === row.question)?.scale;
    if (!scale) continue;
    const goodness = (score: number): number => goodnessOf(score, { measure: 'csat', ...scale });
    found.push({ ...row, mean: goodness(row.mean), last: goodness(row.last) });
  }
  return found;
}

function byTouchpoint(rows: readonly Row[]): TouchpointSatisfaction[] {
  return [...Map.groupBy(rows, ({ touchpoint }) => touchpoint)].map(([touchpoint, own]) => {
    const [{ last, at }] = own as [Row];
    const answers = own.reduce((sum, row) => sum + row.answers, 0);
    const mean = own.reduce((sum, row) => sum + row.mean * row.answers, 0) / answers;
    return { touchpoint, answers, last, mean, at };
  });
}
