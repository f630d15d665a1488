import type { ActivityDraft } from '../activities/draft.ts';
import type { RoadTransaction } from '../contract/transaction.ts';
import type { RecordResult } from '../pipeline/batch.ts';
import type { Road } from '../pipeline/road.ts';
import type { KeptBeside, PreparedRows, RowPreparer } from './prepare-rows.ts';
import type { RowProblems } from './problems.ts';
import type { ReadRow } from './row.ts';

/** What became of rows, apart from those that were taken. */
export interface RowOutcomes {
  readonly refused: Map<ReadRow, RowProblems>;
  /** Rows of which everything had been recorded before. */
  readonly repeated: Set<ReadRow>;
}

/** A row is refused when anything of it is, and a repeat when all of it is. */
export function outcomesOf(
  preparer: RowPreparer,
  { activities, rows }: PreparedRows,
  results: readonly RecordResult[],
): RowOutcomes {
  const refused = new Map<ReadRow, RowProblems>();
  const fresh = new Set<ReadRow>();
  const repeated = new Set<ReadRow>();
  results.forEach((result, i) => {
    const row = rows[i];
    if (!row) return;
    if (result.status !== 'rejected') {
      (result.status === 'duplicate' ? repeated : fresh).add(row);
      return;
    }
    const told = preparer.place(row, activities[i] ?? {}, result.issues);
    const before = refused.get(row)?.problems ?? [];
    refused.set(row, { ...told, problems: [...before, ...told.problems] });
  });
  for (const row of repeated) if (fresh.has(row) || refused.has(row)) repeated.delete(row);
  return { refused, repeated };
}

/** Keeps the rows that do not travel. */
export async function keepBeside(
  tx: Pick<RoadTransaction, 'query'>,
  preparer: RowPreparer,
  { rows, keep }: KeptBeside,
  { refused, repeated }: RowOutcomes,
): Promise<void> {
  const kept = await keep(tx);
  rows.forEach((row, i) => {
    const outcome = kept[i];
    if (outcome === 'duplicate') repeated.add(row);
    else if (outcome) refused.set(row, preparer.place(row, {}, [outcome]));
  });
}

/** What would become of activities, as far as it can be told without recording them. */
export async function foresee(road: Road, activities: readonly ActivityDraft[]): Promise<RecordResult[]> {
  const prepared = await road.prepare({ activities });
  return activities.map((draft) => {
    const { issues } = prepared.get(draft) ?? {};
    return issues ? { status: 'rejected', issues } : { status: 'accepted', activityId: '', customerId: '' };
  });
}
