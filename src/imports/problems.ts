import type { CustomerRef } from '../activities/draft.ts';
import { isUuid } from '../activities/identify.ts';
import type { RoadTransaction } from '../contract/transaction.ts';
import { literal, texts } from '../db/arrays.ts';
import type { Sql } from '../db/database.ts';
import { NotFoundError } from '../errors.ts';
import type { ErrorFile } from './error-file.ts';
import { cut, type RowProblem } from './row.ts';

/** Most problems that an import keeps; the rows beyond are only counted. */
export const MAX_PROBLEMS = 100_000;
const LONGEST_ROW = 4000;
const PAGE = 1000;

/** Kinds of job that are imports: of an upload, and of a file on the command line. */
export const IMPORT = 'import';
export const FILE_IMPORT = 'file-import';

/** What is wrong with one row of a file, and the row. */
export interface RowProblems {
  readonly line: number;
  readonly problems: readonly RowProblem[];
  readonly raw: string;
  /** The customer that the row names, where it can be read. */
  readonly customer?: CustomerRef | undefined;
}

/** A problem as it is kept: its row's line, and its number among the problems of that row, from 1. */
export interface KeptProblem extends RowProblem {
  readonly number: number;
  readonly raw: string | null;
}

const CLEAN = /\0/g;
const clean = (text: string | null): string | null => text?.replace(CLEAN, '\ufffd') ?? null;

/** Keeps the problems of rows in the transaction that takes the other rows of their batch. */
export async function keepProblems(
  tx: Pick<RoadTransaction, 'query'>,
  jobId: string,
  rows: readonly RowProblems[],
): Promise<void> {
  const flat = rows.flatMap(({ problems, raw }) => problems.map((problem, i) => ({ problem, number: i + 1, raw })));
  if (flat.length === 0) return;
  await tx.query(
    'keep-problems',
    `insert into import_problem (job_id, line, number, "column", value, code, message, raw)
     select $1::uuid, line, number, "column", value, code, message, raw
       from unnest($2::int[], $3::int[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
         as v(line, number, "column", value, code, message, raw)
     on conflict do nothing`,
    [
      jobId,
      literal(flat.map(({ problem }) => problem.line)),
      literal(flat.map(({ number }) => number)),
      texts(flat.map(({ problem }) => clean(problem.column && cut(problem.column)))),
      texts(flat.map(({ problem }) => clean(problem.value))),
      texts(flat.map(({ problem }) => problem.code)),
      texts(flat.map(({ problem }) => clean(problem.message) ?? '')),
      texts(flat.map(({ raw }) => clean(cut(raw, LONGEST_ROW)))),
    ],
  );
}

/** Problems in the order of the file, after a place. */
export async function readProblems(
  sql: Sql,
  jobId: string,
  after: { readonly line: number; readonly number: number } = { line: 0, number: 0 },
  limit: number = PAGE,
): Promise<KeptProblem[]> {
  return sql.query<KeptProblem>(
    'read-problems',
    `select line, number, "column", value, code, message, raw from import_problem
      where job_id = $1 and (line, number) > ($2, $3) order by line, number limit $4`,
    [jobId, after.line, after.number, limit],
  );
}

/** How long the problems of an import are kept after its end: they quote rows, and nobody knows whose. */
const KEPT = '30 days';

/** Forgets the problems of imports that ended long ago. */
export async function forgetProblems(sql: Sql): Promise<void> {
  await sql.query(
    'forget-problems-of-old',
    `delete from import_problem p using job j where j.id = p.job_id and j.ended_at < now() - interval '${KEPT}'`,
  );
}

/** Writes all problems of an import into a file. */
export async function writeProblems(sql: Sql, jobId: string, file: ErrorFile): Promise<void> {
  let after: KeptProblem | undefined;
  do {
    const page = await readProblems(sql, jobId, after);
    for (const problem of page) await file.write([problem], problem.raw ?? '');
    after = page.length === PAGE ? page.at(-1) : undefined;
  } while (after);
}

/** Makes sure that there is an import with this id. */
export async function findImport(sql: Sql, id: string): Promise<void> {
  const rows = isUuid(id)
    ? await sql.query('find-import', 'select 1 from job where id = $1 and kind = any($2)', [id, [IMPORT, FILE_IMPORT]])
    : [];
  if (rows.length === 0) throw new NotFoundError('There is no import with this id.', ['id']);
}
