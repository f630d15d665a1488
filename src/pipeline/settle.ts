import type { ActivityDraft, CustomerRef } from '../activities/draft.ts';
import { customerIdOf } from '../activities/identify.ts';
import type { Cause } from '../contract/change.ts';
import type { SettledCustomer } from '../contract/kind.ts';
import type { RoadTransaction } from '../contract/transaction.ts';
import { readFloats } from '../db/arrays.ts';
import type { Sql } from '../db/database.ts';
import { nextExpiry } from '../metrics/plan.ts';
import { type Candidate, identify, releaseKeys, takeKeys } from './append.ts';
import type { Batch, RecordResult, SettleResult } from './batch.ts';
import { checkRefunds } from './check-refunds.ts';
import type { CustomerState } from './customer-state.ts';
import type { Engine, Generations } from './engine.ts';
import type { Judgement } from './judge.ts';
import { readGenerations } from './load-engine.ts';
import { type CustomerRow, createCustomers, lockCustomers, readHeld } from './lock-customers.ts';
import { measure } from './measure.ts';
import { applyProfiles } from './profiles.ts';
import { recompute } from './recompute.ts';
import { type Settled, setDue, write } from './write.ts';

/** What the road needs besides the transaction. */
export interface Equipment {
  engineFor(generations: Generations): Promise<Engine>;
  judgeOf(engine: Engine): (customer: CustomerState, now: number) => Promise<Judgement>;
}

/** A customer that is to be created. */
export interface Newcomer {
  readonly id: string;
  readonly externalId: string;
}

/** The batch names customers that are not there yet: nothing was done, and it has to begin again with them. */
export class UnknownCustomers extends Error {
  readonly customers: readonly Newcomer[];

  constructor(customers: readonly Newcomer[]) {
    super('customers have to be created before');
    this.customers = customers;
  }
}

/**
 * The road of a change, in one transaction; validation lies before it, the acknowledgement after it. The number of
 * statements does not depend on the size of the batch. May run again from the start when the database asks for it.
 */
export async function settle(
  sql: Sql,
  batch: Batch,
  equipment: Equipment,
  newcomers: readonly Newcomer[] = [],
): Promise<SettleResult> {
  const results: RecordResult[] = [];

  // 2. lock the customers, sorted by id; unknown ones are created before
  const owners = batch.activities.map(({ customer }) => idOf(customer));
  const rows = await lock(sql, batch, owners, newcomers);

  // 3. read the clock and the active rule sets after the lock
  const generations = await readGenerations(sql);
  const now = batch.now ?? generations.now;
  const engine = await equipment.engineFor(generations);
  const customers = customersOf(rows, engine);
  const byId = new Map(customers.map((customer) => [customer.id, customer]));

  // 4. take the keys: only activities that are fresh count
  const candidates = identify(batch.activities, owners, byId, now, results);
  const taken = candidates.length > 0 ? await takeKeys(sql, candidates, results) : [];
  const refused = await checkRefunds(sql, taken, results);
  await releaseKeys(sql, refused);
  answerAlike(candidates, refused, results);
  const fresh = refused.length > 0 ? taken.filter((candidate) => !refused.includes(candidate)) : taken;
  accept(fresh, byId, results);
  await applyProfiles(sql, batch.profiles ?? [], byId);

  // 5. measure
  await recompute(sql, engine.plan, customers);
  await measure(sql, engine.plan, customers, now);

  // 6. and 7. judge and decide
  const judge = equipment.judgeOf(engine);
  const settled: Settled[] = [];
  for (const customer of customers) {
    const judgement = await judge(customer, customer.measuredAt);
    setDue(customer, Math.min(judgement.nextFlip, nextExpiry(engine.plan, customer.numbers)), customer.measuredAt);
    settled.push({ customer, judgement, cause: causeOf(customer, engine) });
  }

  // 8. write the difference
  const changes = settled.length > 0 ? await write(sql, engine, settled, fresh, now) : 0;
  const tx: RoadTransaction = { now, query: (name, text, values) => sql.query(name, text, values) };
  await settleKinds(settled, tx);
  await batch.alongside?.(tx, results);
  return { results, customerIds: customers.map(({ id }) => id), changes, now };
}

const idOf = (ref: CustomerRef): string => ref.id ?? customerIdOf(ref.externalId);

async function lock(
  sql: Sql,
  batch: Batch,
  owners: readonly string[],
  newcomers: readonly Newcomer[],
): Promise<CustomerRow[]> {
  const ids = new Set(batch.customerIds);
  const external = new Map<string, string>();
  const add = (id: string, { externalId }: CustomerRef): void => {
    ids.add(id);
    if (externalId !== undefined) external.set(id, externalId);
  };
  for (const [i, { customer }] of batch.activities.entries()) add(owners[i] as string, customer);
  for (const { customer } of batch.profiles ?? []) add(idOf(customer), customer);
  // always before the locks: who holds a lock must not wait for a customer that somebody else is creating
  if (newcomers.length > 0) await createCustomers(sql, newcomers, await readGenerations(sql));
  const wanted = [...ids].sort();
  const rows = await lockCustomers(sql, wanted, batch.skipLocked ?? false);
  const found = new Set(rows.map(({ id }) => id));
  const missing = [...external].filter(([id]) => !found.has(id)).map(([id, externalId]) => ({ id, externalId }));
  if (missing.length > 0) throw new UnknownCustomers(missing);
  return rows;
}

/** The numbers of all customers lie in one array, which is written back as it is. */
function customersOf(rows: readonly CustomerRow[], { plan }: Engine): CustomerState[] {
  const { width, initial } = plan;
  const numbers = new Float64Array(rows.length * width);
  rows.forEach(({ metrics }, i) => {
    numbers.set(initial, i * width);
    readFloats(metrics, numbers, i * width, width);
  });
  const before = numbers.slice();
  const part = (of: Float64Array, i: number) => of.subarray(i * width, (i + 1) * width);
  return rows.map((row, i) => customerOf(row, part(numbers, i), part(before, i)));
}

function customerOf(row: CustomerRow, numbers: Float64Array, before: Float64Array): CustomerState {
  return {
    id: row.id,
    activitySeq: row.activity_seq,
    changeSeq: row.change_seq,
    measuredAt: row.measured_at,
    metricsGeneration: row.metrics_generation,
    rulesGeneration: row.rules_generation,
    dueAt: row.due_at,
    numbers,
    before,
    beforeAt: row.measured_at,
    attributes: row.attributes,
    locale: row.locale,
    timeZone: row.time_zone,
    joinedAt: row.joined_at === null ? null : Number(row.joined_at),
    profileChanged: false,
    held: readHeld(row.held),
    fresh: [],
  };
}

/** A repeat of an activity that was refused in the same batch is refused as well. */
function answerAlike(candidates: readonly Candidate[], refused: readonly Candidate[], results: RecordResult[]): void {
  if (refused.length === 0) return;
  const verdicts = new Map(refused.map(({ id, index }) => [id, results[index] as RecordResult]));
  for (const { id, index } of candidates) results[index] = verdicts.get(id) ?? (results[index] as RecordResult);
}

/** Gives fresh activities their place in the customer's order, and sorts them by time for measuring. */
function accept(
  fresh: readonly Candidate[],
  customers: ReadonlyMap<string, CustomerState>,
  results: RecordResult[],
): void {
  for (const { index, id, customerId, draft, occurredAt } of fresh) {
    const customer = customers.get(customerId) as CustomerState;
    customer.activitySeq += 1;
    const { kind, payload } = draft as ActivityDraft;
    customer.fresh.push({ id, customerId, kind, occurredAt, seq: customer.activitySeq, payload });
    results[index] = { status: 'accepted', activityId: id, customerId };
  }
  for (const customer of customers.values()) {
    if (customer.fresh.length > 1) customer.fresh.sort((a, b) => a.occurredAt - b.occurredAt || a.seq - b.seq);
  }
}

/** What moved the customer: the last activity that was recorded, else the profile, else a new metric, else time. */
function causeOf(customer: CustomerState, engine: Engine): Cause {
  const last = customer.fresh.reduce((found, one) => (!found || one.seq > found.seq ? one : found), customer.fresh[0]);
  if (last) return { by: 'activity', activityId: last.id };
  if (customer.profileChanged) return { by: 'profile' };
  return { by: customer.beforeAt > 0 && engine.generations.metrics > customer.metricsGeneration ? 'metric' : 'time' };
}

/** Lets kinds write to their own tables, each once with all customers that it moved. */
async function settleKinds(settled: readonly Settled[], tx: RoadTransaction): Promise<void> {
  const moved = settled.flatMap(({ judgement }) => judgement.moved);
  for (const kind of new Set(moved.map(({ ruleSet }) => ruleSet.kind))) {
    if (!kind.settle) continue;
    const own: SettledCustomer[] = moved.filter(({ ruleSet }) => ruleSet.kind === kind).map((one) => one.settled);
    await kind.settle(own, tx);
  }
}
