import type { Facts } from '../contract/fact.ts';
import type { HeldOutcome, Outcome } from '../contract/kind.ts';
import { valuesOf } from '../rules/inputs.ts';
import type { CustomerState } from './customer-state.ts';
import { type ActiveRuleSet, type Engine, isStateless } from './engine.ts';
import { endOf } from './judge.ts';

/** Tells of a customer whose row is current at `now` whether nothing moves; then it needs no further look. */
export type Sieve = (customer: CustomerState, now: number) => boolean;

/** What is noted of those who stay. */
export interface Sifted {
  /** Which rules of a rule set hold. */
  count(ruleSet: ActiveRuleSet, holds: Uint8Array): void;
  /** Of one customer: what holds, and when time alone may next change it. */
  stays(held: Float64Array, nextFlip: number): void;
}

const NOTHING: readonly HeldOutcome[] = [];

/**
 * Most customers stay where they are, so most of the work is finding that out: by the same compiled rules and the same
 * `decide` as the judge's, in the same order, without what only a move needs. Whoever may move goes to the judge.
 */
export function createSieve(engine: Engine, ruleSets: readonly ActiveRuleSet[], sifted: Sifted): Sieve {
  // who is included in a rollout only the judge knows
  if (ruleSets.some(({ rollout }) => rollout)) return () => false;
  const numbers = new Set(ruleSets.flatMap(({ compiled }) => compiled.numberIndexes));
  const texts = new Set(ruleSets.flatMap(({ compiled }) => compiled.textIndexes));
  const sources = engine.sources.filter(({ fact }) => (fact.type === 'text' ? texts : numbers).has(fact.index));
  const facts: Facts = {
    numbers: new Float64Array(engine.catalogue.numbers).fill(Number.NaN),
    texts: new Array<string | undefined>(engine.catalogue.texts).fill(undefined),
    now: 0,
  };
  const judged = ruleSets.map((ruleSet) => ({
    ruleSet,
    place: engine.ruleSets.indexOf(ruleSet),
    holds: new Uint8Array(Math.max(1, ruleSet.rules.length)),
  }));
  const providers = engine.ruleSets
    .map((ruleSet, place) => ({ ruleSet, place }))
    .filter(({ ruleSet }) => ruleSet.provides.length > 0);
  const outcomes: { readonly ruleSet: number; readonly key: string }[] = [];
  for (const [code, outcome] of engine.outcomes) outcomes[code] = outcome;
  // a list of what held is made only for those who look at it
  const listed = new Set([...judged.filter(({ ruleSet }) => !isStateless(ruleSet)), ...providers].map(placeOf));
  const groups: (HeldOutcome[] | undefined)[] = engine.ruleSets.map(() => undefined);

  return (customer, now) => {
    facts.now = now;
    groups.fill(undefined);
    const { held } = customer;
    for (let i = 0; i < held.length; i += 2) {
      const outcome = outcomes[held[i] as number];
      if (!outcome) return false; // of a rule set that is no longer published
      if (!listed.has(outcome.ruleSet)) continue;
      const holding = { key: outcome.key, since: held[i + 1] as number };
      const own = groups[outcome.ruleSet];
      if (own) own.push(holding);
      else groups[outcome.ruleSet] = [holding];
    }
    for (let i = 0; i < sources.length; i++) sources[i]?.fill(facts, customer, now);
    for (const { ruleSet, place } of providers) provide(ruleSet, groups[place] ?? NOTHING, facts);
    let nextFlip = Number.POSITIVE_INFINITY;
    for (const { ruleSet, place, holds } of judged) {
      ruleSet.compiled.evaluate(facts, holds);
      const before = groups[place] ?? NOTHING;
      // a row that is current was decided on at every instant at which that was due
      const after = ruleSet.kind.decide({
        document: ruleSet.document,
        holds,
        before,
        now,
        decidedAt: now,
        anew: true,
        values: valuesOf(ruleSet.inputs, facts),
        days: engine.catalogue,
      });

      if (!sameKeys(held, outcomes, place, after)) return false;
      if (ruleSet.timeDependent) nextFlip = Math.min(nextFlip, ruleSet.compiled.nextFlip(facts), endOf(after));
    }
    for (const { ruleSet, holds } of judged) sifted.count(ruleSet, holds);
    sifted.stays(held, nextFlip);
    return true;
  };
}

const placeOf = ({ place }: { readonly place: number }): number => place;

function provide({ provides }: ActiveRuleSet, outcomes: readonly HeldOutcome[], facts: Facts): void {
  for (const { fact, index, text } of provides) {
    const value = fact.value(outcomes);
    if (text) facts.texts[index] = value as string | undefined;
    else facts.numbers[index] = value === undefined ? Number.NaN : Number(value);
  }
}

/** Whether what holds by the rule set at this place is what is said, in the same order. */
function sameKeys(
  held: Float64Array,
  outcomes: readonly { readonly ruleSet: number; readonly key: string }[],
  place: number,
  after: readonly Outcome[],
): boolean {
  let next = 0;
  for (let i = 0; i < held.length; i += 2) {
    const outcome = outcomes[held[i] as number];
    if (outcome?.ruleSet !== place) continue;
    if (after[next]?.key !== outcome.key) return false;
    next += 1;
  }
  return next === after.length;
}
