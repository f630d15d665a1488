import type { Sql } from '../db/database.ts';
import { overlaps } from './grouping.ts';
import type { Population } from './population.ts';
import { type Cell, countedRows, type Split } from './read-cells.ts';

/**
 * Of how many respondents figures are shown to those who may not see answers of single customers. What is shown must not
 * give away what is hidden either: see {@link hiddenOf}.
 */
export const PRIVACY_FLOOR = 5;

/** A group and how many people answered in it. */
export interface Peopled<C> {
  readonly cell: C;
  readonly people: number;
}

/**
 * Which of some groups must not be shown. Those of fewer than `floor` people; those but for whom fewer than `floor` people
 * are left of all; and, where groups add up to the whole, further ones, the smallest first, until those hidden are two or
 * more and have `floor` people together: else the whole less what is shown would tell.
 */
export function hiddenOf<C>(groups: readonly Peopled<C>[], whole: number, floor: number, addUp: boolean): Set<C> {
  const some = groups.filter(({ people }) => people > 0);
  const few = (people: number): boolean => people > 0 && people < floor;
  if (few(whole)) return new Set(some.map(({ cell }) => cell));
  const hidden = some.filter(({ people }) => few(people) || few(whole - people));
  if (addUp && hidden.length > 0) {
    const others = some.filter((group) => !hidden.includes(group)).sort((a, b) => a.people - b.people);
    const together = (): number => hidden.reduce((sum, { people }) => sum + people, 0);
    while (others.length > 0 && (hidden.length < 2 || together() < floor)) hidden.push(others.shift() as Peopled<C>);
  }
  return new Set(hidden.map(({ cell }) => cell));
}

interface Row {
  readonly key: string | null;
  readonly bucket: number | null;
  readonly people: number;
}

/** Which cells of a split must not be shown. One statement, which counts people and not answers. */
export async function readHidden(
  sql: Sql,
  population: Population,
  split: Split,
  cells: readonly Cell[],
): Promise<ReadonlySet<Cell>> {
  const { parameters, rows, key, bucket } = countedRows(population, split);
  const found = await sql.query<Row>(
    '',
    `select key, bucket, count(distinct respondent)::float8 as people
       from (select ${key} as key, ${bucket} as bucket, a.respondent from ${rows}) a group by grouping sets ((key, bucket), ())`,
    parameters.values,
  );
  const people = new Map(found.map((row) => [`${row.bucket} ${row.key}`, row.people]));
  const whole = found.find((row) => row.bucket === null)?.people ?? 0;
  const peopled = cells.map((cell) => {
    const place = split.windows ? split.windows.findIndex(({ to }) => to === cell.window.to) + 1 : 1;
    return { cell, people: people.get(`${place} ${cell.key}`) ?? 0 };
  });
  return hiddenOf(peopled, whole, PRIVACY_FLOOR, !overlaps(split.grouping));
}
