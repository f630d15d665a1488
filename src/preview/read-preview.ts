import type { Sql } from '../db/database.ts';
import type { JobStatus } from '../jobs/job.ts';
import { readGenerations } from '../pipeline/load-engine.ts';
import type { PreviewRequest } from './request.ts';
import { FLIP_STEP, type PreviewResult } from './result.ts';

/** A preview as it is kept; what follows from its job is null until that has succeeded. Times: epoch milliseconds. */
export interface Preview extends PreviewRequest {
  readonly id: string;
  readonly status: JobStatus;
  readonly createdAt: number;
  readonly judgedAt: number | null;
  readonly begunAt: number | null;
  readonly rulesGeneration: number | null;
  readonly metricsGeneration: number | null;
  readonly attributesGeneration: number | null;
  readonly customers: number | null;
  readonly moved: number | null;
  readonly result: PreviewResult | null;
  readonly hash: string | null;
  /** What it saw, as PostgreSQL names it. */
  readonly snapshot: string | null;
}

type PreviewRow = Omit<Preview, keyof PreviewRequest> & { readonly request: PreviewRequest };

const ms = (column: string): string => `(extract(epoch from ${column}) * 1000)::float8`;

/** Previews by their ids, those that are kept. */
export async function readPreviews(sql: Sql, ids: readonly string[]): Promise<Preview[]> {
  const rows = await sql.query<PreviewRow>(
    'read-previews',
    `select p.id, j.status, p.request, p.rules_generation as "rulesGeneration", p.metrics_generation as "metricsGeneration",
            p.attributes_generation as "attributesGeneration", p.customers::float8 as customers, p.moved::float8 as moved,
            p.result, p.hash, p.snapshot::text as snapshot, ${ms('p.created_at')} as "createdAt",
            ${ms('p.at')} as "judgedAt", ${ms('p.begun_at')} as "begunAt"
       from preview p join job j on j.id = p.id where p.id = any($1::uuid[])`,
    [ids],
  );
  return rows.map(({ request, ...row }) => ({ ...row, ...request }));
}

/** A preview by its id; undefined: it is not kept, or never was. */
export const readPreview = async (sql: Sql, id: string): Promise<Preview | undefined> =>
  (await readPreviews(sql, [id]))[0];

/** By how much the population has moved since a preview. */
export interface Recount {
  /** Customers there are now, and those of them for whom the preview may say something else now. */
  readonly customers: number;
  readonly changed: number;
  /** `changed` as a share, from 0 to 1. */
  readonly share: number;
  /** Rule sets, metrics or attributes are others than those that were previewed on: then everybody counts as changed. */
  readonly groundMoved: boolean;
}

/**
 * Counts the customers of whom a preview may say something else now: whose row was written since its snapshot (an activity,
 * a profile, a settlement, a new customer), whose time has come since by what is published, or for whom time alone may
 * have flipped a condition of the drafts. Nobody for whom it does say something else is left out; some who are counted
 * may be where they were. One scan that touches no values.
 */
export async function recount(sql: Sql, preview: Preview, now?: number): Promise<Recount> {
  const { snapshot, judgedAt, result } = preview;
  if (snapshot === null || judgedAt === null || !result) throw new Error('this preview has not succeeded');
  const generations = await readGenerations(sql);
  const until = Math.max(judgedAt, now ?? generations.now);
  const [row] = await sql.query<{ customers: number; changed: number }>(
    'recount-preview',
    `with s as materialized (
       select $1::pg_snapshot as seen, pg_snapshot_xmin($1::pg_snapshot)::xid as oldest,
              pg_snapshot_xmax($1::pg_snapshot) as next)
     select count(*)::float8 as customers, count(*) filter (where
              (age(c.xmin) <= age(s.oldest) and not pg_visible_in_snapshot(
                (s.next::text::bigint + age(s.next::xid) - age(c.xmin))::text::xid8, s.seen))
              or (c.due_at > $2 and c.due_at <= $3))::float8 as changed
       from customer c cross join s`,
    [snapshot, judgedAt, until],
  );
  const { customers, changed } = row as NonNullable<typeof row>;
  const groundMoved =
    generations.rules !== preview.rulesGeneration ||
    generations.metrics !== preview.metricsGeneration ||
    generations.attributes !== preview.attributesGeneration;
  const flipped = result.flips
    .filter(([step]) => judgedAt + step * FLIP_STEP < until)
    .reduce((sum, [, count]) => sum + count, 0);
  const beyond = until - judgedAt > FLIP_STEP * result.flipSteps;
  const moved = groundMoved || beyond ? customers : Math.min(customers, changed + flipped);
  return { customers, changed: moved, share: customers === 0 ? 0 : moved / customers, groundMoved };
}
