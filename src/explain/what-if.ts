import type { Facts } from '../contract/fact.ts';
import type { HeldOutcome, Outcome } from '../contract/kind.ts';
import type { Held } from '../pipeline/customer-state.ts';
import type { ActiveRuleSet, Engine } from '../pipeline/engine.ts';
import type { Readable } from '../pipeline/fact-sources.ts';
import { factsOf, setFact } from '../pipeline/judge.ts';

/** What one rule set says: which of its rules hold, and what follows. */
export interface Verdict {
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
  readonly #before: readonly (readonly HeldOutcome[])[];

  constructor(engine: Engine, customer: Readable, held: readonly Held[], now: number) {
    const { facts, before } = factsOf(engine, customer, held, now);
    this.engine = engine;
    this.now = now;
    this.facts = facts;
    this.#before = before;
  }

  /** What holds by a rule set, and since when. */
  heldBy(place: number): readonly HeldOutcome[] {
    return this.#before[place] ?? [];
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
      const ruleSet = engine.ruleSets[place] as ActiveRuleSet;
      const holds = new Uint8Array(ruleSet.rules.length);
      ruleSet.compiled.evaluate(facts, holds);
      const outcomes = this.decide(place, holds);
      for (const { fact, index, text } of ruleSet.provides) setFact(facts, index, text, fact.value(outcomes));
      verdicts.set(place, { ruleSet, holds, outcomes, facts });
    }
    return verdicts;
  }

  /** What would follow if these rules of a rule set held. */
  decide(place: number, holds: Uint8Array): readonly Outcome[] {
    const { kind, document } = this.engine.ruleSets[place] as ActiveRuleSet;
    return kind.decide({ document, holds, before: this.heldBy(place), now: this.now });
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
