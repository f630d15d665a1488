import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { type GraphQLSchema, isEnumType, isInputObjectType, isInterfaceType, isObjectType, isUnionType } from 'graphql';
import { inject } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import type { Plugin } from '../../src/contract/index.ts';
import { createDatabase } from '../../src/db/migrate.ts';
import { loadPlugins } from '../../src/load-plugins.ts';
import { happen, publish } from '../support/story.ts';

/** Every plugin of this project, the sample, and one that brings all that a plugin can. */
export const everyPlugin = await loadPlugins({
  plugins: ['test/fixtures/visits', 'src/cli/sample-milestones'].map((folder) => path.resolve(folder)),
});

export const without = (plugin: Plugin): Plugin[] => everyPlugin.filter((one) => one !== plugin);

export const START = Date.UTC(2026, 2, 1);
const DAY = 86_400_000;
export const clock = { now: START };

/** A system on a database, which is a new and empty one unless it is named. */
export async function openWith(plugins: readonly Plugin[], url?: string): Promise<{ app: App; url: string }> {
  const place = url ?? (await freshDatabase());
  const given = { currency: 'EUR', timeZone: 'UTC', clock: () => clock.now };
  return { app: await createApp({ ...given, url: place, plugins }), url: place };
}

async function freshDatabase(): Promise<string> {
  const name = `t_${randomBytes(6).toString('hex')}`;
  await createDatabase(inject('adminUrl'), name);
  return inject('adminUrl').replace('/postgres?', `/${name}?`);
}

const bought = { all: [{ fact: 'ordersEver', operator: 'greaterThanInclusive', value: 2 }] };

/** Publishes the example of every kind that these plugins bring, and a segment of core. */
export async function publishExamples({ road, ...app }: App, plugins: readonly Plugin[]): Promise<void> {
  const system = { road, ...app };
  await publish(system, 'keen', 'segments', { segments: [{ key: 'keen', title: 'Keen', when: bought }] });
  for (const { kinds = [] } of plugins)
    for (const { key, example } of kinds) await publish(system, `${key}-example`, key, example);
}

/** A day in the lives of some customers: what core knows of, and visits where a plugin brings them. */
export async function liveADay(app: App): Promise<void> {
  clock.now += DAY;
  const amount = { amount: 4000, currency: 'EUR', channel: 'online' };
  const events = Array.from({ length: 12 }, (_, i) => [
    ...Array.from({ length: i % 4 }, () => ({ who: `c${i}`, kind: 'purchase', payload: amount })),
    { who: `c${i}`, kind: 'rating', payload: { stars: 1 + (i % 5), subject: 'service' } },
  ]);
  await happen(
    app,
    events.flat().map((event, i) => ({ ...event, at: clock.now - i })),
  );
  if (app.contributions.activities.has('storeVisit')) await visitStores(app, clock.now);
}

/** The visits of a day, which may be told of later. */
export const visitStores = (app: App, at: number): Promise<void> =>
  happen(
    app,
    Array.from({ length: 24 }, (_, i) => ({
      who: `c${i % 12}`,
      kind: 'storeVisit',
      at: at - i,
      payload: { store: 'B' },
    })).filter((_, i) => (i % 12) % 3 > i / 12),
  );

/** The changes of these types, of each customer in their order. */
export async function changesOf(app: App, types: ReadonlySet<string>): Promise<string[]> {
  const rows = await app.database.query<{ told: string; type: string }>(
    '',
    `select concat_ws(' ', c.external_id, h.created_at, h.type, h.key, h."from", h."to", h.cause ->> 'by', h.why) as told, h.type
       from change h join customer c on c.id = h.customer_id order by c.external_id, h.change_seq`,
  );
  return rows.filter(({ type }) => types.has(type)).map(({ told }) => told);
}

/** What holds for customers by rule sets of these kinds. */
export async function heldOf(app: App, kinds: readonly string[]): Promise<string[]> {
  const rows = await app.database.query<{ held: string }>(
    '',
    `select concat_ws(' ', c.external_id, s.key, k.key) as held
       from customer c cross join lateral unnest(c.held) with ordinality as h(code, n)
       join outcome_code k on k.code = h.code and h.n % 2 = 1 join rule_set s on s.id = k.rule_set_id
      where s.kind = any($1) order by 1`,
    [kinds],
  );
  return rows.map(({ held }) => held);
}

/** The rows of the tables of a plugin. */
export async function rowsOf(app: App, plugin: Plugin): Promise<string[]> {
  const tables = [...(await shapesOf(app)).keys()].filter((name) => name.startsWith(prefixOf(plugin)));
  const rows = await Promise.all(
    tables.map((table) =>
      app.database.query<{ row: string }>('', `select to_jsonb(t)::text as row from "${table}" t order by 1`),
    ),
  );
  return rows.flat().map(({ row }) => row);
}

export const prefixOf = ({ name }: Plugin): string => `${name.replaceAll('-', '_')}_`;

/** Every table with its columns and indexes. */
export async function shapesOf(app: App): Promise<Map<string, string>> {
  const rows = await app.database.query<{ name: string; shape: string }>(
    '',
    `select relname as name, concat_ws(E'\\n',
            (select string_agg(attname || ' ' || format_type(atttypid, atttypmod) || attnotnull, ', ' order by attname)
               from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped),
            (select string_agg(pg_get_indexdef(indexrelid), ', ' order by pg_get_indexdef(indexrelid)) from pg_index where indrelid = c.oid)) as shape
       from pg_class c where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace`,
  );
  return new Map(rows.map(({ name, shape }) => [name, shape]));
}

/** Every part of a schema by its coordinate, with its type and description. */
export function partsOf(schema: GraphQLSchema): Map<string, string> {
  const parts = new Map<string, string>();
  for (const type of Object.values(schema.getTypeMap())) {
    parts.set(type.name, `${type.constructor.name} ${type.description}`);
    if (isEnumType(type))
      for (const { name, description } of type.getValues()) parts.set(`${type.name}.${name}`, `${description}`);
    if (isUnionType(type)) for (const { name } of type.getTypes()) parts.set(`${type.name}|${name}`, '');
    if (isObjectType(type) || isInterfaceType(type) || isInputObjectType(type))
      for (const field of Object.values(type.getFields())) {
        parts.set(`${type.name}.${field.name}`, `${field.type} ${field.description}`);
        for (const argument of 'args' in field ? field.args : [])
          parts.set(`${type.name}.${field.name}(${argument.name}:)`, `${argument.type} ${argument.description}`);
      }
  }
  return parts;
}
