import type { Facts } from '../contract/fact.ts';
import type { HeldOutcome, Outcome } from '../contract/kind.ts';
import type { Life } from '../history/life.ts';
import type { ActiveRuleSet, Engine } from '../pipeline/engine.ts';
import { factsOf, setFact } from '../pipeline/judge.ts';
import { keepsFormer } from '../pipeline/rollout.ts';
import { valuesOf } from '../rules/inputs.ts';

/** What one rule set says, by the version that judges the customer: which of its rules hold, and what follows. */
export interface Verdict {
  readonly place: number;
  readonly ruleSet: ActiveRuleSet;
  readonly holds: Uint8Array;
  readonly outcomes: readonly Outcome[];
  /** The facts as its rules saw them. */
  readonly facts: Facts;
}

/** A value that is put in the place of a fact; null: unknown. */
export type Value = number | string | boolean | null;

/** One customer at one instant, of whom can be asked what the rules say, and what they would say if facts were others. */
export class Case {
  readonly engine: Engine;
  readonly now: number;
  readonly facts: Facts;
  readonly #customerId: string;
  readonly #before: readonly (readonly HeldOutcome[])[];

  constructor({ id, engine, standing }: Life, now: number) {
    const { numbers, profile, held } = standing;
    const { facts, before } = factsOf(engine, { numbers, ...profile }, held, now);
    this.engine = engine;
    this.now = now;
    this.facts = facts;
    this.#customerId = id;
    this.#before = before;
  }

  /**
   * What the rule sets at these places say, with some facts replaced; among the places must be all whose outcomes another
   * one reads. Outcomes become facts of those that follow, as on the road.
   */
  judge(places: readonly number[], replaced: ReadonlyMap<string, Value> = new Map()): Map<number, Verdict> {
    const { engine, now } = this;
    const facts: Facts = { numbers: this.facts.numbers.slice(), texts: [...this.facts.texts], now };
    for (const [name, value] of replaced) {
      const fact = engine.catalogue.facts.get(name);
      if (fact) setFact(facts, fact.index, fact.type === 'text', value ?? undefined);
    }
    const verdicts = new Map<number, Verdict>();
    for (const place of places) {
      const verdict = this.#judgeAt(place, facts);
      for (const { fact, index, text } of verdict.ruleSet.provides)
        setFact(facts, index, text, fact.value(verdict.outcomes));
      verdicts.set(place, verdict);
    }
    return verdicts;
  }

  /** What would follow if these rules of a version held. */
  decide({ place, ruleSet, facts }: Pick<Verdict, 'place' | 'ruleSet' | 'facts'>, holds: Uint8Array) {
    const { now } = this;
    return ruleSet.kind.decide({
      document: ruleSet.document,
      holds,
      before: this.#before[place] ?? [],
      now,
      decidedAt: now,
      values: valuesOf(ruleSet.inputs, facts),
      days: this.engine.catalogue,
    });
  }

  /** By the version that judges this customer, also while one is rolled out. */
  #judgeAt(place: number, facts: Facts): Verdict {
    const ruleSet = this.engine.ruleSets[place] as ActiveRuleSet;
    const verdict = this.#consider(place, ruleSet, facts);
    if (!ruleSet.rollout) return verdict;
    const { former, keepsBetter, until, includes } = ruleSet.rollout;
    const included = includes(this.#customerId, facts);
    if (!former) return included ? verdict : { ...verdict, outcomes: [] };
    const old = this.#consider(place, former, facts);
    if (!included) return old;
    const by = { former: old.outcomes, now: verdict.outcomes };
    const kept = keepsBetter && this.now < until && keepsFormer(ruleSet, former, this.#before[place] ?? [], by);
    return kept ? old : verdict;
  }

  #consider(place: number, ruleSet: ActiveRuleSet, facts: Facts): Verdict {
    const holds = new Uint8Array(ruleSet.rules.length);
    ruleSet.compiled.evaluate(facts, holds);
    return { place, ruleSet, holds, outcomes: this.decide({ place, ruleSet, facts }, holds), facts };
  }
}

/** The places of a rule set and of all whose outcomes it reads, in their order. */
export function neededPlaces({ ruleSets }: Engine, place: number): number[] {
  const needed = new Set<number>([place]);
  for (let at = place; at >= 0; at--) {
    if (!needed.has(at)) continue;
    const { provided } = (ruleSets[at] as ActiveRuleSet).reads;
    for (let i = 0; i < at; i++)
      if (ruleSets[i]?.provides.some(({ fact }) => provided.includes(fact.name))) needed.add(i);
  }
  return [...needed].sort((a, b) => a - b);
}
