import { type Actor, audit } from '../access/audit.ts';
import { uuidOf } from '../activities/identify.ts';
import type { Measure, Metric, MetricType } from '../contract/metric.ts';
import type { Sql } from '../db/database.ts';
import { ConflictError, type Issue, ValidationError } from '../errors.ts';
import { addJob } from '../jobs/run-jobs.ts';
import { listAccumulators } from '../metrics/plan.ts';
import { allocateSlots } from '../metrics/slots.ts';
import { BACKFILL } from './backfill.ts';
import { checkMeasure } from './check-measure.ts';
import { type EngineSources, readGenerations } from './load-engine.ts';
import { canMeasure } from './rest.ts';
import type { Road } from './road.ts';

/** A metric of a marketer, before its type is known. */
export interface MetricDraft {
  readonly key: string;
  readonly title: string;
  readonly description: string;
  readonly unit?: string | null;
  readonly direction: Metric['direction'];
  readonly measure: Measure;
}

export interface DefinedMetric {
  readonly metric: Metric;
  /** The job that measures it for every customer. */
  readonly jobId: string;
}

const KEY = /^[a-z][A-Za-z0-9]{0,63}$/;
const MOST = 100;
const UNITS: Partial<Record<MetricType, string>> = {
  money: 'money',
  duration: 'milliseconds',
  instant: 'time',
  boolean: 'yes or no',
};

/**
 * Adds a metric as data: from the commit on every activity moves it, and a job measures it for the customers that there
 * are. The same definition sent again gives the same answer.
 */
export async function defineMetric(road: Road, actor: Actor, draft: MetricDraft): Promise<DefinedMetric> {
  const metric = checkMetric(draft, road.sources, new Set(road.sources.metrics.map(({ key }) => key)));
  const jobId = uuidOf(`define-metric\0${metric.key}`);
  return road.database.transact(async (sql) => {
    // definitions take turns: each sees the slots and names of those before
    await sql.query('engine-lock', 'select 1 from engine for update');
    const own = await readDefinitions(sql);
    const same = own.find(({ key }) => key === metric.key);
    if (same && JSON.stringify(sorted(same)) === JSON.stringify(sorted(metric))) return { metric: same, jobId };
    if (same)
      throw new ConflictError('KEY_TAKEN', `There is a metric "${metric.key}" already; choose another key.`, ['key']);
    if (own.length >= MOST)
      throw new ValidationError([
        { path: [], code: 'TOO_MANY', message: `There are ${MOST} metrics of your own; that is the most.` },
      ]);
    await sql.query('insert-metric-definition', 'insert into metric_definition (key, definition) values ($1, $2)', [
      metric.key,
      JSON.stringify(metric),
    ]);
    const before = await readGenerations(sql);
    const measured = own.filter((one) => canMeasure(one, road.sources));
    const metrics = [...road.sources.metrics, ...measured, metric];
    await allocateSlots(sql, listAccumulators({ ...road.sources, metrics }).values());
    // numbers that were kept already need no slots, but every process must learn of the metric
    await sql.query(
      'bump-metrics-once',
      'update engine set metrics_generation = $1 + 1 where metrics_generation = $1',
      [before.metrics],
    );
    const { metrics: generation } = await readGenerations(sql);
    await addJob(sql, BACKFILL, { metric: metric.key, metricsGeneration: generation }, jobId);
    await audit(sql, actor, { action: 'metric.define', target: { type: 'metric', id: metric.key }, after: metric });
    return { metric, jobId };
  });
}

const readDefinitions = async (sql: Sql): Promise<Metric[]> =>
  (await sql.query<{ definition: Metric }>('metric-definitions', 'select definition from metric_definition')).map(
    ({ definition }) => definition,
  );

/** `jsonb` keeps no order of names. */
const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, one]) => [key, sorted(one)]);
};

/** The metric of a draft; throws a ValidationError with everything that is wrong with it. */
export function checkMetric(draft: MetricDraft, sources: EngineSources, taken: ReadonlySet<string>): Metric {
  const { key, title, description, unit, direction, measure } = draft;
  const issues: Issue[] = [];
  const length = (path: string, text: string, most: number): void => {
    if (text.length >= 1 && text.length <= most && !text.includes('\0')) return;
    issues.push({ path: [path], code: 'BAD_LENGTH', message: `This has 1 to ${most} characters.` });
  };
  if (!KEY.test(key)) {
    const message = 'A key begins with a lower-case letter and has letters and digits, at most 64: "visitsLast30Days".';
    issues.push({ path: ['key'], code: 'BAD_KEY', message });
  } else if (RESERVED.has(key) || taken.has(key)) {
    issues.push({ path: ['key'], code: 'KEY_TAKEN', message: `"${key}" exists already; choose another key.` });
  }
  length('title', title, 200);
  length('description', description, 1000);
  if (typeof unit === 'string') length('unit', unit, 50);
  const checked = checkMeasure(measure, sources);
  if ('issues' in checked)
    issues.push(...checked.issues.map((issue) => ({ ...issue, path: ['measure', ...issue.path] })));
  if ('issues' in checked || issues.length > 0) throw new ValidationError(issues);
  const { type } = checked;
  return { key, title, description, type, unit: unit ?? UNITS[type] ?? 'times', direction, measure };
}

/** Facts of the profile. */
const RESERVED: ReadonlySet<string> = new Set(['joinedAt', 'locale']);
