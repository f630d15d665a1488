import type { Sql } from '../db/database.ts';
import { Parameters } from '../db/parameters.ts';
import { UserError } from '../errors.ts';
import type { Distribution } from './distribution.ts';
import { type Grouping, groupSql, MOST_GROUPS } from './grouping.ts';
import type { Window } from './periods.ts';
import { ANSWERS, belongs, counts, instant, type Population, type Source } from './population.ts';

/** The answers of one group in one window, counted. */
export interface Cell {
  /** Null: all, or those in no group. */
  readonly key: string | null;
  readonly window: Bounds;
  readonly distribution: Distribution;
  /** How many of the answers nobody known gave. */
  readonly anonymous: number;
}

/** A window that may begin with the first answer. */
export interface Bounds {
  readonly from: number | null;
  readonly to: number;
}

/** How a population is split: into groups, into windows that follow each other, or not at all. */
export interface Split {
  readonly grouping: Grouping | null;
  readonly windows: readonly Window[] | null;
}

export const WHOLE: Split = { grouping: null, windows: null };

/** A statement over the counting rows `a` of a population, and what it is put together from. */
export interface Counted {
  readonly parameters: Parameters;
  /** Everything after `from`, filtered. */
  readonly rows: string;
  /** The key of the group. */
  readonly key: string;
  /** The number of the window, from 1. */
  readonly bucket: string;
}

/** Of what rows are counted, and by which instant, in SQL, a later answer in no wave takes the place of an earlier one. */
interface Counting {
  readonly source?: Source;
  readonly end?: string;
}

/** Puts together which rows of a source belong to which group and window of a population. */
export function countedRows(
  population: Population,
  { grouping, windows }: Split,
  { source = ANSWERS, end }: Counting = {},
): Counted {
  const parameters = new Parameters();
  const group = groupSql(grouping, parameters);
  const starts = windows && parameters.bind(edges(windows), 'timestamptz[]');
  const bucket = starts ? `width_bucket(a.answered_at, ${starts})` : '1';
  const parts = [belongs(population, source, parameters)];
  if (population.customers) parts.push(population.customers(parameters));
  if (!source.invitations) {
    const last = (): string => (starts ? `(${starts})[${bucket} + 1]` : instant(parameters, population.to));
    parts.push(counts(population, () => end ?? last(), parameters));
  }
  const customer = population.customers ? 'join' : group.customer ? 'left join' : '';
  const rows = `${source.table} a ${customer && `${customer} customer c on c.id = a.customer_id`} ${group.join}
    where ${parts.join(' and ')}`;
  return { parameters, rows, key: group.key, bucket };
}

/** Where the windows begin, and where the last one ends. */
const edges = (windows: readonly Window[]): string[] =>
  [...windows.map(({ from }) => from), windows.at(-1)?.to ?? 0].map((at) => new Date(at).toISOString());

interface Row {
  readonly key: string | null;
  readonly bucket: number;
  readonly score: number;
  readonly n: number;
  readonly known: number;
  readonly weight: number;
  readonly squares: number;
}

/** How often each score was given, in each group and window; one statement however many there are. */
export async function readCells(sql: Sql, population: Population, split: Split): Promise<Cell[]> {
  const { parameters, rows, key, bucket } = countedRows(population, split);
  const sums = population.weighted
    ? 'sum(a.weight)::float8 as weight, sum(a.weight * a.weight)::float8 as squares'
    : 'count(*)::float8 as weight, count(*)::float8 as squares';
  const found = await sql.query<Row>(
    '',
    `select ${key} as key, ${bucket} as bucket, a.score, count(*)::float8 as n, count(a.customer_id)::float8 as known, ${sums}
       from ${rows} group by 1, 2, 3 order by 1, 2, 3`,
    parameters.values,
  );
  return arrange(found, population, split);
}

/** Cells by group, then by window: a window in which a group has no answers has a cell as well. */
function arrange(rows: readonly Row[], population: Population, { grouping, windows }: Split): Cell[] {
  const groups = Map.groupBy(rows, ({ key }) => key);
  if (groups.size > MOST_GROUPS)
    throw new UserError('TOO_MANY_GROUPS', `There are more than ${MOST_GROUPS} groups; filter some away.`, ['by']);
  if (!grouping && groups.size === 0) groups.set(null, []);
  const bounds = windows ?? [{ from: population.from, to: population.to }];
  return [...groups].flatMap(([key, ofGroup]) => {
    const buckets = Map.groupBy(ofGroup, ({ bucket }) => bucket);
    return bounds.map((window, i): Cell => {
      const inside = buckets.get(i + 1) ?? [];
      const anonymous = inside.reduce((sum, { n, known }) => sum + n - known, 0);
      return {
        key,
        window,
        distribution: inside.map(({ score, n, weight, squares }) => ({ score, n, weight, squares })),
        anonymous,
      };
    });
  });
}
