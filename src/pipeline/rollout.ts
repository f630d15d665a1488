import type { Condition } from '../contract/condition.ts';
import type { Facts } from '../contract/fact.ts';
import type { HeldOutcome, Outcome } from '../contract/kind.ts';
import type { ActiveRuleSet } from './engine.ts';

/** How a version is rolled out, as the database keeps it. Times: epoch milliseconds. */
export interface RolloutTerms {
  /** For this share of the customers first; null: for all. */
  readonly percent: number | null;
  /** For members of this segment only; null: for all. */
  readonly segment: string | null;
  /** Whoever holds something better keeps it as long as the former version says so. */
  readonly upgradesOnly: boolean;
  /** When `upgradesOnly` ends for everybody; null: when the rollout does. */
  readonly until: number | null;
}

/** A version that does not hold for everybody alike yet, beside the one that it is to replace. */
export interface Rollout {
  /** What holds for the others; null: nothing does. */
  readonly former: ActiveRuleSet | null;
  readonly keepsBetter: boolean;
  readonly until: number;
  /** Whether a customer is in the share for which the new version holds. */
  inShare(customerId: string): boolean;
  /** Who else it is for; null: nobody is left out. */
  readonly audience: Condition | null;
  /** Whether the new version judges this customer: both. */
  includes(customerId: string, facts: Facts): boolean;
}

/** `audience` is the place of the fact that tells whether a customer is in the segment. */
export function makeRollout(
  terms: RolloutTerms,
  ruleSetId: string,
  former: ActiveRuleSet | null,
  audience: number | undefined,
): Rollout {
  const { percent, segment, upgradesOnly, until } = terms;
  const inShare = percent === null ? () => true : shareOf(ruleSetId, percent);
  const member: Condition = { all: [{ fact: `segment.${segment}`, operator: 'equal', value: true }] };
  const inSegment = (facts: Facts): boolean => audience !== undefined && facts.numbers[audience] === 1;
  return {
    former,
    keepsBetter: upgradesOnly && former !== null,
    until: until ?? Number.POSITIVE_INFINITY,
    inShare,
    audience: segment === null ? null : member,
    includes: (customerId, facts) => inShare(customerId) && (segment === null || inSegment(facts)),
  };
}

/** The fact by which a segment narrows a rollout. */
export const audienceFact = ({ segment }: Pick<RolloutTerms, 'segment'>): string[] =>
  segment === null ? [] : [`segment.${segment}`];

/**
 * Whether a customer is in a share, always the same for a rule set: who is in a small share is in every larger one, and
 * the shares of two rule sets have nothing to do with each other.
 */
function shareOf(ruleSetId: string, percent: number): (customerId: string) => boolean {
  const salt = Number.parseInt(ruleSetId.slice(0, 8), 16);
  return (customerId) => mix(Number.parseInt(customerId.slice(0, 8), 16) ^ salt) < percent / 100;
}

/** Spreads the bits of a number over 0 to 1 (the finalizer of MurmurHash3). */
function mix(bits: number): number {
  let hash = bits | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 4_294_967_296;
}

/**
 * Whether what the former version says is kept: it must be better than what the new one says, and no better than what the
 * customer held, so that nobody rises by rules that are on their way out.
 */
export function keepsFormer(
  ruleSet: ActiveRuleSet,
  former: ActiveRuleSet,
  before: readonly HeldOutcome[],
  by: { readonly former: readonly Outcome[]; readonly now: readonly Outcome[] },
): boolean {
  const rank = (set: ActiveRuleSet, one: { readonly key: string } | undefined): number =>
    (one && set.kind.rank?.(set.document, one.key)) ?? Number.NEGATIVE_INFINITY;
  const kept = rank(former, by.former[0]);
  return kept > rank(ruleSet, by.now[0]) && rank(former, before[0]) >= kept;
}
