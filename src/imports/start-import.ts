import { randomUUID } from 'node:crypto';
import { type Actor, audit } from '../access/audit.ts';
import { uuidOf } from '../activities/identify.ts';
import { readAttributes } from '../customers/read-attributes.ts';
import type { Sql } from '../db/database.ts';
import { ConflictError, ValidationError } from '../errors.ts';
import { addJobOnce } from '../jobs/run-jobs.ts';
import type { Road } from '../pipeline/road.ts';
import { checkMapping } from './check-mapping.ts';
import type { Format } from './detect-format.ts';
import type { ImportInput } from './import-input.ts';
import { IMPORT } from './problems.ts';
import type { OpenRowReading } from './row-reading.ts';
import { readUpload } from './uploads.ts';

export interface StartImport {
  readonly uploadId: string;
  readonly what: ImportInput['what'];
  readonly format?: Format | null;
  readonly mapping?: unknown;
  readonly source?: string | null;
  readonly dryRun?: boolean | null;
  /** Idempotency key: the same key gives the same import. */
  readonly key?: string | null;
}

/** Starts the import of a complete upload; resolves with the id of its job. What is wrong with the mapping is told now. */
export async function startImport(
  road: Road,
  actor: Actor,
  request: StartImport,
  openAnswers: OpenRowReading,
): Promise<string> {
  const { uploadId, what, format, mapping, source, dryRun, key } = request;
  const { database, sources } = road;
  if (typeof key === 'string' && (key.length < 1 || key.length > 200))
    throw invalid(['key'], 'BAD_LENGTH', 'A key has 1 to 200 characters.');
  if (typeof source === 'string' && (source.length < 1 || source.length > 100 || source.includes('\0')))
    throw invalid(['source'], 'BAD_LENGTH', 'A source has 1 to 100 characters.');
  const upload = await readUpload(database, uploadId);
  if (!upload.complete)
    throw invalid(
      ['uploadId'],
      'UPLOAD_INCOMPLETE',
      `Only ${upload.bytes} bytes of this upload are here; send the rest first.`,
    );
  if (mapping !== undefined && mapping !== null) {
    const declared = new Map((await readAttributes(database)).map((one) => [one.key, one]));
    const issues =
      what === 'answers'
        ? (await openAnswers(road)).check(mapping)
        : checkMapping(mapping, what, sources.kinds, undefined, declared);
    if (issues.length > 0)
      throw new ValidationError(issues.map((issue) => ({ ...issue, path: ['mapping', ...issue.path] })));
  }
  const input: ImportInput = {
    what,
    name: upload.name,
    dryRun: dryRun ?? false,
    uploadId,
    ...(format ? { format } : {}),
    ...(mapping === undefined || mapping === null ? {} : { mapping }),
    ...(source ? { source } : {}),
  };
  const id = typeof key === 'string' ? uuidOf(`import\0${key}`) : randomUUID();
  await database.transact(async (sql) => {
    if (await addJobOnce(sql, IMPORT, input, id)) await auditImport(sql, actor, id, input);
    else await checkSame(sql, id, input);
  });
  return id;
}

/** Notes who imports what. Names of files may tell who a person is, so they are left out. */
export const auditImport = (sql: Sql, actor: Actor, id: string, input: ImportInput): Promise<void> => {
  const { name: _name, mapping: _mapping, ...after } = input;
  return audit(sql, actor, { action: 'import.start', target: { type: 'import', id }, after });
};

const invalid = (path: string[], code: string, message: string): ValidationError =>
  new ValidationError([{ path, code, message }]);

/** A key that was used before must have been used for the same import. */
async function checkSame(sql: Sql, id: string, input: ImportInput): Promise<void> {
  const [row] = await sql.query<{ same: boolean }>(
    'same-import',
    'select input = $2::jsonb as same from job where id = $1',
    [id, JSON.stringify(input)],
  );
  if (row?.same !== true)
    throw new ConflictError('IDEMPOTENCY_CONFLICT', 'This key was used before for another import; use a new key.', [
      'key',
    ]);
}
