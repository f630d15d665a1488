import type { Person, PersonalRecords } from '../contract/personal.ts';
import type { RoadTransaction } from '../contract/transaction.ts';
import { ERASED } from '../pipeline/batch.ts';
import { IMPORT } from './problems.ts';
import { forgetUploads } from './uploads.ts';

/** Files and rejected rows are about persons without a customer's id in them. */
export const importRecords: PersonalRecords = { tables: [], erase: forgetPerson, tidy: forgetUploads };

async function forgetPerson({ texts }: Person, tx: RoadTransaction): Promise<void> {
  const written = [...new Set(texts.flatMap(asWritten))];
  const patterns = written.map(
    (text) => `(^|[^[:alnum:]])${text.replace(/[^\p{L}\p{N}\s]/gu, '\\$&')}($|[^[:alnum:]])`,
  );
  // by plain search first: patterns are slow
  const matches = (columns: string): string =>
    `case when exists (select 1 from unnest($1::text[]) t
                        where strpos(lower(concat_ws(E'\\n', ${columns})), lower(t)) > 0)
          then concat_ws(E'\\n', ${columns}) ~* any($2::text[]) else false end`;
  const imports = await tx.query<{ id: string }>(
    'imports-with-problems',
    'select id from job j where exists (select 1 from import_problem p where p.job_id = j.id)',
  );
  for (const { id } of imports)
    await tx.query(
      'erase-problems',
      `update import_problem set "column" = null, value = null, raw = null, code = $3, message = $4
        where job_id = $5 and ${matches('"column", value, message, raw')}`,
      [written, patterns, ERASED.code, ERASED.message, id],
    );
  await tx.query('erase-job-errors', `update job set error = $3 where ${matches('error')}`, [
    written,
    patterns,
    'The error named a person who was erased.',
  ]);
  await hurryUploads(tx);
}

/** The ways in which a file may write a text: as it is, as CSV, as JSON. */
function asWritten(text: string): string[] {
  const json = JSON.stringify(text).slice(1, -1);
  const ascii = json.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return [text, text.replaceAll('"', '""'), json, ascii];
}

/**
 * A stored file cannot be edited: one that was imported goes now, one that is being imported as soon as it is done, and
 * one that nobody has begun to import within an hour.
 */
async function hurryUploads(tx: RoadTransaction): Promise<void> {
  await tx.query(
    'hurry-uploads',
    `update upload set keep_until = least(keep_until, case when exists (
              select 1 from job j where j.kind = $1 and j.input ->> 'uploadId' = upload.id::text
                and (j.input -> 'dryRun') <> 'true') then '-infinity' else now() + interval '1 hour' end)
      where id in (select id from upload order by id for update)`,
    [IMPORT],
  );
}
