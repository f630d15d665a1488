import type { Metric } from '../contract/metric.ts';
import type { Sql } from '../db/database.ts';
import { RETIRED } from '../metrics/accumulator.ts';
import { listAccumulators } from '../metrics/plan.ts';
import type { Engine } from './engine.ts';
import {
  type CodeRow,
  type EngineParts,
  type EngineSources,
  makeEngine,
  readGenerations,
  readParts,
  type VersionRow,
} from './load-engine.ts';
import type { RolloutTerms } from './rollout.ts';

/** A document in the place of the published version of a rule set, or of a rule set that is not published yet. */
export interface Replacement {
  readonly ruleSetKey: string;
  readonly kind: string;
  readonly source: string;
  /** What the database calls them, when it knows them. */
  readonly ruleSetId?: string;
  readonly versionId?: string;
  /** For whom it holds first; the others keep what is published. */
  readonly rollout?: RolloutTerms;
}

/** What is to be different from what holds: documents by rule set, and definitions of metrics by key. */
export interface Versions {
  readonly ruleSets?: readonly Replacement[];
  readonly metrics?: readonly Metric[];
}

/**
 * The engine as `loadEngine` would make it after these versions were published, without writing anything. Its documents
 * must have passed `checkDocument`. Outcomes that have no code yet get one that holds for this engine only.
 */
export async function engineWith(
  { database, sources }: { readonly database: Sql; readonly sources: EngineSources },
  versions: Versions,
  sql: Sql = database,
): Promise<Engine> {
  const { now: _now, ...generations } = await readGenerations(sql);
  const { ruleSets = [], metrics = [] } = versions;
  const after = {
    ...generations,
    rules: generations.rules + (ruleSets.length > 0 ? 1 : 0),
    metrics: generations.metrics + (metrics.length > 0 ? 1 : 0),
  };
  const before = await readParts(sql, sources);
  const withMetrics = metrics.length > 0 ? replaceMetrics(sources, before, metrics, after.metrics) : before;
  return makeEngine(sources, replaceRuleSets(sources, withMetrics, ruleSets, after.rules), after);
}

function replaceRuleSets(
  { ruleSetKinds }: EngineSources,
  parts: EngineParts,
  replacements: readonly Replacement[],
  generation: number,
): EngineParts {
  const published = new Map(parts.published.map((row) => [row.key, row]));
  const codes: CodeRow[] = [...parts.codes];
  let next = codes.reduce((most, { code }) => Math.max(most, code), 0) + 1;
  for (const { ruleSetKey: key, kind, source, ruleSetId, versionId, rollout } of replacements) {
    const former = published.get(key);
    const id = ruleSetId ?? former?.id ?? key;
    const row: VersionRow = { id, key, kind, version_id: versionId ?? key, generation, source };
    published.set(key, rollout ? { ...row, rollout: { ...rollout, former: former ?? null } } : row);
    const known = new Set(codes.filter((one) => one.rule_set_id === id).map((one) => one.key));
    for (const outcome of ruleSetKinds.get(kind)?.outcomes(JSON.parse(source) as never) ?? [])
      if (!known.has(outcome.key)) codes.push({ code: next++, rule_set_id: id, key: outcome.key });
  }
  const rows = [...published.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  return { ...parts, published: rows, codes };
}

/** New accumulators get places behind all others; those that nothing needs any more are retired, as at a start. */
function replaceMetrics(
  sources: EngineSources,
  parts: EngineParts,
  changed: readonly Metric[],
  generation: number,
): EngineParts {
  const metrics = new Map([...parts.metrics, ...changed].map((metric) => [metric.key, metric]));
  const before = listAccumulators({ ...sources, metrics: parts.metrics });
  const after = listAccumulators({ ...sources, metrics: [...metrics.values()] });
  const slots = new Map<string, { slot: number; width: number; generation: number }>();
  let next = 0;
  for (const [key, place] of parts.slots) {
    slots.set(before.has(key) && !after.has(key) ? RETIRED + place.slot : key, place);
    next = Math.max(next, place.slot + place.width);
  }
  for (const { key, width } of after.values()) {
    if (slots.has(key)) continue;
    slots.set(key, { slot: next, width, generation });
    next += width;
  }
  return { ...parts, metrics: [...metrics.values()], slots };
}
