import type { Builder, GraphContext, HoldingOutcome } from '#contract';
import { Customer, RuleSet } from '#entities';

const KIND = 'loyalty-tiers';

/** What the document says of a tier, as `loyaltyTiers.outcomes` keeps it. */
interface TierData {
  readonly rank: number;
  readonly benefits?: readonly string[];
}
