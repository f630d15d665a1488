import type { Sql } from '../db/database.ts';
import { unknownFigure } from './figure.ts';
import { ofInvitations } from './grouping.ts';
import { INVITATIONS, type Population } from './population.ts';
import { countedRows, type Split } from './read-cells.ts';
import { type ByCell, type CountedShare, sharesByCell } from './recovered.ts';

/**
 * What part of the invitations that were made in a window was answered at any time since: completely, or in part. One
 * statement for all cells. Properties of responses and answers are not known of those who did not answer.
 */
export async function readResponseRate(sql: Sql, population: Population, split: Split, level: number): Promise<ByCell> {
  const { filter } = population;
  if (!ofInvitations(split.grouping) || filter.properties?.length || filter.anonymous)
    return () => unknownFigure('not-of-invitations');
  const { parameters, rows, key, bucket } = countedRows(population, split, { source: INVITATIONS });
  const found = await sql.query<CountedShare>(
    '',
    `select ${key} as key, ${bucket} as bucket, count(*)::float8 as all, count(a.given_at)::float8 as some
       from ${rows} group by 1, 2`,
    parameters.values,
  );
  return sharesByCell(found, split, level, 'no-invitations');
}
