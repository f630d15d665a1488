import v8 from 'node:v8';
import vm from 'node:vm';
import type { Facts } from '../src/contract/fact.ts';
import { compileRules } from '../src/rules/compile.ts';
import { FACTS, makeCatalogue, makeRules, randomFrom } from './evaluate.ts';
import { type BenchLine, median } from './line.ts';

const SIZES = [10, 100, 1000, 10_000] as const;
/** Most rules of one rule set; more are spread over several. */
const MOST = 500;
const CUSTOMERS = 1000;
const ROUNDS = 5;
/** Rules judged in a measurement, so that a small size is measured for as long as a great one. */
const JUDGED = 20_000_000;

v8.setFlagsFromString('--expose-gc');
const collect = vm.runInNewContext('gc') as () => void;

interface Measured {
  readonly compile: number;
  /** Microseconds a customer. */
  readonly judge: number;
  readonly megabytes: number;
}

/** Compiling and judging by ten to ten thousand rules over several rule sets: what a rule costs when there are many. */
export function benchRules(): Promise<BenchLine[]> {
  const random = randomFrom(1);
  const catalogue = makeCatalogue();
  const customers: Facts[] = Array.from({ length: CUSTOMERS }, () => ({
    numbers: Float64Array.from({ length: FACTS }, () => Math.floor(random() * 1000)),
    texts: [],
    now: 1_785_000_000_000,
  }));
  const rules = makeRules(randomFrom(2), Math.max(...SIZES));
  const measure = (size: number): Measured => {
    const sets = Array.from({ length: Math.ceil(size / MOST) }, (_, i) =>
      rules.slice(i * MOST, Math.min(size, (i + 1) * MOST)),
    );
    collect();
    const before = process.memoryUsage().heapUsed;
    const started = performance.now();
    const compiled = sets.map((set) => compileRules(set, catalogue));
    const compile = performance.now() - started;
    const holds = sets.map((set) => new Uint8Array(set.length));
    const all = (facts: Facts): void => {
      for (const [i, one] of compiled.entries()) one.evaluate(facts, holds[i] as Uint8Array);
    };
    const judged = Math.max(CUSTOMERS, Math.round(JUDGED / size));
    for (const facts of customers) all(facts);
    const begun = performance.now();
    for (let i = 0; i < judged; i++) all(customers[i % CUSTOMERS] as Facts);
    const judge = ((performance.now() - begun) / judged) * 1000;
    collect();
    const megabytes = (process.memoryUsage().heapUsed - before) / 2 ** 20;
    all(customers[0] as Facts); // the rules are needed until here
    return { compile, judge, megabytes };
  };
  const measured = new Map<number, Measured[]>(SIZES.map((size) => [size, []]));
  for (let round = 0; round < ROUNDS; round++) for (const size of SIZES) measured.get(size)?.push(measure(size));
  const of = (size: number, what: keyof Measured) => median((measured.get(size) ?? []).map((one) => one[what]));
  const least = SIZES[0];
  const lines = SIZES.map((size): BenchLine => {
    const judge = of(size, 'judge');
    return {
      name: `${size.toLocaleString('en')} rules: what a rule costs`,
      figure:
        `compiled in ${of(size, 'compile').toFixed(1)} ms, ${Math.round(1e6 / judge).toLocaleString('en')} customers judged a ` +
        `second, ${of(size, 'megabytes').toFixed(1)} MB`,
      ratio: judge / size / (of(least, 'judge') / least),
      smaller: true,
      against: `a rule among ${least}`,
    };
  });
  return Promise.resolve(lines);
}
