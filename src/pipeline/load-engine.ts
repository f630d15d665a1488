import type { ActivityFollower } from '../contract/activity.ts';
import type { CommentClassifier } from '../contract/classifier.ts';
import type { FactCatalogue } from '../contract/fact.ts';
import type { Kind, ProvidedFact } from '../contract/kind.ts';
import type { Metric } from '../contract/metric.ts';
import { type DeclaredAttribute, readAttributes } from '../customers/read-attributes.ts';
import type { Sql } from '../db/database.ts';
import { type MetricSources, planMetrics, type Slots } from '../metrics/plan.ts';
import { readSlots } from '../metrics/slots.ts';
import { orderRuleSets } from '../rules/order-rule-sets.ts';
import { activate, factsOf } from './activate-rule-set.ts';
import type { ActiveRuleSet, Engine, Generations } from './engine.ts';
import { sourceOf } from './fact-sources.ts';
import { makeCatalogue } from './make-catalogue.ts';
import { canMeasure, restWhatCannotJudge } from './rest.ts';
import type { RolloutTerms } from './rollout.ts';

/** What is known without the database: metrics, kinds of activity and who follows them, threads, kinds of rule set. */
export interface EngineSources extends MetricSources {
  readonly ruleSetKinds: ReadonlyMap<string, Kind<never>>;
  readonly followers: readonly ActivityFollower[];
  readonly classifiers: readonly CommentClassifier[];
}

/** A version that holds, as the database keeps it. */
export interface VersionRow {
  readonly id: string;
  readonly key: string;
  readonly kind: string;
  readonly version_id: string;
  readonly generation: number;
  readonly source: string;
  /** While it does not hold for everybody alike. */
  readonly rollout?: (RolloutTerms & { readonly former: Former | null }) | null;
}

/** The version that holds for the others. */
interface Former {
  readonly version_id: string;
  readonly generation: number;
  readonly source: string;
}

/** The code of an outcome, given once and for ever. */
export interface CodeRow {
  readonly code: number;
  readonly rule_set_id: string;
  readonly key: string;
}

/** What an engine is made from: all that the database knows of metrics, attributes and rule sets. */
export interface EngineParts {
  readonly metrics: readonly Metric[];
  readonly slots: Slots;
  readonly attributes: readonly DeclaredAttribute[];
  readonly published: readonly VersionRow[];
  readonly codes: readonly CodeRow[];
}

/** What holds at an instant: the generations of everything, and the stamp of the surveys that are published. */
export interface Moment extends Generations {
  /** Epoch milliseconds. */
  readonly now: number;
  readonly surveysStamp: string;
}

export const readGenerations = async (sql: Sql): Promise<Moment> => {
  const [row] = await sql.query<Moment>(
    'read-generations',
    `select metrics_generation as metrics, rules_generation as rules, attributes_generation as attributes,
            surveys_stamp as "surveysStamp",
            floor(extract(epoch from clock_timestamp()) * 1000)::float8 as now from engine`,
  );
  return row as Moment;
};

/** Makes the engine from what the database holds. */
export async function loadEngine(sql: Sql, sources: EngineSources, generations: Generations): Promise<Engine> {
  return makeEngine(sources, await readParts(sql, sources), generations);
}

/** Reads what engines are made from. */
export async function readParts(sql: Sql, sources: EngineSources): Promise<EngineParts> {
  const metrics = [...sources.metrics, ...(await readOwnMetrics(sql, sources))];
  const slots = await readSlots(sql);
  const attributes = await readAttributes(sql);
  const published = await sql.query<VersionRow>(
    'published-versions',
    `select s.id, s.key, s.kind, v.id as version_id, v.generation, v.source,
            case when r.version_id is not null then jsonb_build_object(
              'percent', r.percent, 'segment', r.segment, 'upgradesOnly', r.upgrades_only,
              'until', (extract(epoch from r.until) * 1000)::float8,
              'former', case when f.id is not null then
                jsonb_build_object('version_id', f.id, 'generation', f.generation, 'source', f.source) end) end as rollout
       from rule_set_version v join rule_set s on s.id = v.rule_set_id
       left join rollout r on r.version_id = v.id and r.ended_at is null
       left join rule_set_version f on f.id = r.former_id
      where v.status = 'published' order by s.key`,
  );
  const codes = await sql.query<CodeRow>('outcome-codes', 'select code, rule_set_id, key from outcome_code');
  return { metrics, slots, attributes, published, codes };
}

/** The metrics that marketers defined, as far as they can be measured. */
export async function readOwnMetrics(sql: Sql, sources: EngineSources): Promise<Metric[]> {
  const rows = await sql.query<{ definition: Metric }>(
    'metric-definitions',
    'select definition from metric_definition',
  );
  return rows.map(({ definition }) => definition).filter((metric) => canMeasure(metric, sources));
}

/** Makes an engine, pure: the same parts make the same engine. */
export function makeEngine(sources: EngineSources, parts: EngineParts, generations: Generations): Engine {
  const { metrics, slots, attributes, codes } = parts;
  const plan = planMetrics({ ...sources, metrics }, slots, generations.metrics);
  const catalogueWith = (provided: readonly ProvidedFact[]) => makeCatalogue(plan, attributes, provided);
  const { awake, catalogue, resting } = restWhatCannotJudge(parts.published, sources.ruleSetKinds, catalogueWith);
  const compiled = awake.map((version) => activate(version, { catalogue, plan, codes }));
  const { order } = orderRuleSets(
    compiled.map((one) => ({
      key: one.key,
      reads: factsOf(one),
      provides: one.provides.map(({ fact }) => fact.name),
    })),
  );
  const ruleSets = order.map((key) => onlyRead(compiled.find((one) => one.key === key) as ActiveRuleSet, compiled));
  const place = new Map([...resting.map(({ id }) => [id, ruleSets.length] as const), ...placesOf(ruleSets)]);
  const outcomes = new Map<number, { ruleSet: number; key: string }>();
  for (const { code, rule_set_id, key } of codes) {
    const ruleSet = place.get(rule_set_id);
    if (ruleSet !== undefined) outcomes.set(code, { ruleSet, key });
  }
  const names = new Map(codes.map(({ code, rule_set_id, key }) => [code, { ruleSetId: rule_set_id, key }]));
  const personal = new Map(attributes.filter((one) => one.personal).map((one) => [one.key, one]));
  const facts = listSources(ruleSets, catalogue, plan);
  return { generations, plan, catalogue, personal, ruleSets, resting, sources: facts, outcomes, names };
}

/** A rule set may provide hundreds of facts; only those that another one reads are worth keeping up to date. */
function onlyRead(ruleSet: ActiveRuleSet, all: readonly ActiveRuleSet[]): ActiveRuleSet {
  const read = new Set(all.flatMap(factsOf));
  const narrow = (one: ActiveRuleSet): ActiveRuleSet => ({
    ...one,
    provides: one.provides.filter(({ fact }) => read.has(fact.name)),
  });
  const { rollout } = ruleSet;
  return {
    ...narrow(ruleSet),
    ...(rollout && { rollout: { ...rollout, former: rollout.former && narrow(rollout.former) } }),
  };
}

const placesOf = (ruleSets: readonly ActiveRuleSet[]) => ruleSets.map(({ id }, i) => [id, i] as const);

/** Sources of the facts that rules read, and of those from which time-dependent facts follow. */
function listSources(
  ruleSets: readonly ActiveRuleSet[],
  catalogue: FactCatalogue,
  plan: Engine['plan'],
): Engine['sources'] {
  const programs = ruleSets.flatMap(({ compiled, rollout }) => [
    compiled,
    ...(rollout?.former ? [rollout.former.compiled] : []),
  ]);
  const numbers = new Set<number>(programs.flatMap(({ numberIndexes }) => numberIndexes));
  const texts = new Set<number>(programs.flatMap(({ textIndexes }) => textIndexes));
  return [...catalogue.facts.values()].flatMap((fact) => {
    if (!(fact.type === 'text' ? texts : numbers).has(fact.index)) return [];
    const source = sourceOf(fact, plan);
    return source ? [source] : [];
  });
}
