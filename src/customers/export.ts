import type { PoolClient } from 'pg';
import { type Actor, audit } from '../access/audit.ts';
import type { PersonalTable } from '../contract/personal.ts';
import type { Database } from '../db/database.ts';
import { NotFoundError } from '../errors.ts';

/** How long the reader may stand still, in milliseconds. */
const STANDSTILL = 10_000;

/** Rows that are read at a time. */
const PAGE = 500;

/**
 * Everything that is kept of a person, as the text of one JSON object: a list of rows for each table. It is read as it is
 * taken, all of it as of one instant. Whoever stops taking for ten seconds gets an error in place of the rest. Throws a
 * `NotFoundError` before the first piece.
 */
export async function* exportCustomer(
  database: Database,
  actor: Actor,
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
    const { rows } = await client.query('select 1 from customer where id = $1', [customerId]);
    if (rows.length === 0) throw new NotFoundError('There is no such customer.', ['customer']);
    const deed = { action: 'customer.export', target: { type: 'customer', id: customerId } };
    await database.transact((sql) => audit(sql, actor, deed));
    yield `{\n"customerId": ${JSON.stringify(customerId)},\n"exportedAt": ${JSON.stringify(new Date().toISOString())}`;
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
