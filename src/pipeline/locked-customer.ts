import type { Condition } from '../contract/condition.ts';
import type {
  Holding,
  KeeperOutlook,
  KeeperTransaction,
  LockedCustomer,
  PublishedRuleSet,
} from '../contract/keeper.ts';
import type { HeldOutcome } from '../contract/kind.ts';
import type { RoadTransaction } from '../contract/transaction.ts';
import { type CustomerState, instantFor } from './customer-state.ts';
import type { ActiveRuleSet, Engine } from './engine.ts';
import { compileCondition, type HoldsFor } from './fact-reader.ts';

const shown = new WeakMap<ActiveRuleSet, PublishedRuleSet>();

/** A rule set as keepers see it; the same object as long as its version holds. */
export function publicly(ruleSet: ActiveRuleSet): PublishedRuleSet {
  const known = shown.get(ruleSet);
  if (known) return known;
  const { id, key, kind, versionId, document } = ruleSet;
  const made = Object.freeze({ id, key, kind: kind.key, versionId, document });
  shown.set(ruleSet, made);
  return made;
}

/** The transaction with what holds for everybody. */
export const keeperTransaction = (engine: Engine, tx: RoadTransaction): KeeperTransaction => ({
  ...tx,
  ...keeperOutlook(engine, tx),
});

/** The same for whoever only looks. */
export function keeperOutlook(
  { ruleSets, catalogue }: Engine,
  { now, query }: Pick<RoadTransaction, 'now' | 'query'>,
): KeeperOutlook {
  return {
    now,
    query,
    ruleSets: (kind) => ruleSets.filter((one) => one.kind.key === kind).map(publicly),
    calendarDay: catalogue.calendarDay,
    startOfDay: catalogue.startOfDay,
  };
}

/** A customer as keepers see it: always as it is at the moment of asking. */
export function lockedCustomer(engine: Engine, customer: CustomerState, roadNow: number): LockedCustomer {
  const { id: customerId } = customer;
  const now = instantFor(customer, roadNow);
  return {
    customerId,
    now,
    locale: customer.locale,
    timeZone: customer.timeZone,
    joinedAt: customer.joinedAt,
    erased: customer.erased,
    holds: (kind) => holdings(engine, customer.held, kind),
    metric(key) {
      const metric = engine.plan.metrics.get(key);
      if (!metric) throw new Error(`there is no metric "${key}"`);
      return metric.read(customer.numbers, now);
    },
    meets: (when) => compiled(engine, when)(customer, now),
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
export function holdings({ outcomes, ruleSets }: Engine, held: Float64Array, kind: string): Holding[] {
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
