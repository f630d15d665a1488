import type { Metric } from '../contract/metric.ts';
import type { Sql } from '../db/database.ts';
import { addJob } from '../jobs/run-jobs.ts';
import type { Replacement } from '../pipeline/engine-with.ts';

/** Kind of the job that makes a preview. */
export const PREVIEW = 'preview';

/** A document whose publication is previewed: a version that is kept, or a text that nobody saved. */
export interface PreviewDraft extends Replacement {
  readonly number: number | null;
  readonly contentHash: string;
}

/** What is previewed. */
export interface PreviewRequest {
  readonly drafts: readonly PreviewDraft[];
  /** Metrics that are new, or defined in another way. */
  readonly metrics: readonly Metric[];
  /** The instant to judge at, in epoch milliseconds; null: when the job begins. */
  readonly at: number | null;
}

/** Adds a preview and its job; resolves with the id of both. What is asked for must have been checked. */
export async function addPreview(sql: Sql, request: PreviewRequest): Promise<string> {
  const id = await addJob(sql, PREVIEW, {});
  await sql.query('add-preview', 'insert into preview (id, request) values ($1, $2)', [id, JSON.stringify(request)]);
  return id;
}

export async function readRequest(sql: Sql, id: string): Promise<PreviewRequest> {
  const [row] = await sql.query<{ request: PreviewRequest }>(
    'preview-request',
    'select request from preview where id = $1',
    [id],
  );
  if (!row) throw new Error('What was to be previewed is not kept any more; start the preview again.');
  return row.request;
}
