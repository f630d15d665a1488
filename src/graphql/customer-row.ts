import { isUuid } from '../activities/identify.ts';
import type { GraphContext, HoldingOutcome, OutcomeReason } from '../contract/graphql.ts';
import { literal, readFloats } from '../db/arrays.ts';
import type { Life } from '../history/life.ts';
import type { Engine } from '../pipeline/engine.ts';
import { readHeld } from '../pipeline/lock-customers.ts';
import type { CoreContext } from './context.ts';
import { type OutcomeName, type OutcomeNames, outcomeNames } from './outcome-names.ts';

/** What holds, with its code. */
export interface RowOutcome extends HoldingOutcome {
  readonly name: OutcomeName;
  /** Why, for an outcome of the past; of what holds now it is read when it is asked for. */
  readonly reason?: OutcomeReason;
}

/**
 * A customer as the API reads it: a plain object from one statement. It carries the engine it was read with, so that
 * resolvers are synchronous reads.
 */
export interface CustomerRow {
  readonly id: string;
  readonly externalId: string;
  readonly locale: string | null;
  readonly timeZone: string | null;
  readonly joinedAt: Date | null;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly createdAt: Date;
  readonly erasedAt: Date | null;
  readonly version: number;
  /** By slot, in the layout of the engine's plan; NaN is unknown. */
  readonly numbers: Float64Array;
  readonly outcomes: readonly RowOutcome[];
  readonly engine: Engine;
  /** The instant that metrics following from time are computed for. */
  readonly now: number;
  /** The past instant that all of this is about; null: now. */
  readonly asOf: number | null;
  /** Of a customer as of a past instant: the life that led there. */
  readonly life?: Life;
}

/** A row as the database gives it. */
export interface RawCustomer {
  readonly id: string;
  readonly external_id: string;
  readonly locale: string | null;
  readonly time_zone: string | null;
  readonly joined_at: number | null;
  readonly attributes: Record<string, unknown>;
  readonly created_at: number;
  readonly erased_at: number | null;
  readonly version: number;
  readonly metrics: Buffer;
  readonly held: Buffer;
  readonly generations: string;
}

/** What a statement over `customer c` selects. The generations name the engine that fits these rows. */
export const CUSTOMER_COLUMNS = `c.id, c.external_id, c.locale, c.time_zone,
  (extract(epoch from c.joined_at) * 1000)::float8 as joined_at, c.attributes,
  (extract(epoch from c.created_at) * 1000)::float8 as created_at,
  (extract(epoch from c.erased_at) * 1000)::float8 as erased_at, c.version,
  array_send(c.metrics) as metrics, array_send(c.held) as held,
  (select metrics_generation || ' ' || rules_generation || ' ' || attributes_generation from engine) as generations`;

const isRow = (value: object): value is CustomerRow => (value as Partial<CustomerRow>).numbers instanceof Float64Array;

/** The row behind what the type system calls a Customer. */
export function rowOf(customer: object): CustomerRow {
  if (isRow(customer)) return customer;
  throw new Error('a field of type Customer must give the id of a customer, or a row from readCustomers');
}

export const isCustomerRow = (value: unknown): value is CustomerRow =>
  typeof value === 'object' && value !== null && isRow(value);

/** Makes customers of the rows of one statement. */
export async function toCustomers(context: GraphContext, rows: readonly RawCustomer[]): Promise<CustomerRow[]> {
  const [first] = rows;
  if (!first) return [];
  const { road, database } = (context as CoreContext).services;
  const [metrics = 0, rules = 0, attributes = 0] = first.generations.split(' ').map(Number);
  const engine = await road.engineFor({ metrics, rules, attributes });
  const names = await outcomeNames(database, engine);
  return rows.map((row) => toCustomer(row, engine, names, context.now));
}

function toCustomer(row: RawCustomer, engine: Engine, names: OutcomeNames, now: number): CustomerRow {
  // what the row does not have was not measured yet: unknown
  const numbers = new Float64Array(engine.plan.width).fill(Number.NaN);
  readFloats(row.metrics, numbers);
  return {
    id: row.id,
    externalId: row.external_id,
    locale: row.locale,
    timeZone: row.time_zone,
    joinedAt: row.joined_at === null ? null : new Date(row.joined_at),
    attributes: row.attributes,
    createdAt: new Date(row.created_at),
    erasedAt: row.erased_at === null ? null : new Date(row.erased_at),
    version: row.version,
    numbers,
    outcomes: outcomesOf(row.held, names),
    engine,
    now,
    asOf: null,
  };
}

function outcomesOf(held: Buffer, names: OutcomeNames): RowOutcome[] {
  const outcomes: RowOutcome[] = [];
  for (const { code, since } of readHeld(held)) {
    const name = names.get(code);
    if (!name) continue;
    const { kind, ruleSet, key, title, data } = name;
    outcomes.push({ kind, ruleSet, key, title, data, since: new Date(since), name });
  }
  return outcomes;
}

/** The customers with these ids in one statement, in their order; null where there is none. */
export async function readCustomers(context: GraphContext, ids: readonly string[]): Promise<(CustomerRow | null)[]> {
  const rows = await context.query<RawCustomer>(
    'customers-by-id',
    `select ${CUSTOMER_COLUMNS} from customer c where c.id = any($1::uuid[])`,
    [literal(ids.filter(isUuid))],
  );
  const found = new Map((await toCustomers(context, rows)).map((customer) => [customer.id, customer]));
  return ids.map((id) => found.get(id) ?? null);
}

/** The customer with the caller's own id. */
export function readByExternalId(context: GraphContext, externalId: string): Promise<CustomerRow | null> {
  const loader = context.batch.of<string, CustomerRow | null>('customer-by-external-id', async (keys) => {
    const rows = await context.query<RawCustomer>(
      'customers-by-external-id',
      `select ${CUSTOMER_COLUMNS} from customer c where c.external_id = any($1::text[])`,
      [keys.filter((key) => !key.includes('\0'))],
    );
    const found = new Map((await toCustomers(context, rows)).map((customer) => [customer.externalId, customer]));
    return keys.map((key) => found.get(key) ?? null);
  });
  return loader.load(externalId);
}
