import type { PoolClient } from 'pg';
import { type Actor, audit } from '../access/audit.ts';
import type { PersonalTable } from '../contract/personal.ts';
import type { Database } from '../db/database.ts';
import { NotFoundError, OverloadedError } from '../errors.ts';

/** How long the reader may stand still, in milliseconds. */
const STANDSTILL = 10_000;

/** Rows that are read at a time. */
const PAGE = 500;

/** Of one process: each holds a connection for as long as its reader takes. */
const MOST_AT_ONCE = 4;
const running = new WeakMap<Database, number>();

/**
 * Everything that is kept of a person, as the text of one JSON object: a list of rows for each table. It is read as it is
 * taken, all of it as of one instant. Whoever stops taking for ten seconds gets an error in place of the rest. Throws a
 * `NotFoundError` or an `OverloadedError` before the first piece.
 */
export async function* exportCustomer(
  database: Database,
  actor: Actor,
  customerId: string,
  tables: Iterable<PersonalTable>,
): AsyncGenerator<string, void> {
  const others = running.get(database) ?? 0;
  if (others >= MOST_AT_ONCE) throw new OverloadedError('Other exports are being read; try again when one has ended.');
  running.set(database, others + 1);
  try {
    await noteDown(database, actor, customerId);
    yield* readOut(database, customerId, tables);
  } finally {
    running.set(database, (running.get(database) ?? 1) - 1);
  }
}

/** Before anything is handed out: then nothing can keep it from being said. */
const noteDown = (database: Database, actor: Actor, customerId: string): Promise<void> =>
  database.transact(async (sql) => {
    const [known] = await sql.query('export-whom', 'select 1 from customer where id = $1', [customerId]);
    if (!known) throw new NotFoundError('There is no such customer.', ['customer']);
    await audit(sql, actor, { action: 'customer.export', target: { type: 'customer', id: customerId } });
  });

async function* readOut(
  database: Database,
  customerId: string,
  tables: Iterable<PersonalTable>,
): AsyncGenerator<string, void> {
  const client = await database.pool.connect();
  let lost: Error | undefined;
  const note = (error: Error): void => {
    lost = error;
  };
  client.on('error', note);
  try {
    await client.query('begin isolation level repeatable read read only');
    await client.query(`set local idle_in_transaction_session_timeout = ${STANDSTILL}`);
    // the instant of all that follows
    const { rows } = await client.query<{ at: number }>('select (extract(epoch from now()) * 1000)::float8 as at');
    const exportedAt = new Date(rows[0]?.at ?? 0).toISOString();
    yield `{\n"customerId": ${JSON.stringify(customerId)},\n"exportedAt": ${JSON.stringify(exportedAt)}`;
    for (const table of tables) {
      const query = queryOf(table);
      if (query === undefined) continue;
      yield `,\n${JSON.stringify(table.name)}: [`;
      yield* rowsOf(client, query, customerId);
      yield ']';
    }
    yield '\n}\n';
  } finally {
    await client.query('rollback').catch(note);
    client.off('error', note);
    client.release(lost);
  }
}

function queryOf({ name, column = 'customer_id', onExport }: PersonalTable): string | undefined {
  if (onExport && 'nothing' in onExport) return undefined;
  return onExport?.query ?? `select * from "${name}" where "${column}" = $1`;
}

async function* rowsOf(client: PoolClient, query: string, customerId: string): AsyncGenerator<string, void> {
  await client.query(`declare kept no scroll cursor for select row_to_json(r)::text as row from (${query}) r`, [
    customerId,
  ]);
  let separator = '\n';
  for (;;) {
    const { rows } = await client.query<{ row: string }>(`fetch ${PAGE} from kept`);
    if (rows.length > 0) yield separator + rows.map(({ row }) => row).join(',\n');
    separator = ',\n';
    if (rows.length < PAGE) break;
  }
  await client.query('close kept');
}
