import type { Sql } from '../db/database.ts';
import type { Population } from './population.ts';
import { type Cell, countedRows, type Split } from './read-cells.ts';

/** One answer behind a figure. */
export interface Answer {
  readonly respondent: string;
  readonly response: string;
  /** Null: nobody known. */
  readonly customerId: string | null;
  readonly surveyId: string;
  readonly version: number;
  readonly question: string;
  readonly score: number;
  readonly weight: number;
  readonly answeredAt: number;
  readonly wave: string | null;
  readonly touchpoint: string | null;
  readonly channel: string | null;
  readonly online: boolean | null;
  readonly store: string | null;
}

/** Where an answer stands in the list of those behind a figure. */
export type AnswerPlace = Pick<Answer, 'answeredAt' | 'respondent' | 'response' | 'question'>;

/** Which of the answers behind figures, and how many. */
export interface Behind {
  /** Only those with these scores; null: all. */
  readonly scores: readonly number[] | null;
  readonly after: AnswerPlace | null;
  readonly limit: number;
}

/** The answers behind each of some cells of one split, the newest first; one statement for all of them. */
export async function readBehind(
  sql: Sql,
  population: Population,
  { grouping }: Split,
  cells: readonly Pick<Cell, 'key' | 'window'>[],
  { scores, after, limit }: Behind,
): Promise<Answer[][]> {
  // each cell has a window of its own, inside that of the population
  const { parameters, rows, key } = countedRows(population, { grouping, windows: null }, { end: 'x.high' });
  const bind = (values: readonly unknown[], type: string): string => parameters.bind(values, `${type}[]`);
  const iso = (at: number): string => new Date(at).toISOString();
  const wanted = `unnest(${bind(
    cells.map((cell) => cell.key),
    'text',
  )}, ${bind(
    cells.map(({ window }) => (window.from === null ? '-infinity' : iso(window.from))),
    'timestamptz',
  )}, ${bind(
    cells.map(({ window }) => iso(window.to)),
    'timestamptz',
  )}) with ordinality x(key, low, high, ix)`;
  const parts = [`(${key}) is not distinct from x.key`, 'a.answered_at >= x.low', 'a.answered_at < x.high'];
  if (scores) parts.push(`a.score = any(${bind(scores, 'float8')})`);
  if (after) {
    const place = [
      parameters.bind(iso(after.answeredAt), 'timestamptz'),
      parameters.bind(after.respondent, 'uuid'),
      parameters.bind(after.response, 'uuid'),
      parameters.bind(after.question, 'text'),
    ];
    parts.push(`(a.answered_at, a.respondent, a.response, a.question) < (${place.join(', ')})`);
  }
  const found = await sql.query<Answer & { readonly ix: number }>(
    '',
    `select x.ix::int as ix, r.* from ${wanted} cross join lateral (
       select a.respondent, a.response, a.customer_id as "customerId", a.survey_id as "surveyId", a.version, a.question,
              a.score, a.weight, (extract(epoch from a.answered_at) * 1000)::float8 as "answeredAt", a.wave, a.touchpoint,
              a.channel, a.online, a.store
         from ${rows} and ${parts.join(' and ')}
        order by a.answered_at desc, a.respondent desc, a.response desc, a.question desc limit ${parameters.bind(limit, 'int')}) r
      order by x.ix, r."answeredAt" desc, r.respondent desc, r.response desc, r.question desc`,
    parameters.values,
  );
  const byCell = Map.groupBy(found, ({ ix }) => ix);
  return cells.map((_, i) => byCell.get(i + 1) ?? []);
}
