import type {
  DecidedCustomer,
  Keeper,
  Settled as KeeperSettled,
  KeeperTransaction,
  Kept,
  KeptActivity,
  KeptChange,
  KeptCustomer,
  LockedCustomer,
} from '../contract/keeper.ts';
import type { RoadTransaction } from '../contract/transaction.ts';
import type { Transaction } from '../db/database.ts';
import type { PlannedKeeper } from '../metrics/kept.ts';
import type { CustomerState } from './customer-state.ts';
import type { Engine } from './engine.ts';
import { type KeptValues, writeKeptValues } from './kept-values.ts';
import { keeperTransaction, lockedCustomer, standing, withSince } from './locked-customer.ts';
import { publicly } from './published.ts';
import type { Settled } from './settled.ts';

/** What keepers tell of a customer: before what rules say, and after it. */
export interface KeptChanges {
  readonly measured: readonly KeptChange[];
  readonly settled: readonly KeptChange[];
}

interface ToldByKeepers extends KeptChanges {
  readonly measured: KeptChange[];
  readonly settled: KeptChange[];
}

const NOTHING: KeptChanges = { measured: [], settled: [] };

interface Concerned {
  readonly customer: CustomerState;
  readonly seen: KeptCustomer;
}

/** The keepers' part in one settlement. Made before customers are measured: then it is seen who lacks values. */
export class Keeping {
  readonly #engine: Engine;
  readonly #sql: Transaction;
  readonly #tx: KeeperTransaction;
  readonly #customers: readonly CustomerState[];
  readonly #generations: ReadonlyMap<CustomerState, number>;
  readonly #concerned = new Map<PlannedKeeper, readonly Concerned[]>();
  readonly #told = new Map<string, ToldByKeepers>();
  #acted = false;

  constructor(engine: Engine, sql: Transaction, tx: RoadTransaction, customers: readonly CustomerState[]) {
    this.#engine = engine;
    this.#sql = sql;
    this.#tx = keeperTransaction(engine, tx);
    this.#customers = customers;
    const asked = engine.plan.keepers.length > 0 ? customers : [];
    this.#generations = new Map(asked.map((customer) => [customer, customer.metricsGeneration]));
  }

  /** Lets somebody act on the customers, who then concern every keeper. */
  async act(work: (tx: KeeperTransaction, customers: readonly LockedCustomer[]) => Promise<void>): Promise<void> {
    this.#acted = true;
    for (const customer of this.#customers) customer.cause ??= { by: 'action' };
    await work(
      this.#tx,
      this.#customers.map((customer) => lockedCustomer(this.#engine, customer, this.#tx.now)),
    );
  }

  /** Lets each keeper measure those who concern it, and takes the values into their numbers. */
  async measure(): Promise<void> {
    for (const planned of this.#engine.plan.keepers) {
      const concerned = this.#concern(planned);
      if (concerned.length === 0) continue;
      this.#concerned.set(planned, concerned);
      const { keeper, measureAt } = planned;
      if (!keeper.measure) continue;
      const said = await keeper.measure(
        concerned.map(({ seen }) => seen),
        this.#tx,
      );
      this.#take(planned, concerned, measureAt, said, (customer, one: Kept) => {
        takeValues(planned, customer, one);
        this.#tell(keeper, customer.id, 'measured', one.changes);
        if ((one.next ?? Number.NaN) <= customer.measuredAt)
          throw new Error(`the keeper ${keeper.key} wants to measure again at an instant that has come`);
      });
    }
    writeKeptValues(this.#sql, this.#movedValues());
  }

  /** Lets each keeper settle those who concern it, and those for whom something moved by its kinds. */
  async settle(settled: readonly Settled[]): Promise<void> {
    for (const planned of this.#engine.plan.keepers) {
      const { keeper, settleAt } = planned;
      if (!keeper.settle) continue;
      const decided = this.#decided(planned, settled);
      if (decided.length === 0) continue;
      const said = await keeper.settle(
        decided.map(({ seen }) => seen),
        this.#tx,
      );
      this.#take(planned, decided, settleAt, said, (customer, one) =>
        this.#tell(keeper, customer.id, 'settled', one.changes),
      );
    }
  }

  /** What is told of a customer; what the second step says comes in later. */
  told(customerId: string): KeptChanges {
    if (this.#engine.plan.keepers.length === 0) return NOTHING;
    const told = this.#told.get(customerId) ?? { measured: [], settled: [] };
    this.#told.set(customerId, told);
    return told;
  }

  #concern({ activities, measureAt, settleAt, generation }: PlannedKeeper): Concerned[] {
    return this.#customers.flatMap((customer) => {
      const { numbers, measuredAt } = customer;
      const anew = (this.#generations.get(customer) as number) < generation;
      // on the road, what is fresh comes with the names under which it was recorded
      const fresh = customer.fresh.filter(({ kind }) => activities === 'all' || activities.has(kind)) as KeptActivity[];
      const due = (numbers[measureAt] as number) <= measuredAt || (numbers[settleAt] as number) <= measuredAt;
      const called = due || this.#acted;
      if (!anew && !called && fresh.length === 0) return [];
      const seen = { ...lockedCustomer(this.#engine, customer, this.#tx.now), activities: fresh, called, anew };
      return [{ customer, seen }];
    });
  }

  /** The values that are others than the last settlement left. */
  #movedValues(): KeptValues[] {
    const moved = new Map<CustomerState, number[]>();
    for (const [{ slots }, concerned] of this.#concerned) {
      for (const { customer } of concerned) {
        const { numbers, before } = customer;
        const own = [...slots.values()].filter((slot) => !Object.is(numbers[slot], before[slot]));
        if (own.length > 0) moved.set(customer, [...(moved.get(customer) ?? []), ...own]);
      }
    }
    return [...moved].map(([{ id, measuredAt, numbers }, slots]) => ({
      customerId: id,
      at: measuredAt,
      slots,
      values: slots.map((slot) => numbers[slot] as number),
    }));
  }

  #decided(planned: PlannedKeeper, settled: readonly Settled[]): { customer: CustomerState; seen: DecidedCustomer }[] {
    const concerned = new Map(this.#concerned.get(planned)?.map(({ customer, seen }) => [customer, seen]));
    return settled.flatMap(({ customer, judgement, held }) => {
      const { measuredAt: now } = customer;
      const moved = judgement.moved
        .filter(({ ruleSet }) => planned.kinds.has(ruleSet.kind.key))
        .map(({ ruleSet, settled: { before, after } }) => ({
          ruleSet: publicly(ruleSet),
          before,
          after: withSince(before, after, now),
        }));
      const known = concerned.get(customer);
      if (!known && moved.length === 0) return [];
      const seen = known ?? {
        ...lockedCustomer(this.#engine, customer, now),
        activities: [],
        called: false,
        anew: false,
      };
      const { numbers, attributes, locale, joinedAt } = customer;
      const after = { numbers, attributes, locale, joinedAt, held };
      return [{ customer, seen: { ...seen, ...standing(this.#engine, customer, now, () => after), moved } }];
    });
  }

  /** Takes what a step said of each customer; an instant that has come and was not named again is never. */
  #take<S extends KeeperSettled>(
    { keeper }: PlannedKeeper,
    asked: readonly { readonly customer: CustomerState }[],
    slot: number,
    said: readonly S[],
    take: (customer: CustomerState, one: S) => void,
  ): void {
    const byId = new Map(asked.map(({ customer }) => [customer.id, customer]));
    for (const { numbers, measuredAt } of byId.values())
      if ((numbers[slot] as number) <= measuredAt) numbers[slot] = Number.NaN;
    for (const one of said) {
      const customer = byId.get(one.customerId);
      if (!customer) throw new Error(`the keeper ${keeper.key} speaks of a customer that it was not asked about`);
      customer.numbers[slot] = one.next ?? Number.NaN;
      take(customer, one);
    }
  }

  #tell(
    { key, changes: known = [] }: Keeper,
    customerId: string,
    step: keyof KeptChanges,
    changes: Kept['changes'],
  ): void {
    if (!changes || changes.length === 0) return;
    const unknown = changes.find(({ type }) => !known.includes(type));
    if (unknown) throw new Error(`the keeper ${key} does not say that it tells "${unknown.type}"`);
    (this.told(customerId) as ToldByKeepers)[step].push(...changes);
  }
}

function takeValues({ keeper, slots }: PlannedKeeper, { numbers }: CustomerState, { values = {} }: Kept): void {
  for (const [key, value] of Object.entries(values)) {
    const slot = slots.get(key);
    if (slot === undefined || Math.abs(value) === Number.POSITIVE_INFINITY)
      throw new Error(`the keeper ${keeper.key} gives ${value} for "${key}"`);
    numbers[slot] = value;
  }
}
