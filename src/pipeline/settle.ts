import type { CustomerRef } from '../activities/draft.ts';
import { customerIdOf } from '../activities/identify.ts';
import { contactLedger } from '../contacts/ledger.ts';
import type { KeptActivity } from '../contract/keeper.ts';
import type { SettledCustomer } from '../contract/kind.ts';
import type { RoadTransaction } from '../contract/transaction.ts';
import type { Sql, Transaction } from '../db/database.ts';
import { failPoint } from '../db/fail-point.ts';
import { nextCall } from '../metrics/kept.ts';
import { nextExpiry } from '../metrics/plan.ts';
import {
  appendActivities,
  type Candidate,
  identify,
  type Name,
  nameActivities,
  releaseKeys,
  takeKeys,
} from './append.ts';
import type { Batch, RecordResult, SettleResult } from './batch.ts';
import { causeOf } from './cause-of.ts';
import { checkRefunds } from './check-refunds.ts';
import type { CustomerState } from './customer-state.ts';
import { customersOf } from './customers-of.ts';
import type { Engine, Generations } from './engine.ts';
import type { Followers, Preparations } from './followers.ts';
import type { Judgement } from './judge.ts';
import { Keeping } from './keeping.ts';
import { type Moment, readGenerations } from './load-engine.ts';
import { type CustomerRow, createCustomers, lockCustomers } from './lock-customers.ts';
import { measure } from './measure.ts';
import { applyProfiles } from './profiles.ts';
import { storedPast } from './read-past.ts';
import type { RecentCustomers } from './recent-customers.ts';
import { recompute } from './recompute.ts';
import type { Settled } from './settled.ts';
import { refuseNow, refuseUnfit, tellFollowers, without } from './tell-followers.ts';
import { setDue, write } from './write.ts';

/** What the road needs besides the transaction. */
export interface Equipment {
  engineFor(generations: Generations, sql: Sql): Promise<Engine>;
  judgeOf(engine: Engine): (customer: CustomerState, now: number) => Promise<Judgement>;
  readonly recent: RecentCustomers;
  readonly followers: Followers;
  /** What they said of the activities of this batch. */
  readonly prepared: Preparations;
}

/** A batch that was settled, and the rows that may be remembered once it is committed. */
export interface Settlement {
  readonly result: SettleResult;
  readonly rows: readonly CustomerRow[];
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
  sql: Transaction,
  batch: Batch,
  equipment: Equipment,
  newcomers: readonly Newcomer[] = [],
): Promise<Settlement> {
  const results: RecordResult[] = [];

  // 2. lock the customers, sorted by id; unknown ones are created before
  // 3. read the clock and the active rule sets after the lock
  const owners = batch.activities.map(({ customer }) => idOf(customer));
  const { rows, generations, names } = await lock(sql, batch, owners, newcomers, equipment);
  const now = batch.now ?? generations.now;
  const engine = await equipment.engineFor(generations, sql);
  const customers = customersOf(rows, engine.plan);
  const byId = new Map(customers.map((customer) => [customer.id, customer]));
  const tx: RoadTransaction = {
    now,
    query: (name, text, values) => sql.query(name, text, values),
    send: (name, text, values) => sql.send(name, text, values),
    contacts: contactLedger(sql, now),
    surveysStamp: generations.surveysStamp,
  };

  // 4. take the keys: only activities that are fresh count
  const candidates = identify(batch.activities, equipment.prepared, owners, names, byId, now, results);
  const taken = candidates.length > 0 ? await takeKeys(sql, candidates, results) : [];
  const unfit = refuseUnfit(taken, results);
  const unfounded = await checkRefunds(sql, without(taken, unfit), results);
  const founded = without(taken, [...unfit, ...unfounded]);
  const unsound = await refuseNow(equipment.followers, founded, tx, results);
  const sound = without(founded, unsound);
  const unwanted = await turnAway(batch, sound, tx, engine, customers, results);
  const refused = [...unfit, ...unfounded, ...unsound, ...unwanted];
  await releaseKeys(sql, refused);
  answerAlike(candidates, refused, results);
  const fresh = await tellFollowers(equipment.followers, without(sound, unwanted), tx);
  const seqs = accept(fresh, byId, results);
  await applyProfiles(sql, batch.profiles ?? [], byId, engine.personal, now);
  const erased = customers.filter((customer) => customer.erased).map(({ id }) => id);
  await batch.beforehand?.(tx, engine, customers);

  // 5. measure
  const keeping = new Keeping(engine, sql, tx, customers);
  await recompute(sql, engine.plan, customers);
  await measure(storedPast(sql), engine.plan, customers, now);
  if (batch.act) await keeping.act(batch.act);
  await keeping.measure();

  // the log grows when nothing reads it any more; PostgreSQL is at it while we judge
  appendActivities(sql, fresh, seqs, ({ customerId }) => byId.get(customerId)?.measuredAt ?? now);

  // 6. and 7. judge and decide
  const judge = equipment.judgeOf(engine);
  const settled: Settled[] = [];
  for (const customer of customers) {
    const judgement = await judge(customer, customer.measuredAt);
    const held = heldBy(customer, judgement);
    settled.push({ customer, judgement, held, cause: causeOf(customer, engine), kept: keeping.told(customer.id) });
  }
  await keeping.settle(settled);
  for (const { customer, judgement } of settled) setDue(customer, nextInstant(engine, customer, judgement));

  // 8. write the difference
  const stamp = Math.random();
  const changes = settled.length > 0 ? write(sql, engine, settled, now, stamp) : 0;
  await settleKinds(settled, tx);
  await batch.alongside?.(tx, results);
  const result = { results, customerIds: customers.map(({ id }) => id), erased, changes, now };
  return { result, rows: settled.flatMap((one) => rowOf(one, engine, stamp)) };
}

/** When something changes next although nothing happens. */
const nextInstant = ({ plan }: Engine, { numbers }: CustomerState, { nextFlip }: Judgement): number =>
  Math.min(nextFlip, nextExpiry(plan, numbers), nextCall(plan.keepers, numbers));

const idOf = (ref: CustomerRef): string => ref.id ?? customerIdOf(ref.externalId);

interface Locked {
  readonly rows: readonly CustomerRow[];
  readonly generations: Moment;
  readonly names: readonly Name[];
}

async function lock(
  sql: Transaction,
  batch: Batch,
  owners: readonly string[],
  newcomers: readonly Newcomer[],
  { recent, prepared }: Equipment,
): Promise<Locked> {
  const ids = new Set(batch.customerIds);
  const external = new Map<string, string>();
  const add = (id: string, { externalId }: CustomerRef): void => {
    ids.add(id);
    if (externalId !== undefined) external.set(id, externalId);
  };
  for (const [i, draft] of batch.activities.entries()) {
    // nobody becomes a customer by what is refused; somebody who is one may have sent a repeat
    if (prepared.get(draft)?.issues) ids.add(owners[i] as string);
    else add(owners[i] as string, draft.customer);
  }
  for (const { customer } of batch.profiles ?? []) add(idOf(customer), customer);
  // always before the locks: who holds a lock must not wait for a customer that somebody else is creating
  if (newcomers.length > 0) await createCustomers(sql, newcomers, await readGenerations(sql), batch.now);
  const wanted = [...ids].sort();
  await failPoint('before-lock');
  // statements run in this order, and each sees what was committed before it began; meanwhile the activities are named
  const [rows, generations, names] = await Promise.all([
    lockCustomers(sql, wanted, recent, batch.skipLocked ?? false),
    readGenerations(sql),
    nameActivities(batch.activities, owners),
  ]);
  const found = new Set(rows.map(({ id }) => id));
  const missing = [...external].filter(([id]) => !found.has(id)).map(([id, externalId]) => ({ id, externalId }));
  if (missing.length > 0) throw new UnknownCustomers(missing);
  return { rows, generations, names };
}

/** What holds of a customer now, as the row keeps it. */
function heldBy({ held }: CustomerState, judgement: Judgement): Float64Array {
  if (judgement.moved.length === 0 && judgement.orphans.length === 0) return held;
  return Float64Array.from(judgement.held.flatMap(({ code, since }) => [code, since]));
}

/** The row as it is now, of a customer to whom something happened. What a profile became is read from the database. */
function rowOf({ customer, held }: Settled, { generations }: Engine, stamp: number): CustomerRow[] {
  if (customer.fresh.length === 0 || customer.profileChanged) return [];
  const { id, activitySeq, changeSeq, measuredAt, dueAt, locale, timeZone, joinedAt, attributes, erased } = customer;
  const { metrics: metricsGeneration, rules: rulesGeneration } = generations;
  const profile = { locale, timeZone, joinedAt, attributes, erased };
  const { numbers } = customer;
  return [
    {
      id,
      stamp,
      activitySeq,
      changeSeq,
      measuredAt,
      metricsGeneration,
      rulesGeneration,
      dueAt,
      ...profile,
      numbers,
      held,
    },
  ];
}

/** What the caller turns away under the locks. */
async function turnAway(
  batch: Batch,
  candidates: readonly Candidate[],
  tx: RoadTransaction,
  engine: Engine,
  customers: readonly CustomerState[],
  results: RecordResult[],
): Promise<Candidate[]> {
  if (!batch.refuse || candidates.length === 0) return [];
  const issues = await batch.refuse(candidates, tx, engine, customers);
  return candidates.filter(({ id, index }) => {
    const found = issues.get(id);
    if (found) results[index] = { status: 'rejected', issues: found };
    return found !== undefined;
  });
}

/** A repeat of an activity that was refused in the same batch is refused as well. */
function answerAlike(candidates: readonly Candidate[], refused: readonly Candidate[], results: RecordResult[]): void {
  if (refused.length === 0) return;
  const verdicts = new Map(refused.map(({ id, index }) => [id, results[index] as RecordResult]));
  for (const { id, index } of candidates) results[index] = verdicts.get(id) ?? (results[index] as RecordResult);
}

/** Gives fresh activities their places in their customers' orders, and sorts them by time for measuring. */
function accept(
  fresh: readonly Candidate[],
  customers: ReadonlyMap<string, CustomerState>,
  results: RecordResult[],
): number[] {
  const seqs = fresh.map(({ index, id, customerId, draft, occurredAt }) => {
    const customer = customers.get(customerId) as CustomerState;
    customer.activitySeq += 1;
    const { kind, source, key, payload } = draft;
    const recorded: KeptActivity = {
      id,
      customerId,
      kind,
      occurredAt,
      source,
      key,
      seq: customer.activitySeq,
      payload,
    };
    customer.fresh.push(recorded);
    results[index] = { status: 'accepted', activityId: id, customerId };
    return customer.activitySeq;
  });
  for (const customer of customers.values()) {
    if (customer.fresh.length > 1) customer.fresh.sort((a, b) => a.occurredAt - b.occurredAt || a.seq - b.seq);
  }
  return seqs;
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
