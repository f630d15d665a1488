import { hash } from 'node:crypto';
import { CopyIn } from '../db/copy-in.ts';
import { Session } from '../db/session.ts';
import type { JobHandler, RunningJob } from '../jobs/run-jobs.ts';
import { engineWith } from '../pipeline/engine-with.ts';
import { loadEngine, readGenerations } from '../pipeline/load-engine.ts';
import type { Road } from '../pipeline/road.ts';
import { judgePopulation } from './judge-population.ts';
import { type PreviewRequest, readRequest } from './request.ts';
import type { PreviewResult } from './result.ts';

const SAVE_EVERY = 1000;
const SNAPSHOT = 'isolation level repeatable read read only';
const MOVERS = 'preview_mover (preview_id, number, customer_id, rule_set, type, key, "from", "to", facts)';

/**
 * Judges all customers of one snapshot and writes what would differ, all of it in one transaction. A snapshot ends with
 * its connection, so a job that was interrupted begins again with another one, and nothing is left of the first.
 */
export const previewJob =
  (road: Road, clock?: () => number): JobHandler =>
  async (job) => {
    const request = await readRequest(road.database, job.id);
    const sessions: Session[] = [];
    const begin = async (mode: string): Promise<Session> => {
      const session = await Session.begin(road.database, mode);
      sessions.push(session);
      return session;
    };
    try {
      const scan = await begin(SNAPSHOT);
      const population = await readStart(scan, request.at, clock?.());
      const lookups = await begin(SNAPSHOT);
      await lookups.query('', `set transaction snapshot '${population.exported}'`);
      await makePreview(road, job, request, population, { scan, lookups, writer: await begin('') });
    } finally {
      for (const session of sessions) session.cut();
    }
  };

/** What the snapshot is, and the instant at which it is judged. */
interface Start {
  readonly exported: string;
  readonly snapshot: string;
  readonly begunAt: Date;
  readonly count: number;
  readonly at: number;
}

/** No instant asked for: now, and never before the last settlement. */
async function readStart(scan: Session, asked: number | null, now: number | undefined): Promise<Start> {
  const [row] = await scan.query<Omit<Start, 'at'> & { latest: number | null; now: number }>(
    '',
    `select pg_export_snapshot() as exported, pg_current_snapshot()::text as snapshot, clock_timestamp() as "begunAt",
            floor(extract(epoch from clock_timestamp()) * 1000)::float8 as now,
            (select count(*)::float8 from customer) as count,
            case when $1::float8 is null then (select max(measured_at) from customer) end as latest`,
    [asked],
  );
  const start = row as NonNullable<typeof row>;
  return { ...start, at: asked ?? Math.max(now ?? start.now, start.latest ?? 0) };
}

interface Connections {
  readonly scan: Session;
  readonly lookups: Session;
  readonly writer: Session;
}

async function makePreview(
  road: Road,
  job: RunningJob,
  { drafts, metrics }: PreviewRequest,
  start: Start,
  { scan, lookups, writer }: Connections,
): Promise<void> {
  const { database, sources } = road;
  const { now: _now, ...generations } = await readGenerations(lookups);
  const base = await loadEngine(lookups, sources, generations);
  const next = await engineWith(road, { ruleSets: drafts, metrics }, lookups);
  const copy = new CopyIn(writer, MOVERS);
  let number = 0;
  let saved = Number.NEGATIVE_INFINITY;
  const { result, forecasts, digest } = await judgePopulation({
    base,
    next,
    at: start.at,
    scan,
    lookups,
    keep: (movers) =>
      copy.write(
        movers.map(({ customerId, ruleSet, type, key, from, to, facts }) => [
          job.id,
          ++number,
          customerId,
          ruleSet,
          type,
          key,
          from,
          to,
          JSON.stringify(facts),
        ]),
      ),
    progress: async (done) => {
      if (performance.now() - saved < SAVE_EVERY) return;
      await job.save(database, { done, total: start.count });
      saved = performance.now();
    },
  });
  await copy.end();
  const { customers, moved } = result;
  const identity = hashOf({ drafts, metrics, generations, at: start.at, result, digest });
  await writer.query(
    'finish-preview',
    `update preview set at = to_timestamp($2::float8 / 1000.0), snapshot = $3::pg_snapshot, begun_at = $4,
            rules_generation = $5, metrics_generation = $6, attributes_generation = $7, customers = $8, moved = $9,
            result = $10, hash = $11 where id = $1`,
    [
      job.id,
      start.at,
      start.snapshot,
      start.begunAt,
      generations.rules,
      generations.metrics,
      generations.attributes,
      customers,
      moved,
      JSON.stringify({ ...result, forecasts }),
      identity,
    ],
  );
  await forgetErased(writer, job.id);
  await job.save(writer, { done: customers, total: customers });
  await writer.commit();
}

/** A person who was erased since the snapshot is in none of it. */
async function forgetErased(writer: Session, id: string): Promise<void> {
  await writer.query(
    'forget-erased-movers',
    // few were erased and many move: begin with the few, whatever the planner thinks of rows that were just written
    `with erased as materialized (
       select id from customer where erased_at >= (select begun_at from preview where id = $1))
     delete from preview_mover m using erased e where m.preview_id = $1 and m.customer_id = e.id`,
    [id],
  );
}

interface Identity extends Pick<PreviewRequest, 'drafts' | 'metrics'> {
  readonly generations: { readonly rules: number; readonly metrics: number; readonly attributes: number };
  readonly at: number;
  readonly result: PreviewResult;
  readonly digest: string;
}

/** Two previews with the same hash are of the same documents on the same ground, and found the same. */
function hashOf({ drafts, metrics, generations, at, result, digest }: Identity): string {
  const documents = drafts.map(({ ruleSetKey, contentHash, rollout }) => [ruleSetKey, contentHash, rollout ?? null]);
  const { rules, metrics: measured, attributes } = generations;
  return hash('sha256', JSON.stringify([documents, metrics, rules, measured, attributes, at, result, digest]), 'hex');
}
