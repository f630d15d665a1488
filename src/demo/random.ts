const TAU = 2 * Math.PI;

/**
 * Random numbers that follow from a seed alone, the same on every machine (the generator is sfc32). `stream` gives
 * independent sequences under one seed, so that any customer can be drawn without drawing those before.
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;
  #spare: number | undefined;

  constructor(seed: number, stream: number) {
    this.#a = seed | 0;
    this.#b = stream | 0;
    this.#c = Math.trunc(seed / 2 ** 32) | 0;
    for (let i = 0; i < 12; i++) this.uniform();
  }

  /** In [0, 1). */
  uniform(): number {
    const sum = (this.#a + this.#b + this.#counter++) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  }

  chance(probability: number): boolean {
    return this.uniform() < probability;
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.uniform();
  }

  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number {
    return low + Math.floor((high - low + 1) * this.uniform());
  }

  normal(mean = 0, deviation = 1): number {
    if (this.#spare !== undefined) {
      const spare = this.#spare;
      this.#spare = undefined;
      return mean + deviation * spare;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    const angle = TAU * this.uniform();
    this.#spare = radius * Math.sin(angle);
    return mean + deviation * radius * Math.cos(angle);
  }

  /** Around `median`, never negative, with a long tail to the right. */
  logNormal(median: number, spread: number): number {
    return median * Math.exp(this.normal(0, spread));
  }

  /** The wait for something that may happen at any time alike. */
  exponential(mean: number): number {
    return -mean * Math.log(1 - this.uniform());
  }

  /** Marsaglia and Tsang; the larger the shape, the more regular. */
  gamma(shape: number, mean: number): number {
    if (shape < 1) return this.gamma(shape + 1, (mean * (shape + 1)) / shape) * (1 - this.uniform()) ** (1 / shape);
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = this.normal();
      const v = (1 + c * x) ** 3;
      if (v > 0 && Math.log(1 - this.uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v))
        return (d * v * mean) / shape;
    }
  }

  pick<T>(list: readonly T[]): T {
    return list[Math.floor(list.length * this.uniform())] as T;
  }

  /** One of `[value, weight]`; the weights need no particular sum. */
  weighted<const L extends readonly (readonly [unknown, number])[]>(list: L): L[number][0] {
    let rest = this.uniform() * list.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [value, weight] of list) {
      rest -= weight;
      if (rest < 0) return value;
    }
    return list.at(-1)?.[0];
  }
}
