import { operator } from '../access/viewer.ts';
import { customerIdOf } from '../activities/identify.ts';
import { engineSources } from '../assemble.ts';
import { publishVersion } from '../authoring/publish.ts';
import { saveRuleSet } from '../authoring/save-rule-set.ts';
import type { ActivityDraft } from '../contract/activity.ts';
import type { Plugin } from '../contract/plugin.ts';
import type { Database } from '../db/database.ts';
import { upcoming } from '../history/agenda.ts';
import { foresee } from '../history/kept-steps.ts';
import type { Life } from '../history/life.ts';
import { readLives } from '../history/read-lives.ts';
import { calendarOf } from '../metrics/calendar.ts';
import { act } from '../pipeline/act.ts';
import { prepareEngine } from '../pipeline/prepare-engine.ts';
import { Road } from '../pipeline/road.ts';
import { sweepAll } from '../pipeline/sweep.ts';
import type { Declared } from './check-declared.ts';
import { readRows } from './check-settle.ts';
import { prefixOf } from './check-tables.ts';
import type { Report } from './finding.ts';
import { chance, INSTANTS } from './situations.ts';

const CUSTOMERS = 12;
const DAY = 86_400_000;
const [NOW = 0] = INSTANTS;
/** How far ahead the agenda is held to what happens. */
const UNTIL = NOW + 120 * DAY;

export interface KeeperReports {
  readonly settle: Report;
  readonly agenda: Report;
}

/**
 * Keepers on the road, with the examples of the plugin's kinds published: called again at the same instant they do nothing
 * more, and what the agenda tells of them comes true at its instant, with nothing besides.
 */
export async function checkKeepers(
  database: Database,
  plugin: Plugin,
  { contributions, documents }: Declared,
  reports: KeeperReports,
): Promise<void> {
  if (!plugin.keepers?.length) return;
  const sources = engineSources(contributions, calendarOf('UTC'));
  await prepareEngine(database, sources, { currency: 'EUR', timeZone: 'UTC' });
  const road = new Road(database, sources);
  for (const [i, { kind, document }] of documents.entries()) {
    const key = `example-${i}`;
    const source = JSON.stringify(document);
    await saveRuleSet(road, operator, { key, kind: kind.key, title: key, source });
    await publishVersion(road, operator, key, 1);
  }
  const names = Array.from({ length: CUSTOMERS }, (_, i) => `kept ${i}`);
  await road.settle({ activities: someDeeds(names), now: NOW });
  const ids = names.map(customerIdOf);
  await checkAgain(road, plugin, ids, reports.settle);
  await checkAgenda(road, plugin, ids, reports.agenda);
}

/** What customers of a shop do in half a year. */
function someDeeds(names: readonly string[]): ActivityDraft[] {
  const next = chance(3);
  return names.flatMap((externalId) =>
    Array.from({ length: 8 }, (_, i): ActivityDraft => {
      const occurredAt = NOW - Math.floor(next() * 180 * DAY);
      const base = { customer: { externalId }, key: `${i}`, source: 'check', occurredAt };
      if (i % 4 === 3) return { ...base, kind: 'interaction', payload: { channel: 'web', type: 'visit' } };
      return { ...base, kind: 'purchase', payload: { amount: 100 + Math.floor(next() * 30_000), currency: 'EUR' } };
    }),
  );
}

async function checkAgain(road: Road, plugin: Plugin, ids: readonly string[], report: Report): Promise<void> {
  const { database } = road;
  const look = async () => [await readRows(database, prefixOf(plugin.name)), await told(database, plugin, NOW)];
  await act(road, ids, () => Promise.resolve(), NOW);
  const once = JSON.stringify(await look());
  await act(road, ids, () => Promise.resolve(), NOW);
  if (JSON.stringify(await look()) !== once)
    report(`The keepers of ${plugin.name} do something else when they are called again at the same instant.`);
}

async function checkAgenda(road: Road, plugin: Plugin, ids: readonly string[], report: Report): Promise<void> {
  const { database } = road;
  const engine = await road.engine();
  const lives = await readLives(database, engine, ids);
  await foresee(database, engine, lives, NOW, UNTIL);
  const types = typesOf(plugin);
  const promised: string[] = [];
  const instants = new Set<number>();
  for await (const { at, customerId, change } of upcoming(lives, NOW, UNTIL)) {
    instants.add(at);
    if (types.includes(change.type)) promised.push(nameOf({ at, customerId, ...change }));
  }
  for (const at of [...instants, UNTIL].sort((a, b) => a - b)) await sweepAll(road, at);
  const lived = await readLives(database, engine, ids);
  for (const { key, kept } of plugin.metrics ?? []) {
    if (!kept) continue;
    const metric = engine.plan.metrics.get(key);
    const values = (list: readonly Life[]) => list.map(({ standing }) => metric?.read(standing.numbers, UNTIL));
    const [said, is] = [values(lives), values(lived)];
    if (said.some((value, i) => !Object.is(value, is[i])))
      report(`The metric ${key} of ${plugin.name} becomes another value by itself than "agenda" says.`);
  }
  const happened = await told(database, plugin, NOW + 1);
  for (const one of promised)
    if (!happened.includes(one)) report(`A keeper of ${plugin.name} says in "agenda" what does not happen: ${one}.`);
  for (const one of happened)
    if (!promised.includes(one)) report(`A keeper of ${plugin.name} does what "agenda" does not say: ${one}.`);
}

const typesOf = ({ keepers = [] }: Plugin): string[] => keepers.flatMap(({ changes = [] }) => changes);

/** What keepers told from an instant on. */
async function told(database: Database, plugin: Plugin, from: number): Promise<string[]> {
  const rows = await database.query<Parameters<typeof nameOf>[0]>(
    '',
    `select (extract(epoch from created_at) * 1000)::float8 as at, customer_id as "customerId", type, key, "from", "to"
       from change where type = any($1) and created_at >= to_timestamp($2::float8 / 1000) order by 1, 2, change_seq`,
    [typesOf(plugin), from],
  );
  return rows.map(nameOf);
}

const nameOf = (change: {
  readonly at: number;
  readonly customerId: string;
  readonly type: string;
  readonly key: string;
  readonly from: string | null;
  readonly to: string | null;
}): string => {
  const { at, customerId, type, key, from, to } = change;
  return `${type} of ${key} from ${from} to ${to} at ${new Date(at).toISOString()} for ${customerId.slice(0, 8)}`;
};
