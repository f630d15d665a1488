import type { Explanation, Rule } from '../contract/condition.ts';
import type { FactCatalogue, Facts } from '../contract/fact.ts';
import { explainer } from './explain.ts';
import { factOf, leavesOf } from './fact-of.ts';
import { flipFinder } from './next-flip.ts';
import { assemble } from './program.ts';

/** The rules of one version, ready to judge customers. The index of a rule is its index in the document's list. */
export interface CompiledRules {
  readonly size: number;
  /** Names of the facts that the conditions test, each once. */
  readonly reads: readonly string[];
  /** The places in `Facts.numbers` that judging and `nextFlip` read, ascending. */
  readonly numberIndexes: readonly number[];
  /** The places in `Facts.texts` that judging reads, ascending. */
  readonly textIndexes: readonly number[];
  /** Whether the passing of time alone can change an answer. */
  readonly timeDependent: boolean;
  /** Writes 1 or 0 for each rule. Allocates nothing. */
  evaluate(facts: Facts, holds: Uint8Array): void;
  /** Why one rule holds or not, with every leaf tested. */
  explain(rule: number, facts: Facts): Explanation;
  /**
   * The earliest instant after `facts.now` at which an answer may change while all other values stay as they are, or
   * Infinity. Between now and then no leaf changes.
   */
  nextFlip(facts: Facts): number;
}

/** Compiles rules that `checkConditions` has accepted. Nothing is generated as source code. */
export function compileRules(rules: readonly Rule[], catalogue: FactCatalogue): CompiledRules {
  const conditions = rules.map((rule) => rule.when);
  const read = new Set(
    conditions.flatMap((condition) => [...leavesOf(condition)].map((leaf) => factOf(leaf, catalogue))),
  );
  const program = assemble(conditions, catalogue);
  const flips = flipFinder(conditions, catalogue);
  const explainers = conditions.map((condition) => explainer(condition, catalogue));
  const places = (text: boolean): number[] =>
    [...read].filter((fact) => (fact.type === 'text') === text).map((f) => f.index);
  return Object.freeze({
    size: rules.length,
    reads: [...read].map((fact) => fact.name),
    numberIndexes: ascending([...places(false), ...flips.indexes]),
    textIndexes: ascending(places(true)),
    timeDependent: flips.timeDependent,
    evaluate: program.run,
    explain(rule: number, facts: Facts): Explanation {
      const explain = explainers[rule];
      if (!explain) throw new RangeError(`There is no rule ${rule}: there are ${rules.length}.`);
      return explain(facts);
    },
    nextFlip: flips.next,
  });
}

const ascending = (indexes: readonly number[]): number[] => [...new Set(indexes)].sort((a, b) => a - b);
