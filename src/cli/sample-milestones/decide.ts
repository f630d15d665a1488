import type { ChangeDraft, DecideInput, HeldOutcome, Outcome } from '#contract';
import type { MilestonesDocument } from './rule-set.ts';

/** What holds now: every milestone whose conditions hold, and every one that was reached before. */
export function decideMilestones({
  document,
  holds,
  before,
}: Pick<DecideInput<MilestonesDocument>, 'document' | 'holds' | 'before'>): readonly Outcome[] {
  const reached = new Set(before.map(({ key }) => key));
  return document.milestones.flatMap(({ key }, rule) => (holds[rule] === 1 || reached.has(key) ? [{ key, rule }] : []));
}

/** What is told: each milestone when it is reached. */
export function changeMilestones(before: readonly HeldOutcome[], after: readonly Outcome[]): readonly ChangeDraft[] {
  const reached = new Set(before.map(({ key }) => key));
  return after
    .filter(({ key }) => !reached.has(key))
    .map(({ key, rule }) => ({ type: 'sample-milestones.reached', key, from: null, to: key, rule }));
}
