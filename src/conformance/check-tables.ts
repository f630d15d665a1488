import type { Contributions } from '../assemble.ts';
import type { Database, Sql } from '../db/database.ts';
import type { Report } from './finding.ts';
import type { Scratch } from './scratch.ts';

/** What the migrations of a plugin make: under its name, with customers in the key, declared, and nothing of others. */
export async function checkTables(
  { database, migrate }: Scratch,
  plugin: string,
  { without, contributions }: { readonly without: Contributions; readonly contributions: Contributions },
  report: Report,
): Promise<void> {
  await migrate(without.migrations);
  const before = await readShapes(database);
  await migrate(contributions.migrations);
  const after = await readShapes(database);
  const prefix = prefixOf(plugin);
  for (const [name, shape] of before)
    if (after.get(name) !== shape) report(`The migrations of ${plugin} change ${name}, which is not its own.`);
  for (const name of after.keys())
    if (!before.has(name) && !name.split(' ').at(-1)?.startsWith(prefix))
      report(`The migrations of ${plugin} make ${name}, which does not carry the prefix ${prefix}.`);
  for (const { name, keyed } of await tablesOfCustomers(database, prefix)) {
    if (!contributions.personalTables.has(name))
      report(`"personal" does not say what becomes of ${name} when a person is erased.`);
    if (!keyed) report(`${name} has customers in it, and customer_id is not in its primary key.`);
  }
  for (const { name } of contributions.personalTables.values())
    if (name.startsWith(prefix) && !after.has(`table ${name}`))
      report(`"personal" declares ${name}, which no migration makes.`);
}

export const prefixOf = (plugin: string): string => `${plugin.replaceAll('-', '_')}_`;

/** Everything that is in the schema, by what and name, with all that makes it what it is. */
async function readShapes(database: Database): Promise<Map<string, string>> {
  const rows = await database.query<{ name: string; shape: string }>(
    '',
    `select case c.relkind when 'v' then 'view ' when 'm' then 'view ' when 'S' then 'sequence ' else 'table ' end || relname as name,
            concat_ws(E'\\n',
              (select string_agg(concat_ws(' ', attname, format_type(atttypid, atttypmod), attnotnull::text), ', ' order by attnum)
                 from pg_attribute a where a.attrelid = c.oid and attnum > 0 and not attisdropped),
              (select string_agg(pg_get_indexdef(indexrelid), ', ' order by indexrelid::regclass::text)
                 from pg_index i where i.indrelid = c.oid),
              (select string_agg(conname || pg_get_constraintdef(k.oid), ', ' order by conname)
                 from pg_constraint k where k.conrelid = c.oid),
              (select string_agg(pg_get_triggerdef(t.oid), ', ' order by tgname)
                 from pg_trigger t where t.tgrelid = c.oid and not tgisinternal)) as shape
       from pg_class c where c.relkind in ('r', 'p', 'v', 'm', 'S') and c.relnamespace = 'public'::regnamespace
     union all
     select 'function ' || proname, string_agg(pg_get_functiondef(p.oid), ', ' order by p.oid)
       from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prokind in ('f', 'p') group by proname
     union all
     select 'type ' || typname, typtype::text from pg_type t
      where t.typnamespace = 'public'::regnamespace and typtype in ('e', 'd')`,
  );
  return new Map(rows.map(({ name, shape }) => [name, shape]));
}

/** The tables of a prefix that have customers in them, and whether the customer is in the primary key. */
const tablesOfCustomers = (sql: Sql, prefix: string): Promise<{ name: string; keyed: boolean }[]> =>
  sql.query(
    '',
    `select c.relname as name,
            exists (select 1 from pg_index i where i.indrelid = c.oid and i.indisprimary and a.attnum = any(i.indkey)) as keyed
       from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'customer_id'
      where c.relkind in ('r', 'p') and not c.relispartition and starts_with(c.relname, $1)
        and c.relnamespace = 'public'::regnamespace order by 1`,
    [prefix],
  );
