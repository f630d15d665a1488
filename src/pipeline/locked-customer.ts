import type { Condition } from '../contract/condition.ts';
import type { Holding, KeeperOutlook, KeeperTransaction, LockedCustomer } from '../contract/keeper.ts';
import type { HeldOutcome } from '../contract/kind.ts';
import type { RoadTransaction } from '../contract/transaction.ts';
import { type CustomerState, instantFor } from './customer-state.ts';
import type { Engine } from './engine.ts';
import { compileCondition, type HoldsFor } from './fact-reader.ts';
import { publicly, publishedFor, publishedOf } from './published.ts';

/** The transaction with what holds for everybody. */
export const keeperTransaction = (engine: Engine, tx: RoadTransaction): KeeperTransaction => ({
  ...tx,
  ...keeperOutlook(engine, tx),
});

/** The same for whoever only looks. */
export function keeperOutlook(engine: Engine, { now, query }: Pick<RoadTransaction, 'now' | 'query'>): KeeperOutlook {
  const { calendarDay, startOfDay } = engine.catalogue;
  return { now, query, ruleSets: (kind) => publishedOf(engine, kind), calendarDay, startOfDay };
}

/** A customer as keepers see it: always as it is at the moment of asking. */
export function lockedCustomer(engine: Engine, customer: CustomerState, roadNow: number): LockedCustomer {
  const now = instantFor(customer, roadNow);
  return {
    customerId: customer.id,
    now,
    locale: customer.locale,
    timeZone: customer.timeZone,
    joinedAt: customer.joinedAt,
    erased: customer.erased,
    metric(key) {
      const metric = engine.plan.metrics.get(key);
      if (!metric) throw new Error(`there is no metric "${key}"`);
      return metric.read(customer.numbers, now);
    },
    ...standing(engine, customer, now, () => customer),
  };
}

/** What follows from what holds for a customer: from what held before, or from what holds now. */
export function standing(
  engine: Engine,
  { id }: Pick<CustomerState, 'id'>,
  now: number,
  state: () => Parameters<HoldsFor>[0],
): Pick<LockedCustomer, 'holds' | 'meets' | 'ruleSets'> {
  const meets = (when: Condition): boolean => compiled(engine, when)(state(), now);
  return {
    meets,
    holds: (kind) => holdings(engine, state().held, kind),
    ruleSets: (kind) => publishedFor(engine, kind, id, meets),
  };
}

const conditions = new WeakMap<Engine, Map<Condition, HoldsFor>>();

/** A condition of a document, which stays the same object as long as the engine does. */
function compiled(engine: Engine, when: Condition): HoldsFor {
  const own = conditions.get(engine) ?? new Map<Condition, HoldsFor>();
  conditions.set(engine, own);
  const made = own.get(when) ?? compileCondition(engine, when);
  own.set(when, made);
  return made;
}

/** What holds by rule sets of a kind, out of pairs of code and since. */
function holdings({ outcomes, ruleSets }: Engine, held: Float64Array, kind: string): Holding[] {
  const found: Holding[] = [];
  for (let i = 0; i + 1 < held.length; i += 2) {
    const outcome = outcomes.get(held[i] as number);
    const ruleSet = outcome && ruleSets[outcome.ruleSet];
    if (outcome && ruleSet?.kind.key === kind)
      found.push({ key: outcome.key, since: held[i + 1] as number, ruleSet: publicly(ruleSet) });
  }
  return found;
}

/** Outcomes as they hold: those that were there keep their beginning. */
export const withSince = (
  before: readonly HeldOutcome[],
  after: readonly { readonly key: string }[],
  now: number,
): HeldOutcome[] => after.map(({ key }) => ({ key, since: before.find((one) => one.key === key)?.since ?? now }));
