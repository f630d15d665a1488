import type { Sql } from '../db/database.ts';
import { DETRACTOR_TO } from '../statistics/nps.ts';
import { wilson } from '../statistics/wilson.ts';
import { type Figure, figureOf, unknownFigure } from './figure.ts';
import { instant, type Population } from './population.ts';
import { type Cell, countedRows, type Split } from './read-cells.ts';

/** From this score on somebody who was a detractor has been won back. */
const RECOVERED_FROM = 7;

/** Finds the figure of one cell among those of its split. */
export type ByCell = (cell: Cell) => Figure;

/** How many of how many, of one cell. */
export interface CountedShare {
  readonly key: string | null;
  readonly bucket: number;
  readonly all: number;
  readonly some: number;
}

/**
 * What part of the customers who were detractors answered 7 or more after their last answer as such, within so many days
 * if that is said. Of people who are not known nothing can be said. One statement for all cells.
 */
export async function readRecovered(
  sql: Sql,
  population: Population,
  split: Split,
  { level, withinDays, now }: { readonly level: number; readonly withinDays: number | null; readonly now: number },
): Promise<ByCell> {
  if (population.asked.scale.measure !== 'nps') return () => unknownFigure('not-this-measure');
  const { parameters, rows, key, bucket } = countedRows(population, split);
  const asked = population.asked.questions.flatMap(({ surveyId, question, versions }) =>
    versions.map((version) => `${surveyId} ${question} ${version}`),
  );
  // later answers are looked up by their respondent: without statistics, any other column would be taken for a better way
  const later = `concat_ws(' ', l.survey_id, l.question, l.version) = any(${parameters.bind(asked, 'text[]')})`;
  const until =
    withinDays === null
      ? instant(parameters, now)
      : `d.at + ${parameters.bind(withinDays, 'int')} * interval '24 hours'`;
  const found = await sql.query<CountedShare>(
    '',
    `with d as (select ${key} as key, ${bucket} as bucket, a.customer_id, max(a.answered_at) as at
         from ${rows} and a.score <= ${DETRACTOR_TO} and a.customer_id is not null group by 1, 2, 3)
     select key, bucket, count(*)::float8 as all, count(*) filter (where exists (
         select 1 from survey_answer l where l.respondent = d.customer_id and ${later}
            and l.score >= ${RECOVERED_FROM} and l.answered_at > d.at and l.answered_at <= ${until}))::float8 as some
       from d group by 1, 2`,
    parameters.values,
  );
  return sharesByCell(found, split, level, 'no-detractors');
}

/** Shares that a statement counted, by cell. */
export function sharesByCell(
  rows: readonly CountedShare[],
  { windows }: Split,
  level: number,
  none: 'no-detractors' | 'no-invitations',
): ByCell {
  const found = new Map(rows.map((row) => [`${row.bucket} ${row.key}`, row]));
  return ({ key, window }) => {
    const bucket = windows ? windows.findIndex(({ to }) => to === window.to) + 1 : 1;
    const { all = 0, some = 0 } = found.get(`${bucket} ${key}`) ?? {};
    if (all === 0) return unknownFigure(none);
    const value = some / all;
    return figureOf(
      { n: all, weight: all, squares: all },
      { value, numerator: some, denominator: all, interval: wilson(value, all, level), variance: value * (1 - value) },
    );
  };
}
