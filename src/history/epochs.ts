import type { Metric } from '../contract/metric.ts';
import type { Engine } from '../pipeline/engine.ts';
import { makeEngine, readGenerations, readParts, type VersionRow } from '../pipeline/load-engine.ts';
import type { Road } from '../pipeline/road.ts';

/** From an instant on: the versions that held then, and the metrics that were defined by then. */
export interface Epoch {
  readonly from: number;
  /** By the keys of their rule sets. */
  readonly versionIds: readonly string[];
  readonly definitions: readonly string[];
}

interface PublishedAt {
  id: string;
  rule_set: string;
  at: number;
}

interface DefinedAt {
  key: string;
  at: number;
}

/** Everything that was ever published, in the order in which it was, as stretches of time in which nothing changed. */
export async function readEpochs(road: Road): Promise<Epoch[]> {
  const { database } = road;
  const published = await database.query<PublishedAt>(
    'epochs-published',
    `select v.id, s.key as rule_set, (extract(epoch from v.published_at) * 1000)::float8 as at
       from rule_set_version v join rule_set s on s.id = v.rule_set_id
      where v.published_at is not null order by v.published_at, v.generation`,
  );
  const defined = await database.query<DefinedAt>(
    'epochs-defined',
    'select key, (extract(epoch from created_at) * 1000)::float8 as at from metric_definition order by created_at, key',
  );
  const instants = new Set([
    Number.NEGATIVE_INFINITY,
    ...published.map(({ at }) => at),
    ...defined.map(({ at }) => at),
  ]);
  const holding = new Map<string, string>();
  return [...instants]
    .sort((a, b) => a - b)
    .map((from): Epoch => {
      for (const { rule_set, id, at } of published) if (at === from) holding.set(rule_set, id);
      const sorted = [...holding].sort(([a], [b]) => (a < b ? -1 : 1));
      return {
        from,
        versionIds: sorted.map(([, id]) => id),
        definitions: defined.filter(({ at }) => at <= from).map(({ key }) => key),
      };
    });
}

/** The epoch in which an instant lies. */
export const epochAt = (epochs: readonly Epoch[], at: number): Epoch =>
  epochs.findLast(({ from }) => from <= at) as Epoch;

const KEPT = 32;
const kept = new WeakMap<Road, Map<string, Promise<Engine>>>();

/** The engine that judged then; kept by what it was made of. */
export async function engineOf(road: Road, epoch: Epoch): Promise<Engine> {
  const { metrics, attributes } = await readGenerations(road.database);
  const key = JSON.stringify([metrics, attributes, epoch.versionIds, epoch.definitions]);
  const engines = kept.get(road) ?? new Map<string, Promise<Engine>>();
  kept.set(road, engines);
  const known = engines.get(key);
  if (known) return known;
  const made = make(road, epoch);
  engines.set(key, made);
  made.catch(() => engines.delete(key));
  const [oldest] = engines.keys();
  if (engines.size > KEPT && oldest !== undefined) engines.delete(oldest);
  return made;
}

async function make({ database, sources }: Road, { versionIds, definitions }: Epoch): Promise<Engine> {
  const generations = await readGenerations(database);
  const parts = await readParts(database, sources);
  const published = await database.query<VersionRow>(
    'epoch-versions',
    `select s.id, s.key, s.kind, v.id as version_id, v.generation, v.source
       from rule_set_version v join rule_set s on s.id = v.rule_set_id where v.id = any($1::uuid[]) order by s.key`,
    [versionIds],
  );
  const own = new Set(sources.metrics.map(({ key }) => key));
  const known = ({ key }: Metric): boolean => own.has(key) || definitions.includes(key);
  const rules = published.reduce((most, { generation }) => Math.max(most, generation), 0);
  const then = { ...parts, published, metrics: parts.metrics.filter(known) };
  const engine = makeEngine(sources, then, { ...generations, rules });
  return { ...engine, generations: { ...engine.generations, metrics: engine.plan.generation } };
}
