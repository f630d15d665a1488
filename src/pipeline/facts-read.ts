import type { Condition } from '../contract/condition.ts';

/** Names of the facts that conditions test. */
export function factsRead(when: Condition): string[] {
  if ('all' in when) return when.all.flatMap(factsRead);
  if ('any' in when) return when.any.flatMap(factsRead);
  if ('not' in when) return factsRead(when.not);
  return [when.fact];
}
