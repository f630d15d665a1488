import type { Sql } from '../../src/db/database.ts';

interface Column {
  readonly table: string;
  readonly column: string;
  readonly bytes: boolean;
}

/**
 * Where in the database a text stands: every column of every table, bytes of files included, and the samples that the
 * server keeps of columns. As `table.column`.
 */
export async function findText(sql: Sql, text: string): Promise<string[]> {
  const columns = await sql.query<Column>(
    '',
    `select c.oid::regclass::text as table, quote_ident(a.attname) as column, a.atttypid = 'bytea'::regtype as bytes
       from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace`,
  );
  const found: string[] = [];
  for (const { table, column, bytes } of columns) {
    const holds = bytes
      ? `position(convert_to($1, 'UTF8') in ${column}) > 0`
      : `position(lower($1) in lower(${column}::text)) > 0`;
    const rows = await sql.query('', `select 1 from ${table} where ${holds} limit 1`, [text]);
    if (rows.length > 0) found.push(`${table}.${column}`);
  }
  const samples = await sql.query<{ name: string }>(
    '',
    `select tablename || '.' || attname || ' (sample)' as name from pg_stats
      where schemaname = 'public' and position(lower($1) in lower(concat(most_common_vals, histogram_bounds))) > 0`,
    [text],
  );
  return [...found, ...samples.map(({ name }) => name)];
}
