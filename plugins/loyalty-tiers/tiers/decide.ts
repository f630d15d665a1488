import type { ChangeDraft, DecideInput, HeldOutcome, Outcome } from '#contract';
import type { TiersDocument } from './rule-set.ts';

/** The highest tier whose conditions hold, or none. */
export function decideTier({ document: { tiers }, holds }: DecideInput<TiersDocument>): readonly Outcome[] {
  let best = -1;
  for (let rule = 0; rule < tiers.length; rule++) {
    if (holds[rule] === 1 && (best < 0 || rankOf(tiers, rule) > rankOf(tiers, best))) best = rule;
  }
  const key = tiers[best]?.key;
  return key === undefined ? [] : [{ key, rule: best }];
}

/** The rank of a tier by its place in the document. */
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
