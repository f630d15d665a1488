import type { MetricPlan } from '../metrics/plan.ts';
import type { MetricResult, Spread } from './result.ts';

/** Adds up the values of the metrics that are measured in another way. */
export class Spreads {
  readonly #plans: { readonly before: MetricPlan; readonly after: MetricPlan };
  readonly #sums: ReadonlyMap<string, { readonly before: Sum; readonly after: Sum }>;

  constructor(keys: Iterable<string>, before: MetricPlan, after: MetricPlan) {
    this.#plans = { before, after };
    this.#sums = new Map([...keys].map((key) => [key, { before: new Sum(), after: new Sum() }]));
  }

  add(before: Float64Array, after: Float64Array, at: number): void {
    for (const [key, sums] of this.#sums) {
      sums.before.add(this.#plans.before.metrics.get(key)?.read(before, at) ?? Number.NaN);
      sums.after.add(this.#plans.after.metrics.get(key)?.read(after, at) ?? Number.NaN);
    }
  }

  results(): MetricResult[] {
    return [...this.#sums].map(([key, { before, after }]) => ({
      key,
      before: this.#plans.before.metrics.has(key) ? before.spread() : null,
      after: after.spread(),
    }));
  }
}

class Sum {
  #known = 0;
  #sum = 0;
  #least = Number.POSITIVE_INFINITY;
  #greatest = Number.NEGATIVE_INFINITY;

  add(value: number): void {
    if (Number.isNaN(value)) return;
    this.#known += 1;
    this.#sum += value;
    this.#least = Math.min(this.#least, value);
    this.#greatest = Math.max(this.#greatest, value);
  }

  spread(): Spread {
    const known = this.#known;
    if (known === 0) return { known, least: null, greatest: null, mean: null };
    return { known, least: this.#least, greatest: this.#greatest, mean: this.#sum / known };
  }
}
