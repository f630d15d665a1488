import type { LeafCondition } from '../contract/condition.ts';
import type { Fact, FactCatalogue, Facts } from '../contract/fact.ts';
import type { MetricPlan } from '../metrics/plan.ts';
import { encodeTest } from '../rules/encode-test.ts';
import { elapsed, parseInstant } from '../rules/instants.ts';
import { runTest } from '../rules/run-test.ts';
import { reachOf } from './reach.ts';
import type { Value } from './what-if.ts';

/** A leaf that must hold, or must not. */
export interface Need {
  /** The same for the same leaf and wish, within one search. */
  readonly id: number;
  readonly leaf: LeafCondition;
  readonly wanted: boolean;
}

/** Finest steps of a number with decimals that are tried, the plainest first. */
const STEPS = [0.1, 0.01, 0.001, 1e-6];

/** Facts at which values of one fact are tried: a scratch that is used again and again. */
export class Trial {
  readonly #catalogue: FactCatalogue;
  readonly #plan: MetricPlan;
  readonly #facts: Facts;

  constructor(catalogue: FactCatalogue, plan: MetricPlan, facts: Facts) {
    this.#catalogue = catalogue;
    this.#plan = plan;
    this.#facts = { numbers: facts.numbers.slice(), texts: [...facts.texts], now: facts.now };
  }

  get now(): number {
    return this.#facts.now;
  }

  /** The fact of a leaf, as it is now. */
  valueOf(fact: Fact): Value {
    if (fact.type === 'text') return this.#facts.texts[fact.index] ?? null;
    const value = this.#facts.numbers[fact.index] as number;
    if (Number.isNaN(value)) return null;
    return fact.type === 'boolean' ? value === 1 : value;
  }

  /** Whether a leaf has the truth that is wanted of it. */
  meets({ leaf, wanted }: Omit<Need, 'id'>, fact: Fact): boolean {
    return runTest(encodeTest(leaf, fact, this.#catalogue), this.#facts) === wanted;
  }

  /** The nearest value that something done now can give to the fact and that meets all needs, if there is one. */
  nearest(fact: Fact, needs: readonly Need[]): { readonly to: Value; readonly effort: number } | undefined {
    const from = this.valueOf(fact);
    const reach = reachOf(fact, this.#plan, this.now);
    const tests = needs.map(({ leaf, wanted }) => ({ test: encodeTest(leaf, fact, this.#catalogue), wanted }));
    let best: { to: Value; effort: number } | undefined;
    for (const to of this.#candidates(fact, needs)) {
      if (to === from || !reach(numeric(from), numeric(to))) continue;
      const effort = effortOf(fact, from, to);
      if (best && best.effort <= effort) continue;
      this.#put(fact, to);
      if (tests.every(({ test, wanted }) => runTest(test, this.#facts) === wanted)) best = { to, effort };
    }
    this.#put(fact, from);
    return best;
  }

  #put(fact: Fact, value: Value): void {
    if (fact.type === 'text') this.#facts.texts[fact.index] = (value ?? undefined) as string | undefined;
    else this.#facts.numbers[fact.index] = value === null ? Number.NaN : Number(value);
  }

  #candidates(fact: Fact, needs: readonly Need[]): readonly Value[] {
    const values = needs.flatMap(({ leaf }) => [leaf.value].flat());
    const unknown = this.#plan.metrics.has(fact.name) ? [] : [null];
    switch (fact.type) {
      case 'boolean':
        return [true, false, ...unknown];
      case 'text':
        return [...(fact.values ?? values.filter((value) => typeof value === 'string')), ...unknown];
      case 'number':
        return [...this.#numbers(fact, values), ...unknown];
      case 'instant':
        return [this.now, ...needs.flatMap(({ leaf }) => this.#instants(leaf)), ...unknown];
    }
  }

  #numbers(fact: Fact, values: readonly unknown[]): number[] {
    const metric = this.#plan.metrics.get(fact.name)?.metric;
    const whole = metric !== undefined && metric.type !== 'decimal';
    const thresholds = [0, ...values.filter((value) => typeof value === 'number')];
    if (whole) return thresholds.flatMap((n) => [Math.floor(n) - 1, Math.floor(n), Math.ceil(n), Math.ceil(n) + 1]);
    return thresholds.flatMap((n) => [n, ...STEPS.flatMap((step) => [rounded(n + step), rounded(n - step)])]);
  }

  #instants({ value }: LeafCondition): number[] {
    if (typeof value === 'string') {
      const at = parseInstant(value);
      return [at - 1, at, at + 1];
    }
    if (typeof value !== 'number') return [];
    const { calendarDay, startOfDay } = this.#catalogue;
    const span = elapsed(value);
    const midnight = startOfDay(calendarDay(this.now) - value + 1);
    return [this.now - span, this.now - span + 1, this.now + span, this.now + span + 1, midnight, midnight - 1];
  }
}

/** Texts have no order: whatever can be changed can be changed to any of them. */
const numeric = (value: Value): number | null => {
  if (value === null) return null;
  return typeof value === 'string' ? 0 : Number(value);
};

const rounded = (value: number): number => Number(value.toPrecision(12));

/** How large a change is: the share of a number that it moves by; 1 for anything that is not measured. */
function effortOf({ type }: Fact, from: Value, to: Value): number {
  if (type !== 'number' || typeof from !== 'number' || typeof to !== 'number') return 1;
  return Math.min(1, Math.abs(to - from) / Math.max(1, Math.abs(from), Math.abs(to)));
}
