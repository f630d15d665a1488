import type { ChangeDraft, HeldOutcome, Outcome } from '../contract/kind.ts';
import type { ActiveRuleSet } from './engine.ts';

/** Where what now holds by a rule set differs from what held. */
export interface OutcomeDifference {
  readonly before: readonly HeldOutcome[];
  readonly after: readonly Outcome[];
  readonly began: readonly Outcome[];
  readonly ended: readonly HeldOutcome[];
  /** What is told of it, each with the indexes of the rules that explain it. */
  readonly changes: readonly { readonly draft: ChangeDraft; readonly rules: readonly number[] }[];
}

/** Undefined: the same holds, in whatever order. */
export function differ(
  ruleSet: Pick<ActiveRuleSet, 'kind' | 'ruleOf'>,
  before: readonly HeldOutcome[],
  after: readonly Outcome[],
): OutcomeDifference | undefined {
  const began = after.filter(({ key }) => !before.some((one) => one.key === key));
  const ended = before.filter(({ key }) => !after.some((one) => one.key === key));
  if (began.length === 0 && ended.length === 0) return undefined;
  const changes = ruleSet.kind.changes(before, after).map((draft) => {
    const rules = new Set([draft.rule, ruleSet.ruleOf.get(draft.key), ruleSet.ruleOf.get(draft.from ?? '')]);
    rules.delete(undefined);
    return { draft, rules: [...(rules as Set<number>)] };
  });
  return { before, after, began, ended, changes };
}

/** Mostly nothing moves, and kinds answer in a stable order: one look along both lists tells. */
export function sameKeys(before: readonly { readonly key: string }[], after: readonly Outcome[]): boolean {
  if (before.length !== after.length) return false;
  for (let i = 0; i < before.length; i++) if (before[i]?.key !== after[i]?.key) return false;
  return true;
}
