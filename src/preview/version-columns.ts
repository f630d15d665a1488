import type { FactCatalogue } from '../contract/fact.ts';
import type { HeldOutcome, Outcome } from '../contract/kind.ts';
import type { ActiveRuleSet } from '../pipeline/engine.ts';
import { BLOCK } from '../pipeline/read-population.ts';
import { type ColumnTest, compileColumnTest, type FactColumns } from '../rules/columns.ts';
import type { Difference } from './difference.ts';

const NOTHING: readonly HeldOutcome[] = [];

/** A version of a rule set of which everything follows from which of its rules hold: for each rule a column of a block. */
export class VersionColumns {
  readonly ruleSet: ActiveRuleSet;
  readonly columns: readonly Uint8Array[];
  readonly #days: FactCatalogue;
  readonly #holds: Uint8Array;

  constructor(ruleSet: ActiveRuleSet, tests: SharedTests, days: FactCatalogue) {
    this.ruleSet = ruleSet;
    this.columns = ruleSet.rules.map(({ when }) => tests.columnOf(when));
    this.#days = days;
    this.#holds = new Uint8Array(Math.max(1, ruleSet.rules.length));
  }

  /** Counts for how many of the first `size` customers each rule holds. */
  count(difference: Difference, size: number): void {
    this.columns.forEach((column, rule) => {
      difference.countRule(this.ruleSet, rule, sumOf(column, size));
    });
  }

  /** What holds for the customer in this row. */
  decide(row: number, now: number): readonly Outcome[] {
    const { columns, ruleSet } = this;
    const holds = this.#holds;
    for (let rule = 0; rule < columns.length; rule++) holds[rule] = (columns[rule] as Uint8Array)[row] as number;
    const { kind, document } = ruleSet;
    return kind.decide({ document, holds, before: NOTHING, now, decidedAt: now, days: this.#days });
  }
}

export function sumOf(column: Uint8Array, size: number): number {
  let sum = 0;
  for (let row = 0; row < size; row++) sum += column[row] as number;
  return sum;
}

/** The conditions of several versions; one that more than one has is tested once. */
export class SharedTests {
  readonly #catalogue: FactCatalogue;
  readonly #tests = new Map<string, { readonly test: ColumnTest; readonly column: Uint8Array }>();

  constructor(catalogue: FactCatalogue) {
    this.#catalogue = catalogue;
  }

  columnOf(when: ActiveRuleSet['rules'][number]['when']): Uint8Array {
    const key = JSON.stringify(when);
    const known = this.#tests.get(key);
    if (known) return known.column;
    const column = new Uint8Array(BLOCK);
    this.#tests.set(key, { test: compileColumnTest(when, this.#catalogue, BLOCK), column });
    return column;
  }

  /** Fills all columns for the first `size` customers. */
  run(columns: FactColumns, size: number): void {
    for (const { test, column } of this.#tests.values()) test(columns, size, column);
  }
}
