import type { Explanation } from '../contract/condition.ts';
import type { ActiveRuleSet } from '../pipeline/engine.ts';
import { goalsOf } from './goals.ts';
import type { Asked } from './suggest.ts';
import { type Case, neededPlaces, type Verdict } from './what-if.ts';

/** One rule that matters to an outcome, with the values seen at each of its conditions. */
export interface RuleStanding {
  readonly rule: string;
  readonly holds: boolean;
  readonly tree: Explanation;
}

/** How a customer stands to an outcome. */
export interface OutcomeStanding {
  readonly holds: boolean;
  /** The rule that decided first; for one that does not hold, the rules that would have to change. */
  readonly rules: readonly RuleStanding[];
  /** What holds by the same rule set although the outcome's own rule holds as well: it goes before it. */
  readonly instead: readonly string[];
  /** The version that judges the customer. */
  readonly version: ActiveRuleSet;
}

/** Why an outcome holds for a customer, or why it does not. */
export function explainOutcome(situation: Case, { place, key }: Asked): OutcomeStanding {
  const verdict = situation.judge(neededPlaces(situation.engine, place)).get(place) as Verdict;
  const { ruleSet, outcomes, holds, facts } = verdict;
  const held = outcomes.find((one) => one.key === key);
  const matter = held
    ? [held.rule]
    : [...new Set(goalsOf(situation, verdict, key, true).flatMap((goal) => [...goal.keys()]))];
  const own = ruleSet.ruleOf.get(key);
  const displaced = !held && own !== undefined && holds[own] === 1;
  return {
    version: ruleSet,
    holds: held !== undefined,
    rules: matter.map((rule) => {
      const tree = ruleSet.compiled.explain(rule, facts);
      return { rule: ruleSet.rules[rule]?.name ?? '', holds: tree.holds, tree };
    }),
    instead: displaced ? outcomes.map((one) => one.key) : [],
  };
}
