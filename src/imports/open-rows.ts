import { readAttributes } from '../customers/read-attributes.ts';
import { ValidationError } from '../errors.ts';
import type { Road } from '../pipeline/road.ts';
import { checkMapping } from './check-mapping.ts';
import { defaultActivityMapping, defaultCustomerMapping } from './default-mapping.ts';
import { detectDelimiter } from './detect-delimiter.ts';
import { detectFormat, type Format } from './detect-format.ts';
import type { ImportInput } from './import-input.ts';
import type { ImportEquipment } from './import-job.ts';
import type { ActivityMapping, AttributeDeclarations, CustomerMapping } from './mapping.ts';
import { openSource, type Source } from './open-source.ts';
import { activityPreparer, customerPreparer, type RowPreparer } from './prepare-rows.ts';
import { readRows } from './read-rows.ts';
import type { Row } from './row.ts';
import { readUpload, readUploadBytes } from './uploads.ts';

/** Rows of one transaction. A batch is rows k * 500 + 1 to (k + 1) * 500 of the file, in every run the same. */
const BATCH = 500;

/** The bytes of the upload that an import names. */
export async function openUpload({ database }: Road, { uploadId = '' }: ImportInput): Promise<Source> {
  const { bytes } = await readUpload(database, uploadId);
  return { ...(await openSource(readUploadBytes(database, uploadId))), bytesTotal: bytes };
}

/** Rows in batches of fixed boundaries, and what prepares them; it is there once the first batch is. */
export interface OpenedRows {
  readonly batches: AsyncGenerator<Row[]>;
  readonly preparer: () => RowPreparer;
}

/** The rows of the file in batches, and what prepares them once the columns are known. */
export async function openRows(
  source: Source,
  input: ImportInput,
  { road, currency, openAnswers }: Pick<ImportEquipment, 'road' | 'currency' | 'openAnswers'>,
): Promise<OpenedRows> {
  const format = input.format ?? detectFormat(input.name, source.head);
  const declared: AttributeDeclarations = new Map((await readAttributes(road.database)).map((one) => [one.key, one]));
  const { kinds } = road.sources;
  const answers = input.what === 'answers' ? await openAnswers(road) : undefined;
  let made: RowPreparer | undefined;
  const prepareBy = (columns: readonly string[] | undefined): void => {
    if (answers) {
      const issues = answers.check(input.mapping, columns);
      if (issues.length > 0) throw new ValidationError(issues);
      made = answers.preparer(input.mapping, input.source);
      return;
    }
    const mapping = mappingOf(input, format, road, declared, columns);
    const issues = checkMapping(
      mapping,
      input.what === 'customers' ? 'customers' : 'activities',
      kinds,
      columns,
      declared,
    );
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
function mappingOf(
  input: ImportInput,
  format: Format,
  { sources }: Road,
  declared: AttributeDeclarations,
  columns: readonly string[] | undefined,
): unknown {
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
