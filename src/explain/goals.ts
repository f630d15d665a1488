import type { ActiveRuleSet } from '../pipeline/engine.ts';
import type { Case, Verdict } from './what-if.ts';

/** Rules of one rule set that must hold, or must not, by their indexes. */
export type Goal = ReadonlyMap<number, boolean>;

/** How many other rules are looked at for one that would take an outcome's place, or bring it. */
const RIVALS = 50;
/** How many rules have to change at most. */
const STEPS = 8;

/**
 * Which rules have to change for an outcome to begin, or to end: found by asking the kind what would follow. A rule is
 * switched; then whatever still stands in the way, one after the other.
 */
export function goalsOf(situation: Case, verdict: Verdict, key: string, wanted: boolean): Goal[] {
  const { ruleSet, holds } = verdict;
  const outcomes = (switched: Goal) => situation.decide(verdict, apply(holds, switched));
  const reached = (switched: Goal) => outcomes(switched).some((one) => one.key === key) === wanted;
  const firsts = wanted ? begins(ruleSet, key, holds) : [new Map(), ...others(holds).filter(reached)];
  return firsts.flatMap((first) => {
    let goal = first;
    for (let step = 0; step < STEPS && !reached(goal); step++) {
      const inTheWay = outcomes(goal).find((one) => (one.key === key) !== wanted && !goal.has(one.rule));
      if (!inTheWay) return [];
      goal = new Map([...goal, [inTheWay.rule, false]]);
    }
    return reached(goal) ? [goal] : [];
  });
}

/** The rule that carries the name of the outcome; where there is none, any that does not hold may bring it. */
function begins({ ruleOf }: ActiveRuleSet, key: string, holds: Uint8Array): Goal[] {
  const own = ruleOf.get(key);
  return own === undefined ? others(holds) : [new Map([[own, true]])];
}

const others = (holds: Uint8Array): Goal[] =>
  [...holds.keys()]
    .filter((rule) => holds[rule] === 0)
    .slice(0, RIVALS)
    .map((rule) => new Map([[rule, true]]));

function apply(holds: Uint8Array, switched: Goal): Uint8Array {
  const changed = holds.slice();
  for (const [rule, held] of switched) changed[rule] = Number(held);
  return changed;
}
