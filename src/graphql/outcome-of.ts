import type { ActiveRuleSet } from '../pipeline/engine.ts';

/** What a rule set says of one of its outcomes; while a version is rolled out, also of one that only the former has. */
export function outcomeOf({ kind, document, rollout }: ActiveRuleSet, key: string) {
  const documents = [document, ...(rollout?.former ? [rollout.former.document] : [])];
  return documents.flatMap((one) => kind.outcomes(one)).find((one) => one.key === key);
}
