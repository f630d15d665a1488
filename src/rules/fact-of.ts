import type { Condition, LeafCondition } from '../contract/condition.ts';
import type { Fact, FactCatalogue } from '../contract/fact.ts';
import { UserError } from '../errors.ts';

/** The fact a leaf tests. A stored version can outlive a fact, for example a metric that was removed since. */
export function factOf(leaf: LeafCondition, catalogue: FactCatalogue): Fact {
  const fact = catalogue.facts.get(leaf.fact);
  if (fact) return fact;
  throw new UserError('UNKNOWN_FACT', `The rules test "${leaf.fact}", and there is no such fact any more.`);
}

/** Every leaf of a condition, from left to right. */
export function* leavesOf(condition: Condition): Generator<LeafCondition> {
  if ('not' in condition) yield* leavesOf(condition.not);
  else if ('all' in condition) for (const part of condition.all) yield* leavesOf(part);
  else if ('any' in condition) for (const part of condition.any) yield* leavesOf(part);
  else yield condition;
}
