import type { GraphContext, HoldingOutcome, PossibleOutcome } from '#contract';
import type { Customer } from '#entities';
import type { SaidBenefit } from '../benefits/benefit.ts';
import type { Need } from '../tiers/needs.ts';

export const KIND = 'loyalty-tiers';

/** What the kind keeps of a tier besides its key and title. */
export interface TierData {
  readonly rank: number;
  readonly benefits: readonly SaidBenefit[];
  /** The numbers that it asks for; left out: it asks for more than numbers. */
  readonly needs?: readonly Need[];
}

export const dataOf = ({ data }: PossibleOutcome): TierData => data as TierData;

/** The tiers of each published rule set, the lowest first. */
export async function tiersByRuleSet(context: GraphContext): Promise<(readonly [string, PossibleOutcome[]])[]> {
  const byRuleSet = Map.groupBy(await context.possibleOutcomes(KIND), ({ ruleSet }) => ruleSet);
  return [...byRuleSet].map(([ruleSet, tiers]) => [ruleSet, tiers.toSorted((a, b) => dataOf(a).rank - dataOf(b).rank)]);
}

/** Where a customer is by a rule set. */
export const heldOf = (customer: Customer, ruleSet: string, context: GraphContext): HoldingOutcome | undefined =>
  context.outcomes(customer).find((outcome) => outcome.kind === KIND && outcome.ruleSet === ruleSet);
