import type { Sql } from '../db/database.ts';
import { johnsonWeights } from '../statistics/johnson.ts';
import { lmgWeights } from '../statistics/lmg.ts';
import { goodnessOf, type Series } from '../surveys/series.ts';
import type { Population } from './population.ts';
import { countedRows, WHOLE } from './read-cells.ts';

/** Drivers that one analysis compares: the work doubles with each. */
export const MOST_DRIVERS = 10;

/** A question that may drive another one, and on which scale. */
export interface Driver {
  readonly question: string;
  readonly series: Series;
}

/** What a driver has to do with an outcome. Association: nothing here says what would follow from a change. */
export interface DriverFigure {
  readonly question: string;
  /** How many answered both this question and that of the outcome. */
  readonly n: number;
  /** Pearson's correlation with the outcome, of those who answered both; null where one of them never varies. */
  readonly correlation: number | null;
  /** Mean of the driver's score among those. */
  readonly mean: number | null;
  /** The same from 0 to 100, 100 at the good end of the scale. */
  readonly performance: number | null;
  /** Weight after Lindeman, Merenda and Gold; the weights of all drivers sum to R². */
  readonly lmg: number | null;
  /** Johnson's relative weight; these sum to R² as well. */
  readonly johnson: number | null;
}

export interface DriverAnalysis {
  /** How many answered the outcome and every driver: weights rest on them. */
  readonly complete: number;
  /** What part of the outcome's variance the drivers explain together; null where nothing varies. */
  readonly explained: number | null;
  readonly drivers: readonly DriverFigure[];
}

/** What one statement sums up, by name: see {@link sumsOf}. */
type Sums = Readonly<Record<string, number | null>>;

/** Relates the scores of some questions to those of the population's, within each response. One statement. */
export async function readDrivers(
  sql: Sql,
  population: Population,
  drivers: readonly Driver[],
): Promise<DriverAnalysis> {
  const { parameters, rows } = countedRows(population, WHOLE);
  const surveys = parameters.bind([...new Set(population.asked.questions.map(({ surveyId }) => surveyId))], 'uuid[]');
  const questions = drivers.map(({ question }) => parameters.bind(question, 'text'));
  const columns = questions.map((question, i) => `max(score) filter (where question = ${question}) as x${i + 1}`);
  // the outcome has no question here: one pass brings together what belongs to one response, without a join
  const [sums = {}] = await sql.query<Sums>(
    '',
    `with r as (
       select max(score) filter (where question is null) as x0, max(w) as w, ${columns.join(', ')} from (
         select a.respondent, a.response, null as question, a.score, ${population.weighted ? 'a.weight' : '1::float8'} as w from ${rows}
         union all
         select respondent, response, question, score, null from survey_answer
          where survey_id = any(${surveys}) and question in (${questions.join(', ')})) given
        group by respondent, response having max(score) filter (where question is null) is not null)
     select ${sumsOf(drivers.length).join(', ')} from r`,
    parameters.values,
  );
  return analyse(sums, drivers);
}

/** Of those who answered everything: `n`, `w`, `s<i>`, `s<i>_<j>`; of those who answered driver i: the same with `p<i>`. */
function sumsOf(drivers: number): string[] {
  const all = Array.from({ length: drivers + 1 }, (_, i) => i);
  const complete = `filter (where ${all.map((i) => `x${i} is not null`).join(' and ')})`;
  const sum = (of: string, filter: string, name: string): string => `(sum(${of}) ${filter})::float8 as ${name}`;
  return [
    sum('1', complete, 'n'),
    sum('w', complete, 'w'),
    ...all.map((i) => sum(`w * x${i}`, complete, `s${i}`)),
    ...all.flatMap((i) => all.slice(0, i + 1).map((j) => sum(`w * x${i} * x${j}`, complete, `s${j}_${i}`))),
    ...all.slice(1).flatMap((i) => {
      const both = `filter (where x${i} is not null)`;
      return [
        ...[sum('1', both, `p${i}n`), sum('w', both, `p${i}w`), sum('w * x0', both, `p${i}s0`)],
        ...[sum(`w * x${i}`, both, `p${i}s1`), sum('w * x0 * x0', both, `p${i}s0_0`)],
        ...[sum(`w * x${i} * x${i}`, both, `p${i}s1_1`), sum(`w * x0 * x${i}`, both, `p${i}s0_1`)],
      ];
    }),
  ];
}

function analyse(sums: Sums, drivers: readonly Driver[]): DriverAnalysis {
  const of = (name: string): number => sums[name] ?? 0;
  const size = drivers.length;
  const matrix = Array.from({ length: size + 1 }, (_, i) =>
    Array.from({ length: size + 1 }, (__, j) => correlation(of, '', Math.min(i, j), Math.max(i, j)) ?? 0),
  );
  const tells = of('n') > 1 && matrix[0]?.[0] === 1;
  const outcome = (matrix[0] as number[]).slice(1);
  const correlations = matrix.slice(1).map((row) => row.slice(1));
  const lmg = tells ? lmgWeights(correlations, outcome) : [];
  const johnson = tells ? johnsonWeights(correlations, outcome) : [];
  return {
    complete: of('n'),
    explained: tells ? lmg.reduce((sum, weight) => sum + weight, 0) : null,
    drivers: drivers.map(({ question, series }, i) => {
      const prefix = `p${i + 1}`;
      const weight = of(`${prefix}w`);
      const mean = weight > 0 ? of(`${prefix}s1`) / weight : null;
      return {
        question,
        n: of(`${prefix}n`),
        correlation: correlation(of, prefix, 0, 1),
        mean,
        performance: mean === null ? null : goodnessOf(mean, series),
        lmg: lmg[i] ?? null,
        johnson: johnson[i] ?? null,
      };
    }),
  };
}

/** Pearson's correlation of two columns, from their sums; null where one of them never varies. */
function correlation(of: (name: string) => number, prefix: string, i: number, j: number): number | null {
  const w = of(`${prefix}w`);
  if (w === 0) return null;
  const product = (a: number, b: number): number =>
    of(`${prefix}s${a}_${b}`) - (of(`${prefix}s${a}`) * of(`${prefix}s${b}`)) / w;
  const [own, other] = [product(i, i), product(j, j)];
  // what is left of equal numbers after rounding is no variation
  const varies = (value: number, a: number): boolean => value > 1e-12 * of(`${prefix}s${a}_${a}`);
  if (!varies(own, i) || !varies(other, j)) return null;
  return i === j ? 1 : product(i, j) / Math.sqrt(own * other);
}
