import type { Condition, LeafCondition } from '../contract/condition.ts';
import type { Fact } from '../contract/fact.ts';
import type { ActiveRuleSet } from '../pipeline/engine.ts';
import { setFact } from '../pipeline/judge.ts';
import { factOf } from '../rules/fact-of.ts';
import { goalsOf } from './goals.ts';
import { type Need, Trial } from './values.ts';
import type { Case, Value, Verdict } from './what-if.ts';

/** Values of facts that together bring about what is wanted. */
export interface Way {
  readonly values: ReadonlyMap<string, Value>;
  readonly effort: number;
  /** The tests that ask for it, by fact; what they say may be shown. */
  readonly needs: ReadonlyMap<string, readonly Need[]>;
}

/** What must be true, before values are chosen: tests by the name of their fact. */
type Demand = ReadonlyMap<string, readonly Need[]>;

/** How many ways are kept at each group of conditions: the ones with the least effort. */
const KEPT = 24;
/** How deep outcomes are followed into the rule sets that bring them. */
const DEEPEST = 3;

/** Finds the ways in which conditions come to hold, or cease to, by changing facts that can be changed. */
export class Ways {
  readonly #situation: Case;
  readonly #verdicts: ReadonlyMap<number, Verdict>;
  readonly #trial: Trial;
  readonly #needs = new Map<LeafCondition, readonly [Need, Need]>();
  readonly #nearest = new Map<string, ReturnType<Trial['nearest']> | null>();

  constructor(situation: Case, verdicts: ReadonlyMap<number, Verdict>) {
    const { engine, facts } = situation;
    this.#situation = situation;
    this.#verdicts = verdicts;
    const last = [...verdicts.values()].at(-1)?.facts ?? facts;
    this.#trial = new Trial(engine.catalogue, engine.plan, last);
  }

  /** The nearest ways for an outcome to begin, or to end, the one with the least effort first. */
  to(place: number, key: string, wanted: boolean): Way[] {
    return this.#outcome(place, key, wanted, 0)
      .flatMap((demand) => this.#solve(demand) ?? [])
      .filter(({ values }) => values.size > 0)
      .sort((a, b) => a.effort - b.effort);
  }

  #outcome(place: number, key: string, wanted: boolean, depth: number): Demand[] {
    const verdict = this.#verdicts.get(place);
    if (!verdict) return [];
    const { rules } = verdict.ruleSet;
    const goals = goalsOf(this.#situation, verdict, key, wanted);
    return this.#best(
      goals.flatMap((goal) =>
        this.#all([...goal].map(([rule, held]) => this.#condition(rules[rule]?.when as Condition, held, depth))),
      ),
    );
  }

  #condition(condition: Condition, wanted: boolean, depth: number): Demand[] {
    if ('not' in condition) return this.#condition(condition.not, !wanted, depth);
    const all = 'all' in condition;
    if (!all && !('any' in condition)) return this.#leaf(condition, wanted, depth);
    const parts = (all ? condition.all : condition.any).map((part) => this.#condition(part, wanted, depth));
    // all of them must hold, or all must fail; otherwise one is enough
    return all === wanted ? this.#all(parts) : this.#best(parts.flat());
  }

  #leaf(leaf: LeafCondition, wanted: boolean, depth: number): Demand[] {
    const fact = factOf(leaf, this.#situation.engine.catalogue);
    const need = this.#need(leaf, wanted);
    const provider = this.#provider(fact);
    if (!provider) {
      const demand: Demand = new Map([[fact.name, [need]]]);
      return this.#solve(demand) ? [demand] : [];
    }
    if (this.#trial.meets(need, fact)) return [new Map()];
    return depth === DEEPEST ? [] : this.#provided(provider.place, provider.provided, fact, need, depth + 1);
  }

  #need(leaf: LeafCondition, wanted: boolean): Need {
    const id = this.#needs.size * 2;
    const needs = this.#needs.get(leaf) ?? [
      { id, leaf, wanted: false },
      { id: id + 1, leaf, wanted: true },
    ];
    this.#needs.set(leaf, needs);
    return needs[wanted ? 1 : 0];
  }

  #provider(fact: Fact) {
    for (const [place, { ruleSet }] of this.#verdicts) {
      const provided = ruleSet.provides.find((one) => one.fact.name === fact.name);
      if (provided) return { place, provided };
    }
    return undefined;
  }

  /** A fact that an earlier rule set provides changes with its outcomes: which of them would do? */
  #provided(
    place: number,
    { fact: provided, index, text }: ActiveRuleSet['provides'][number],
    fact: Fact,
    need: Need,
    depth: number,
  ): Demand[] {
    const { ruleSet, outcomes } = this.#verdicts.get(place) as Verdict;
    const facts = { numbers: this.#situation.facts.numbers.slice(), texts: [...this.#situation.facts.texts], now: 0 };
    const fits = (list: readonly { readonly key: string }[]): boolean => {
      setFact(facts, index, text, provided.value(list));
      return new Trial(this.#situation.engine.catalogue, this.#situation.engine.plan, facts).meets(need, fact);
    };
    const possible = ruleSet.kind.outcomes(ruleSet.document).map(({ key }) => ({ key }));
    const gained = possible.filter((one) => !outcomes.some(({ key }) => key === one.key));
    const gains = gained.filter((one) => fits([one]) || fits([...outcomes, one]));
    const losses = outcomes.filter((one) => fits(outcomes.filter((other) => other !== one)));
    return this.#best([
      ...gains.flatMap(({ key }) => this.#outcome(place, key, true, depth)),
      ...losses.flatMap(({ key }) => this.#outcome(place, key, false, depth)),
    ]);
  }

  /** One way of each part, in every combination that can be. */
  #all(parts: readonly (readonly Demand[])[]): Demand[] {
    let joined: Demand[] = [new Map()];
    for (const ways of parts) {
      if (ways.length === 0) return [];
      joined = this.#best(joined.flatMap((one) => ways.map((other) => join(one, other))));
    }
    return joined;
  }

  #best(demands: readonly Demand[]): Demand[] {
    const solved = demands.flatMap((demand) => {
      const way = this.#solve(demand);
      return way ? [{ demand, way }] : [];
    });
    const distinct = new Map(solved.map((one) => [idsOf([...one.demand.values()].flat()), one]));
    return [...distinct.values()]
      .sort((a, b) => a.way.effort - b.way.effort || a.way.values.size - b.way.values.size)
      .slice(0, KEPT)
      .map(({ demand }) => demand);
  }

  /** Chooses values; nothing when there is a fact of which none would do. */
  #solve(demand: Demand): Way | undefined {
    const values = new Map<string, Value>();
    let effort = 0;
    for (const [name, needs] of demand) {
      const fact = this.#situation.engine.catalogue.facts.get(name) as Fact;
      if (needs.every((need) => this.#trial.meets(need, fact))) continue;
      const key = idsOf(needs);
      const known = this.#nearest.get(key);
      const nearest = known === undefined ? (this.#trial.nearest(fact, needs) ?? null) : known;
      this.#nearest.set(key, nearest);
      if (!nearest) return undefined;
      values.set(name, nearest.to);
      effort += nearest.effort;
    }
    return { values, effort, needs: demand };
  }
}

const idsOf = (needs: readonly Need[]): string =>
  needs
    .map(({ id }) => id)
    .sort((a, b) => a - b)
    .join();

function join(one: Demand, other: Demand): Demand {
  const joined = new Map(one);
  for (const [name, needs] of other) {
    const known = joined.get(name) ?? [];
    joined.set(name, [...known, ...needs.filter((need) => !known.includes(need))]);
  }
  return joined;
}
