import type { ChangeDraft, DecideInput, HeldOutcome, Outcome } from '#contract';
import { nextReview } from './reviews.ts';
import type { TiersDocument } from './rule-set.ts';

/**
 * The highest tier whose conditions hold, or none. Where tiers are kept, a better one is reached at once, and a tier whose
 * conditions hold no longer stays until the next review.
 */
export function decideTier(input: DecideInput<TiersDocument>): readonly Outcome[] {
  const { document, holds, before, now, decidedAt, anew = false, days, values, heldAt } = input;
  const { tiers, keep } = document;
  const best = bestOf(tiers, holds);
  if (!keep) return outcome(tiers, best);
  const [held] = before;
  const place = held ? tiers.findIndex(({ key }) => key === held.key) : -1;
  const joinedAt = values?.[0] as number | undefined;
  const review = (since: number, behind: number): number => nextReview(keep, { since, joinedAt }, behind, days);
  const reviewed = (rule: number, since: number): readonly Outcome[] =>
    outcome(tiers, rule).map((one) => ({ ...one, until: review(since, now) }));
  if (!held || place < 0 || rankOf(tiers, best) > rankOf(tiers, place)) return reviewed(best, now);
  if (anew && keep.onChange === 'now') return reviewed(best, best === place ? held.since : now);
  const due = review(held.since, decidedAt);
  if (best === place || due > now) return reviewed(place, held.since);
  // the end of a period may take the very credits by which it is judged: what held until then counts as well
  const isLast = review(held.since, due) > now;
  const earned = isLast && heldAt ? betterOf(tiers, best, bestOf(tiers, heldAt(due - 1))) : best;
  const below = keep.landing === 'oneTier' ? betterOf(tiers, earned, oneBelow(tiers, place)) : earned;
  return rankOf(tiers, below) < rankOf(tiers, place) ? reviewed(below, now) : reviewed(place, held.since);
}

const betterOf = (tiers: TiersDocument['tiers'], one: number, other: number): number =>
  rankOf(tiers, other) > rankOf(tiers, one) ? other : one;

function bestOf(tiers: TiersDocument['tiers'], holds: Uint8Array): number {
  let best = -1;
  for (let rule = 0; rule < tiers.length; rule++)
    if (holds[rule] === 1 && (best < 0 || rankOf(tiers, rule) > rankOf(tiers, best))) best = rule;
  return best;
}

/** The place of the next lower tier; -1: there is none. */
function oneBelow(tiers: TiersDocument['tiers'], place: number): number {
  let below = -1;
  for (let rule = 0; rule < tiers.length; rule++)
    if (rankOf(tiers, rule) < rankOf(tiers, place) && (below < 0 || rankOf(tiers, rule) > rankOf(tiers, below)))
      below = rule;
  return below;
}

function outcome(tiers: TiersDocument['tiers'], rule: number): readonly Outcome[] {
  const key = tiers[rule]?.key;
  return key === undefined ? [] : [{ key, rule }];
}

/** The rank of a tier by its place in the document; 0: no tier. */
export const rankOf = (tiers: TiersDocument['tiers'], rule: number): number => tiers[rule]?.rank ?? 0;

/** Entering, moving and leaving are one change: from a tier, or none, to another, or none. */
export function changeTier(before: readonly HeldOutcome[], after: readonly Outcome[]): readonly ChangeDraft[] {
  const from = before[0]?.key ?? null;
  const now = after[0];
  const to = now?.key ?? null;
  if (from === to) return [];
  const draft = { type: 'tier.changed', key: to ?? from ?? '', from, to };
  return [now ? { ...draft, rule: now.rule } : draft];
}
