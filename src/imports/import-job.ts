import type { RoadTransaction } from '../contract/transaction.ts';
import { literal } from '../db/arrays.ts';
import { ValidationError } from '../errors.ts';
import type { JobHandler, RunningJob } from '../jobs/run-jobs.ts';
import type { RecordResult } from '../pipeline/batch.ts';
import { readAttributes } from '../pipeline/load-engine.ts';
import type { Road } from '../pipeline/road.ts';
import { checkMapping } from './check-mapping.ts';
import { defaultActivityMapping, defaultCustomerMapping } from './default-mapping.ts';
import { detectDelimiter } from './detect-delimiter.ts';
import { detectFormat, type Format } from './detect-format.ts';
import type { ActivityMapping, AttributeDeclarations, CustomerMapping } from './mapping.ts';
import { openSource, type Source } from './open-source.ts';
import { activityPreparer, customerPreparer, type PreparedRows, type RowPreparer } from './prepare-rows.ts';
import { keepProblems, MAX_PROBLEMS, type RowProblems } from './problems.ts';
import { readRows } from './read-rows.ts';
import type { Row } from './row.ts';
import { readUpload, readUploadBytes } from './uploads.ts';

/** Rows of one transaction. A batch is rows k * 500 + 1 to (k + 1) * 500 of the file, in every run the same. */
const BATCH = 500;

/** What is to be imported, as the job keeps it. */
export interface ImportInput {
  readonly what: 'customers' | 'activities';
  /** Name of the file; its end may tell the format. */
  readonly name: string;
  readonly format?: Format;
  /** Absent: the columns have our own names. */
  readonly mapping?: unknown;
  /** Where the activities come from, whatever the mapping says. */
  readonly source?: string;
  readonly dryRun: boolean;
  readonly uploadId?: string;
}

/** How far an import has come; kept with every batch. */
export interface Tally {
  readonly rows: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly problems: number;
}

export interface ImportProgress extends Tally {
  readonly bytesRead: number;
  readonly bytesTotal: number | undefined;
}

export interface ImportEquipment {
  readonly road: Road;
  readonly currency: string;
  readonly clock: (() => number) | undefined;
  /** Opens the bytes; absent: the upload that the input names. */
  readonly open?: () => Promise<Source>;
  readonly onProgress?: (progress: ImportProgress) => void;
}

/** What an import has counted so far, from the cursor of its job. */
export const tallyOf = (cursor: Readonly<Record<string, unknown>>): Tally => {
  const { rows = 0, accepted = 0, duplicates = 0, rejected = 0, problems = 0 } = cursor as Partial<Tally>;
  return { rows, accepted, duplicates, rejected, problems };
};

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
      await job.save(road.database, { done: tally.rows, total: tally.rows, failed: tally.rejected, cursor: { ...tally } });
      tell();
    } finally {
      await running.catch(() => {});
      source.stream.destroy();
    }
  };

async function openUpload({ database }: Road, { uploadId = '' }: ImportInput): Promise<Source> {
  const { bytes } = await readUpload(database, uploadId);
  return { ...(await openSource(readUploadBytes(database, uploadId))), bytesTotal: bytes };
}

const estimateRows = (seen: number, source: Source): number => {
  const read = source.bytesRead();
  return source.bytesTotal === undefined || read === 0 ? 0 : Math.max(seen, Math.round((seen * source.bytesTotal) / read));
};

/** The rows of the file in batches, and what prepares them once the columns are known. */
async function openRows(source: Source, input: ImportInput, { road, currency }: ImportEquipment) {
  const format = input.format ?? detectFormat(input.name, source.head);
  const declared: AttributeDeclarations = new Map((await readAttributes(road.database)).map((one) => [one.key, one]));
  const { kinds } = road.sources;
  let made: RowPreparer | undefined;
  const prepareBy = (columns: readonly string[] | undefined): void => {
    const mapping = mappingOf(input, format, road, declared, columns);
    const issues = checkMapping(mapping, input.what, kinds, columns, declared);
    if (issues.length > 0) throw new ValidationError(issues);
    made =
      input.what === 'activities'
        ? activityPreparer(mapping as ActivityMapping, kinds, currency)
        : customerPreparer(mapping as CustomerMapping, declared);
  };
  if (format === 'ndjson') prepareBy(undefined);
  const delimiter = detectDelimiter(source.head);
  const rows = readRows(source.stream, format, { delimiter, onHeader: prepareBy });
  return { batches: inBatches(rows), preparer: () => made as RowPreparer };
}

/** The mapping of an import: its own, or the one of a file with our own names. */
function mappingOf(input: ImportInput, format: Format, { sources }: Road, declared: AttributeDeclarations, columns: readonly string[] | undefined): unknown {
  if (input.what === 'customers') return input.mapping ?? defaultCustomerMapping(format, declared, columns);
  const mapping = input.mapping ?? defaultActivityMapping(format, sources.kinds, columns);
  return input.source === undefined ? mapping : { ...(mapping as object), source: { value: input.source } };
}

async function* inBatches(rows: AsyncIterable<Row>): AsyncGenerator<Row[]> {
  let batch: Row[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Takes one batch down the road; resolves with the tally behind it, when it is committed. */
async function takeBatch(
  { road, clock }: ImportEquipment,
  job: RunningJob,
  { dryRun }: ImportInput,
  preparer: RowPreparer,
  prepared: PreparedRows,
  before: Tally,
  total: number,
): Promise<Tally> {
  const { activities, profiles, rows } = prepared;
  let after = before;
  // may run again when the database asks for it: everything follows from `before`
  const alongside = async (tx: Pick<RoadTransaction, 'query'>, results: readonly RecordResult[]): Promise<void> => {
    const found: RowProblems[] = [...prepared.problems];
    results.forEach((result, i) => {
      const row = rows[i];
      if (row && result.status === 'rejected') found.push(preparer.place(row, activities[i]?.kind, result.issues));
    });
    if (profiles.length > 0) found.push(...(await findStrangers(tx, preparer, prepared)));
    found.sort((a, b) => a.line - b.line);
    const kept = found.slice(0, Math.max(0, MAX_PROBLEMS - before.problems));
    const duplicates = results.filter(({ status }) => status === 'duplicate').length;
    after = {
      rows: before.rows + prepared.count,
      accepted: before.accepted + prepared.count - duplicates - found.length,
      duplicates: before.duplicates + duplicates,
      rejected: before.rejected + found.length,
      problems: before.problems + kept.length,
    };
    await keepProblems(tx, job.id, kept);
    await job.save(tx, { done: after.rows, total, failed: after.rejected, cursor: { ...after } });
  };
  if (dryRun || rows.length === 0) await road.database.transact((sql) => alongside(sql, []));
  else {
    const now = clock?.();
    await road.settle({ activities, profiles, alongside, ...(now === undefined ? {} : { now }) });
  }
  return after;
}

/** Rows that name a customer by an id of ours that nobody has. */
async function findStrangers(tx: Pick<RoadTransaction, 'query'>, preparer: RowPreparer, { profiles, rows }: PreparedRows): Promise<RowProblems[]> {
  const ids = profiles.flatMap(({ customer }) => customer.id ?? []);
  if (ids.length === 0) return [];
  const known = await tx.query<{ id: string }>('known-customers', 'select id from customer where id = any($1::uuid[])', [literal(ids)]);
  const found = new Set(known.map(({ id }) => id));
  const issue = { path: ['customer'], code: 'UNKNOWN_CUSTOMER', message: 'There is no customer with this id.' };
  return profiles.flatMap(({ customer }, i) => {
    const row = rows[i];
    return row && customer.id !== undefined && !found.has(customer.id) ? [preparer.place(row, undefined, [issue])] : [];
  });
}
