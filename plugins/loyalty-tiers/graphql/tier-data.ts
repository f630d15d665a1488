import type { PossibleOutcome } from '#contract';
import type { Need } from '../tiers/needs.ts';

export const KIND = 'loyalty-tiers';

/** What the kind keeps of a tier besides its key and title. */
export interface TierData {
  readonly rank: number;
  readonly benefits: readonly string[];
  /** The numbers that it asks for; left out: it asks for more than numbers. */
  readonly needs?: readonly Need[];
}

export const dataOf = ({ data }: PossibleOutcome): TierData => data as TierData;
