import { hash } from 'node:crypto';
import type { Database, Sql } from '../db/database.ts';
import type { MetricPlan } from './plan.ts';
import { type Shown, shown } from './shown.ts';

const VIEW = 'customer_metrics';
const NOW = 'floor(extract(epoch from now()) * 1000)::float8';

/**
 * The view `customer_metrics`, for reports: a named column for each metric, null when unknown, as of now. It is made anew
 * when its text has changed; processes that start together take turns. `moneyDigits`: decimals of the account's currency.
 */
export async function createMetricsView(database: Database, plan: MetricPlan, moneyDigits: number): Promise<void> {
  const names = columnNames([...plan.metrics.keys()]);
  const metrics = [...plan.metrics.values()].map((planned) => shown(planned, plan));
  const columns = metrics.map(
    (metric) => `  ${columnOf(metric, moneyDigits)} as ${quoted(names.get(metric.metric.key) ?? '')}`,
  );
  const body = `select c.id as customer_id, c.external_id,\n${columns.join(',\n')}\nfrom customer c`;
  const mark = hash('sha256', body, 'hex').slice(0, 32);
  const comments = metrics.map(({ metric: { key, title, description, unit } }) => {
    const text = `${title}. ${description} (${key}, ${unit})`.replaceAll("'", "''");
    return `comment on column ${VIEW}.${quoted(names.get(key) ?? '')} is '${text}'`;
  });
  await database.transact(async (sql) => {
    await sql.query('engine-lock', 'select 1 from engine for update');
    if ((await readMark(sql)) === mark) return;
    if (!(await replace(sql, body))) return;
    await sql.query('', [...comments, `comment on view ${VIEW} is '${mark}'`].join(';\n'));
  });
}

async function readMark(sql: Sql): Promise<string | undefined> {
  const [row] = await sql.query<{ mark: string | null }>(
    'metrics-view-mark',
    `select obj_description(to_regclass($1), 'pg_class') as mark`,
    [VIEW],
  );
  return row?.mark ?? undefined;
}

/** In place when columns only came at the end, so that views of others built on it stay; otherwise from scratch. */
async function replace(sql: Sql, body: string): Promise<boolean> {
  await sql.query('', 'savepoint view_in_place');
  try {
    await sql.query('', `create or replace view ${VIEW} as ${body}`);
    return true;
  } catch {
    await sql.query('', 'rollback to savepoint view_in_place');
  }
  try {
    await sql.query('', `drop view ${VIEW}; create view ${VIEW} as ${body}`);
    return true;
  } catch {
    // somebody built a view on it: theirs goes on to work, and new metrics show when they have dropped it
    await sql.query('', 'rollback to savepoint view_in_place');
    return false;
  }
}

function columnOf({ metric, sql }: Shown, moneyDigits: number): string {
  const value = sql('c.metrics', NOW);
  switch (metric.type) {
    case 'integer':
    case 'duration':
      return `(${value})::bigint`;
    case 'money':
      return `((${value})::numeric / ${10 ** moneyDigits})::numeric(20, ${moneyDigits})`;
    case 'instant':
      return `to_timestamp((${value}) / 1000)`;
    case 'boolean':
      return `((${value}) <> 0)`;
    case 'decimal':
      return `(${value})::float8`;
  }
}

/** `ordersLast90Days` → `orders_last_90_days`; names that are too long, or alike, get the hash of their key. */
export function columnNames(keys: readonly string[]): Map<string, string> {
  const names = new Map<string, string>();
  const taken = new Set(['customer_id', 'external_id']);
  for (const key of keys) {
    const words = key.replace(/([a-z])([A-Z0-9])/g, '$1_$2').replace(/([0-9])([A-Za-z])/g, '$1_$2');
    const plain = words.toLowerCase();
    const name =
      plain.length > 63 || taken.has(plain) ? `${plain.slice(0, 54)}_${hash('sha1', key, 'hex').slice(0, 8)}` : plain;
    taken.add(name);
    names.set(key, name);
  }
  return names;
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
