import { customerIdOf } from '../activities/identify.ts';
import { contactLedger } from '../contacts/ledger.ts';
import type { SettledCustomer } from '../contract/kind.ts';
import type { RoadTransaction } from '../contract/transaction.ts';
import type { Database, Transaction } from '../db/database.ts';
import { readGenerations } from '../pipeline/load-engine.ts';
import { createCustomers } from '../pipeline/lock-customers.ts';
import type { ReadDocument } from './check-documents.ts';
import { prefixOf } from './check-tables.ts';
import type { Report } from './finding.ts';
import { chance, combinations, days, heldSince, INSTANTS } from './situations.ts';

const CUSTOMERS = 40;
const [NOW = 0, LATER = 0] = INSTANTS;

/** What `settle` of a kind writes: the same when it runs twice, whoever travels together, in as many statements. */
export async function checkSettle(
  database: Database,
  plugin: string,
  documents: readonly ReadDocument[],
  report: Report,
): Promise<void> {
  const names = Array.from({ length: CUSTOMERS }, (_, i) => `customer ${i}`);
  const customers = names.map((externalId) => ({ id: customerIdOf(externalId), externalId }));
  await database.transact(async (sql) => createCustomers(sql, customers, await readGenerations(sql), NOW));
  for (const read of documents) {
    if (!read.kind.settle) continue;
    await empty(database, prefixOf(plugin));
    try {
      const steps = movesOf(read, customers);
      await compare(database, prefixOf(plugin), read.kind, steps, report);
    } catch (error) {
      report(`"settle" of ${read.kind.key} fails: ${(error as Error).message}`);
    }
  }
}

async function compare(
  database: Database,
  prefix: string,
  kind: ReadDocument['kind'],
  steps: readonly Step[],
  report: Report,
): Promise<void> {
  const rows = () => readRows(database, prefix);
  for (const { customers, now } of steps) {
    const statements = await run(database, kind, customers, now);
    const once = await rows();
    await run(database, kind, customers, now);
    if ((await rows()) !== once) report(`"settle" of ${kind.key} writes something else when it runs twice.`);
    const few = await run(database, kind, customers.slice(0, 2), now);
    if (statements > few + 2)
      report(
        `"settle" of ${kind.key} sends ${statements} statements for ${customers.length} customers and ${few} for 2; write set-based.`,
      );
  }
  const together = await rows();
  await empty(database, prefix);
  for (const { customers, now } of steps) for (const one of customers) await run(database, kind, [one], now);
  if ((await rows()) !== together)
    report(`"settle" of ${kind.key} writes something else for customers who do not travel together.`);
}

interface Step {
  readonly customers: readonly SettledCustomer[];
  readonly now: number;
}

/** Two moves of each customer, as the rules of a document may make them. */
function movesOf({ kind, document, rules }: ReadDocument, customers: readonly { readonly id: string }[]): Step[] {
  const next = chance(1);
  const all = combinations(rules.length);
  const some = () => all[Math.floor(next() * all.length)] ?? new Uint8Array();
  const first = customers.map(({ id: customerId }): SettledCustomer => {
    const after = kind.decide({ document, holds: some(), before: [], now: NOW, decidedAt: NOW, days });
    return { customerId, before: [], after };
  });
  const second = first.map(({ customerId, after: held }): SettledCustomer => {
    const before = heldSince(held, NOW);
    return {
      customerId,
      before,
      after: kind.decide({ document, holds: some(), before, now: LATER, decidedAt: NOW, days }),
    };
  });
  return [
    { customers: first, now: NOW },
    { customers: second, now: LATER },
  ];
}

/** Settles once, in a transaction of its own; gives how many statements that took. */
async function run(
  database: Database,
  kind: ReadDocument['kind'],
  customers: readonly SettledCustomer[],
  now: number,
): Promise<number> {
  let statements = 0;
  await database.transact(async (sql) => {
    const counting: Transaction = {
      query(name, text, values) {
        statements += 1;
        return sql.query(name, text, values);
      },
      send(name, text, values) {
        statements += 1;
        sql.send(name, text, values);
      },
    };
    const tx: RoadTransaction = { ...counting, now, contacts: contactLedger(counting, now) };
    await kind.settle?.(customers, tx);
  });
  return statements;
}

/** Everything in the tables of a prefix. */
export async function readRows(database: Database, prefix: string): Promise<string> {
  const rows = await Promise.all(
    (await tablesOf(database, prefix)).map((table) =>
      database.query<{ row: string }>('', `select to_jsonb(t)::text as row from "${table}" t order by 1`),
    ),
  );
  return JSON.stringify(rows);
}

async function empty(database: Database, prefix: string): Promise<void> {
  const tables = await tablesOf(database, prefix);
  if (tables.length > 0) await database.query('', `truncate ${tables.map((table) => `"${table}"`).join(', ')}`);
}

const tablesOf = async (database: Database, prefix: string): Promise<string[]> => {
  const rows = await database.query<{ name: string }>(
    '',
    `select relname as name from pg_class where relkind in ('r', 'p') and not relispartition
        and relnamespace = 'public'::regnamespace and starts_with(relname, $1) order by 1`,
    [prefix],
  );
  return rows.map(({ name }) => name);
};
