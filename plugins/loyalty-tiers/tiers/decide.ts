import type { ChangeDraft, DecideInput, HeldOutcome, Outcome } from '#contract';
import { nextReview } from './reviews.ts';
import type { TiersDocument } from './rule-set.ts';

/**
 * The highest tier whose conditions hold, or none. Where tiers are kept, a better one is reached at once, and a tier whose
 * conditions hold no longer stays until the next review.
 */
export function decideTier(input: DecideInput<TiersDocument>): readonly Outcome[] {
  const { document, before, now, decidedAt, anew = false, days } = input;
  const { tiers, keep } = document;
  const best = bestOf(input);
  if (!keep) return outcome(tiers, best);
  const [held] = before;
  const place = held ? tiers.findIndex(({ key }) => key === held.key) : -1;
  const reviewed = (rule: number, since: number): readonly Outcome[] =>
    outcome(tiers, rule).map((one) => ({ ...one, until: nextReview(keep, since, now, days) }));
  if (!held || place < 0 || rankOf(tiers, best) > rankOf(tiers, place)) return reviewed(best, now);
  if (anew && keep.onChange === 'now') return reviewed(best, best === place ? held.since : now);
  const isDue = nextReview(keep, held.since, decidedAt, days) <= now;
  if (best === place || !isDue) return reviewed(place, held.since);
  const below = keep.landing === 'oneTier' ? oneBelow(tiers, place) : best;
  return reviewed(rankOf(tiers, below) > rankOf(tiers, best) ? below : best, now);
}

function bestOf({ document: { tiers }, holds }: DecideInput<TiersDocument>): number {
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
