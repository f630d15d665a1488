import type { Metric } from '../contract/metric.ts';
import type { Engine } from '../pipeline/engine.ts';
import { makeEngine, readGenerations, readParts, type VersionRow } from '../pipeline/load-engine.ts';
import type { Road } from '../pipeline/road.ts';
import type { RolloutTerms } from '../pipeline/rollout.ts';

/** A version that held, for everybody or for some. */
interface Holding {
  readonly id: string;
  /** The epoch in which it began to hold, or to hold for others. */
  readonly since: number;
  readonly rollout: Terms | null;
}

type Terms = RolloutTerms & { readonly formerId: string | null };

/** From an instant on: the versions that held then, and the metrics that were defined by then. */
export interface Epoch {
  readonly from: number;
  readonly number: number;
  /** By the keys of their rule sets. */
  readonly holding: readonly Holding[];
  readonly definitions: readonly string[];
}

interface PublishedAt {
  id: string;
  rule_set: string;
  at: number;
  rollout: Terms | null;
  /** When it came to hold for all; null: it did at once, or another one took its place before. */
  completed_at: number | null;
  shares: { at: number; from: number | null; percent: number | 'all' }[];
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
    `select v.id, s.key as rule_set, (extract(epoch from v.published_at) * 1000)::float8 as at,
            case when r.version_id is not null then jsonb_build_object(
              'percent', r.percent, 'segment', r.segment, 'upgradesOnly', r.upgrades_only, 'formerId', r.former_id,
              'until', (extract(epoch from r.until) * 1000)::float8) end as rollout,
            case when r.end_reason = 'completed' then (extract(epoch from r.ended_at) * 1000)::float8 end as completed_at,
            coalesce((select jsonb_agg(jsonb_build_object('at', (extract(epoch from e.at) * 1000)::float8,
                       'from', e.data -> 'from', 'percent', e.data -> 'percent') order by e.at)
                        from rule_set_entry e where e.version_id = v.id and e.action = 'roll_out'), '[]') as shares
       from rule_set_version v join rule_set s on s.id = v.rule_set_id left join rollout r on r.version_id = v.id
      where v.published_at is not null order by v.published_at, v.generation`,
  );
  const defined = await database.query<DefinedAt>(
    'epochs-defined',
    'select key, (extract(epoch from created_at) * 1000)::float8 as at from metric_definition order by created_at, key',
  );
  const instants = new Set([
    Number.NEGATIVE_INFINITY,
    ...published.flatMap(({ at, completed_at, shares }) => [at, ...turnsOf(completed_at, shares)]),
    ...defined.map(({ at }) => at),
  ]);
  const holding = new Map<string, Holding>();
  return [...instants]
    .sort((a, b) => a - b)
    .map((from, number): Epoch => {
      for (const version of published) {
        const { rule_set, id, at, completed_at, shares } = version;
        const begins = at === from;
        const turns = holding.get(rule_set)?.id === id && turnsOf(completed_at, shares).includes(from);
        if (begins || turns) holding.set(rule_set, { id, since: number, rollout: termsAt(version, from) });
      }
      const sorted = [...holding].sort(([a], [b]) => (a < b ? -1 : 1));
      return {
        from,
        number,
        holding: sorted.map(([, version]) => version),
        definitions: defined.filter(({ at }) => at <= from).map(({ key }) => key),
      };
    });
}

const turnsOf = (completed: number | null, shares: PublishedAt['shares']): number[] => [
  ...shares.filter(({ percent }) => percent !== 'all').map(({ at }) => at),
  ...(completed === null ? [] : [completed]),
];

/** To whom a version was rolled out at an instant: the share may have been another one than it is now. */
function termsAt({ rollout, completed_at, shares }: PublishedAt, instant: number): Terms | null {
  if (!rollout || (completed_at !== null && instant >= completed_at)) return null;
  const last = shares.findLast(({ at }) => at <= instant);
  const percent = last ? last.percent : shares.length > 0 ? (shares[0]?.from ?? null) : rollout.percent;
  return { ...rollout, percent: percent === 'all' ? null : percent };
}

/** The epoch in which an instant lies. */
export const epochAt = (epochs: readonly Epoch[], at: number): Epoch =>
  epochs.findLast(({ from }) => from <= at) as Epoch;

const KEPT = 32;
const kept = new WeakMap<Road, Map<string, Promise<Engine>>>();

/** The engine that judged then; kept by what it was made of. */
export async function engineOf(road: Road, epoch: Epoch): Promise<Engine> {
  const { metrics, attributes } = await readGenerations(road.database);
  const key = JSON.stringify([metrics, attributes, epoch.number, epoch.holding, epoch.definitions]);
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

async function make({ database, sources }: Road, { number, holding, definitions }: Epoch): Promise<Engine> {
  const generations = await readGenerations(database);
  const parts = await readParts(database, sources);
  const rows = await database.query<Omit<VersionRow, 'generation'>>(
    'epoch-versions',
    `select s.id, s.key, s.kind, v.id as version_id, v.source
       from rule_set_version v join rule_set s on s.id = v.rule_set_id where v.id = any($1::uuid[])`,
    [holding.flatMap(({ id, rollout }) => [id, ...(rollout?.formerId ? [rollout.formerId] : [])])],
  );
  const found = new Map(rows.map((row) => [row.version_id, row]));
  const published = holding.flatMap(({ id, since, rollout }): VersionRow[] => {
    const row = found.get(id);
    if (!row) return [];
    const former = rollout?.formerId ? found.get(rollout.formerId) : undefined;
    const terms = rollout && { ...rollout, former: former ? { ...former, generation: 0 } : null };
    return [{ ...row, generation: since, rollout: terms }];
  });
  const own = new Set(sources.metrics.map(({ key }) => key));
  const known = ({ key }: Metric): boolean => own.has(key) || definitions.includes(key);
  const then = { ...parts, published, metrics: parts.metrics.filter(known) };
  // generations only say what is newer than what: here the epochs are counted
  const engine = makeEngine(sources, then, { ...generations, rules: number });
  return { ...engine, generations: { ...engine.generations, metrics: engine.plan.generation } };
}
