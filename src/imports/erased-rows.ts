import { customerIdOf, isUuid } from '../activities/identify.ts';
import type { RoadTransaction } from '../contract/transaction.ts';
import { literal } from '../db/arrays.ts';
import { ERASED } from '../pipeline/batch.ts';
import type { RowProblems } from './problems.ts';

/**
 * Problems of rows, without what rows of erased persons said: these keep their place, and nothing else. Until the
 * transaction ends, none of the persons that are named here can be erased.
 */
export async function hushErased(
  tx: Pick<RoadTransaction, 'query'>,
  rows: readonly RowProblems[],
): Promise<RowProblems[]> {
  const named = rows.map(({ customer }) => customer && (customer.id ?? customerIdOf(customer.externalId)));
  const ids = [...new Set(named.filter((id) => id !== undefined && isUuid(id)))] as string[];
  if (ids.length === 0) return [...rows];
  const known = await tx.query<{ id: string; erased: boolean }>(
    'hold-customers',
    `select id, erased_at is not null as erased from customer where id = any($1::uuid[]) order by id for key share`,
    [literal(ids)],
  );
  const erased = new Set(known.filter((one) => one.erased).map(({ id }) => id));
  return rows.map((row, i) => (erased.has(named[i] ?? '') ? hushed(row) : row));
}

/** Whether a row said something of an erased person. */
export const isHushed = ({ problems }: RowProblems): boolean => problems[0]?.code === ERASED.code;

const hushed = ({ line }: RowProblems): RowProblems => {
  const { code, message } = ERASED;
  return { line, raw: '', problems: [{ line, column: null, value: null, code, message }] };
};
