import type {
  ActivityFollower,
  ActivityKind,
  ChangeType,
  Chore,
  CommentClassifier,
  Keeper,
  Kind,
  Metric,
  PersonalRecords,
  PersonalTable,
  Plugin,
  ThreadType,
} from './contract/index.ts';
import type { Calendar } from './metrics/calendar.ts';
import type { EngineSources } from './pipeline/load-engine.ts';

/** All that the features and plugins of a system contribute, by name. */
export interface Contributions {
  readonly plugins: readonly Plugin[];
  readonly kinds: ReadonlyMap<string, Kind<never>>;
  readonly metrics: readonly Metric[];
  readonly activities: ReadonlyMap<string, ActivityKind>;
  readonly threads: ReadonlyMap<string, ThreadType>;
  readonly followers: readonly ActivityFollower[];
  /** In the order in which they measure and settle. */
  readonly keepers: readonly Keeper[];
  /** What they do by themselves, by key. */
  readonly chores: ReadonlyMap<string, Chore>;
  /** In the order in which they were brought. */
  readonly classifiers: readonly CommentClassifier[];
  readonly changes: ReadonlyMap<string, ChangeType>;
  /** What is kept of persons, by whom. */
  readonly personal: readonly PersonalRecords[];
  /** Tables that say something about customers, by name. */
  readonly personalTables: ReadonlyMap<string, PersonalTable>;
  readonly entities: readonly object[];
  readonly migrations: readonly URL[];
}

const CORE_MIGRATIONS = new URL('../migrations/', import.meta.url);

/** Puts contributions together. Two of one name are refused, naming both sides. */
export function assemble(
  features: readonly Plugin[],
  plugins: readonly Plugin[],
  entities: readonly object[],
): Contributions {
  const all = [...features, ...plugins];
  const metrics = collect(all, 'metric', ({ metrics = [] }) => metrics.map((metric) => [metric.key, metric]));
  const activities = collect(all, 'kind of activity', (one) => (one.activities ?? []).map((kind) => [kind.key, kind]));
  const threads = collect(all, 'type of thread', (one) => (one.threads ?? []).map((type) => [type.key, type]));
  const kinds = collect(all, 'kind of rule set', (one) => (one.kinds ?? []).map((kind) => [kind.key, kind]));
  const changes = collect(all, 'type of change', (one) => (one.changes ?? []).map((change) => [change.type, change]));
  const keepers = collect(all, 'keeper', (one) => (one.keepers ?? []).map((keeper) => [keeper.key, keeper]));
  const chores = collect(all, 'chore', (one) => (one.chores ?? []).map((chore) => [chore.key, chore]));
  for (const plugin of all) checkKeepers(plugin, { activities, kinds, changes });
  for (const metric of metrics.values()) checkMetric(metric, activities, threads, metrics);
  for (const { name, followers = [] } of all)
    for (const kind of followers.flatMap(({ of }) => (of === 'everything' ? [] : of)))
      if (!activities.has(kind)) throw new Error(`${name} follows activities of kind "${kind}", which nothing brings`);
  const classifiers = collect(all, 'classifier', (one) => (one.classifiers ?? []).map((each) => [each.key, each]));
  const personalTables = collect(all, 'table', ({ personal }) =>
    (personal?.tables ?? []).map((table) => [table.name, table]),
  );
  for (const { name, entities: own = [] } of plugins) {
    for (const entity of own) {
      checkPrefix(name, entity);
      checkDeclared(name, entity, personalTables);
    }
  }
  return {
    plugins: all,
    kinds,
    metrics: [...metrics.values()],
    activities,
    threads,
    followers: all.flatMap(({ followers = [] }) => followers),
    keepers: [...keepers.values()],
    chores,
    classifiers: [...classifiers.values()],
    changes,
    personal: all.flatMap(({ personal }) => personal ?? []),
    personalTables,
    entities: [...entities, ...plugins.flatMap((plugin) => plugin.entities ?? [])],
    migrations: [CORE_MIGRATIONS, ...plugins.flatMap(({ migrations }) => migrations ?? [])],
  };
}

/** What the road needs of them. */
export const engineSources = (contributions: Contributions, calendar: Calendar): EngineSources => ({
  metrics: contributions.metrics,
  kinds: contributions.activities,
  threads: contributions.threads,
  keepers: contributions.keepers,
  calendar,
  ruleSetKinds: contributions.kinds,
  followers: contributions.followers,
  classifiers: contributions.classifiers,
});

function collect<T>(
  plugins: readonly Plugin[],
  what: string,
  list: (plugin: Plugin) => (readonly [string, T])[],
): Map<string, T> {
  const found = new Map<string, T>();
  const owner = new Map<string, string>();
  for (const plugin of plugins) {
    for (const [name, value] of list(plugin)) {
      if (found.has(name)) throw new Error(`${owner.get(name)} and ${plugin.name} both bring the ${what} "${name}"`);
      found.set(name, value);
      owner.set(name, plugin.name);
    }
  }
  return found;
}

function checkMetric(
  { key, measure, derive, kept }: Metric,
  activities: ReadonlyMap<string, ActivityKind>,
  threads: ReadonlyMap<string, ThreadType>,
  metrics: ReadonlyMap<string, Metric>,
): void {
  if ([measure, derive, kept].filter((source) => source !== undefined).length !== 1)
    throw new Error(`metric ${key} needs one of measure, derive and kept`);
  const fields = measure ? [measure.of ?? '', ...(measure.where ?? []).map(({ field }) => field)] : [];
  for (const from of measure ? [measure.from].flat() : []) {
    if (!activities.has(from) && !threads.has(from))
      throw new Error(`metric ${key} counts "${from}", which nothing brings`);
    const personal = fields.find((field) => activities.get(from)?.fields[field]?.personal);
    if (personal) throw new Error(`metric ${key} looks at "${personal}" of ${from}, which is personal`);
  }
  const { form: _form, ...parts } = derive ?? { form: 'none' };
  for (const part of Object.values(parts)) {
    if (typeof part === 'string' && !metrics.has(part))
      throw new Error(`metric ${key} is derived from "${part}", which nothing brings`);
  }
}

/** Keepers and chores carry the name of their plugin; a keeper names what exists, and gives the metrics that its plugin says it gives. */
function checkKeepers(
  { name, keepers = [], chores = [], metrics = [] }: Plugin,
  known: Readonly<Record<'activities' | 'kinds' | 'changes', ReadonlyMap<string, unknown>>>,
): void {
  for (const [what, list] of Object.entries({ keeper: keepers, chore: chores }))
    for (const { key } of list)
      if (key !== name && !key.startsWith(`${name}.`))
        throw new Error(`the ${what} ${key} of plugin ${name} must be called ${name}, or begin with ${name}.`);
  for (const keeper of keepers) {
    for (const part of ['activities', 'kinds', 'changes'] as const)
      for (const word of [keeper[part] ?? []].flat().filter((one) => one !== 'all'))
        if (!known[part].has(word)) throw new Error(`the keeper ${keeper.key} names "${word}", which nothing brings`);
  }
  for (const { key, kept, translations } of metrics) {
    if (!kept) continue;
    if (!keepers.some((keeper) => keeper.key === kept.by && keeper.measure))
      throw new Error(`metric ${key} is kept by "${kept.by}", which ${name} does not bring, or which measures nothing`);
    if (!translations?.zh) throw new Error(`metric ${key} must say itself in Chinese as well`);
  }
}

function checkPrefix(plugin: string, entity: object): void {
  const { meta } = entity as { meta?: { tableName?: string } };
  const prefix = `${plugin.replaceAll('-', '_')}_`;
  if (meta?.tableName && !meta.tableName.startsWith(prefix))
    throw new Error(`the table ${meta.tableName} of plugin ${plugin} must carry its prefix ${prefix}`);
}

/** A table with customers in it must say what becomes of their rows when a person is erased. */
function checkDeclared(plugin: string, entity: object, declared: ReadonlyMap<string, PersonalTable>): void {
  const { meta } = entity as { meta?: { tableName?: string; properties?: Record<string, unknown> } };
  if (!meta?.tableName || declared.has(meta.tableName) || !Object.hasOwn(meta.properties ?? {}, 'customerId')) return;
  throw new Error(`plugin ${plugin} must say in "personal" what becomes of ${meta.tableName} when a person is erased`);
}
