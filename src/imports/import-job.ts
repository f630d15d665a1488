import { customerIdOf } from '../activities/identify.ts';
import type { RoadTransaction } from '../contract/transaction.ts';
import { literal } from '../db/arrays.ts';
import type { JobHandler, RunningJob } from '../jobs/run-jobs.ts';
import { ERASED, type RecordResult } from '../pipeline/batch.ts';
import type { Road } from '../pipeline/road.ts';
import { hushErased, isHushed } from './erased-rows.ts';
import { type ImportInput, type Tally, tallyOf } from './import-input.ts';
import { openRows, openUpload } from './open-rows.ts';
import type { Source } from './open-source.ts';
import type { PreparedRows, RowPreparer } from './prepare-rows.ts';
import { keepProblems, MAX_PROBLEMS, type RowProblems } from './problems.ts';
import { foresee, keepBeside, outcomesOf } from './row-outcomes.ts';
import type { OpenRowReading } from './row-reading.ts';
import { hurryUpload } from './uploads.ts';

export interface ImportProgress extends Tally {
  readonly bytesRead: number;
  readonly bytesTotal: number | undefined;
}

export interface ImportEquipment {
  readonly road: Road;
  readonly currency: string;
  readonly clock: (() => number) | undefined;
  readonly openAnswers: OpenRowReading;
  /** Opens the bytes; absent: the upload that the input names. */
  readonly open?: () => Promise<Source>;
  readonly onProgress?: (progress: ImportProgress) => void;
}

/**
 * Imports a file: rows → activities or profiles → the road, in fixed batches in the order of the file. What a batch did,
 * its problems and how far the import has come commit together: after any crash it goes on behind the last batch, and
 * ends as if nothing had happened. While a batch travels, the next one is read and mapped.
 */
export const importJob =
  (equipment: ImportEquipment): JobHandler =>
  async (job) => {
    const input = job.input as unknown as ImportInput;
    const { road } = equipment;
    const source = await (equipment.open ?? (() => openUpload(road, input)))();
    let tally = tallyOf(job.progress.cursor);
    let seen = 0;
    let running: Promise<void> = Promise.resolve();
    const tell = (): void => {
      const { bytesTotal } = source;
      equipment.onProgress?.({ ...tally, bytesRead: source.bytesRead(), bytesTotal });
    };
    try {
      const { batches, preparer } = await openRows(source, input, equipment);
      for await (const rows of batches) {
        seen += rows.length;
        if (seen <= tally.rows) {
          preparer().skip(rows);
          continue;
        }
        const prepared = preparer().prepare(rows);
        await running;
        const estimate = estimateRows(seen, source);
        const travel = async (): Promise<void> => {
          tally = await takeBatch(equipment, job, input, preparer(), prepared, tally, estimate);
          tell();
        };
        running = travel();
        running.catch(() => {}); // told at the next `await running`
      }
      await running;
      await job.save(road.database, {
        done: tally.rows,
        total: tally.rows,
        failed: tally.rejected,
        cursor: { ...tally },
      });
      tell();
    } finally {
      await running.catch(() => {});
      source.stream.destroy();
    }
  };

const estimateRows = (seen: number, source: Source): number => {
  const read = source.bytesRead();
  return source.bytesTotal === undefined || read === 0
    ? 0
    : Math.max(seen, Math.round((seen * source.bytesTotal) / read));
};

/** Takes one batch down the road; resolves with the tally behind it, when it is committed. */
async function takeBatch(
  { road, clock }: ImportEquipment,
  job: RunningJob,
  { dryRun, uploadId }: ImportInput,
  preparer: RowPreparer,
  prepared: PreparedRows,
  before: Tally,
  total: number,
): Promise<Tally> {
  const { activities, profiles, rows, beside } = prepared;
  let after = before;
  // may run again when the database asks for it: everything follows from `before`
  const alongside = async (tx: Pick<RoadTransaction, 'query'>, results: readonly RecordResult[]): Promise<void> => {
    const outcomes = outcomesOf(preparer, prepared, results);
    if (beside && !dryRun) await keepBeside(tx, preparer, beside, outcomes);
    const found: RowProblems[] = [...prepared.problems, ...outcomes.refused.values()];
    if (profiles.length > 0) found.push(...(await findRefused(tx, preparer, prepared)));
    found.sort((a, b) => a.line - b.line);
    const kept = found.slice(0, Math.max(0, MAX_PROBLEMS - before.problems));
    const duplicates = outcomes.repeated.size;
    after = {
      rows: before.rows + prepared.count,
      accepted: before.accepted + prepared.count - duplicates - found.length,
      duplicates: before.duplicates + duplicates,
      rejected: before.rejected + found.length,
      problems: before.problems + kept.length,
    };
    const told = await hushErased(tx, kept);
    // a file that names an erased person goes as soon as it is imported
    if (!dryRun && told.some(isHushed)) await hurryUpload(tx, uploadId);
    await keepProblems(tx, job.id, told);
    await job.save(tx, { done: after.rows, total, failed: after.rejected, cursor: { ...after } });
  };
  if (dryRun) {
    const results = await foresee(road, activities);
    await road.database.transact((sql) => alongside(sql, results));
  } else if (rows.length === 0) await road.database.transact((sql) => alongside(sql, []));
  else {
    const now = clock?.();
    await road.settle({ activities, profiles, alongside, ...(now === undefined ? {} : { now }) });
  }
  return after;
}

/** Rows that name a customer by an id of ours that nobody has, or a person who was erased. */
async function findRefused(
  tx: Pick<RoadTransaction, 'query'>,
  preparer: RowPreparer,
  { profiles, rows }: PreparedRows,
): Promise<RowProblems[]> {
  const ids = profiles.map(({ customer }) => customer.id ?? customerIdOf(customer.externalId));
  const known = await tx.query<{ id: string; erased: boolean }>(
    'known-customers',
    'select id, erased_at is not null as erased from customer where id = any($1::uuid[])',
    [literal(ids)],
  );
  const found = new Map(known.map(({ id, erased }) => [id, erased]));
  return profiles.flatMap(({ customer }, i) => {
    const row = rows[i];
    const erased = found.get(ids[i] ?? '');
    if (!row || erased === false || (erased === undefined && customer.id === undefined)) return [];
    return [preparer.place(row, {}, [erased ? ERASED : STRANGER])];
  });
}

const STRANGER = { path: ['customer'], code: 'UNKNOWN_CUSTOMER', message: 'There is no customer with this id.' };
