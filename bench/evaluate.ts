/**
 * Judging one customer: the compiled rules against json-rules-engine and against GoRules' zen-engine, measured in turns
 * within one process. 50 rules over 30 numeric facts, about four tests each, nested all / any / not; all facts known
 * (zen-engine throws when it compares null). Run it alone with `node bench/evaluate.ts`.
 */
import { evaluateExpressionSync, ZenDecisionContent, ZenEngine } from '@gorules/zen-engine';
import { Engine } from 'json-rules-engine';
import type { Condition, Rule } from '../src/contract/condition.ts';
import type { Fact, FactCatalogue, Facts } from '../src/contract/fact.ts';
import { compileRules } from '../src/rules/compile.ts';
import { createLibraryEvaluator } from '../src/rules/reference.ts';
import { type BenchLine, median, print } from './line.ts';

const SEED = 20_260_727;
const RULES = 50;
export const FACTS = 30;
const CUSTOMERS = 2_000;
const ROUNDS = 7;
/** The library is some hundred times slower, so it judges only the first customers of each round. */
const LIBRARY_CUSTOMERS = 200;
/** Decisions of zen-engine in flight together: it runs them on threads of its own. */
const AT_ONCE = 100;

/** Mulberry32: small, seeded, good enough to make up rules and customers. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function makeCatalogue(): FactCatalogue {
  const facts = new Map<string, Fact>();
  for (let index = 0; index < FACTS; index++) {
    facts.set(`metric${index}`, { name: `metric${index}`, title: `Metric ${index}`, type: 'number', index });
  }
  const day = 86_400_000;
  return {
    facts,
    numbers: FACTS,
    texts: 0,
    calendarDay: (at) => Math.floor(at / day),
    startOfDay: (index) => index * day,
  };
}

export function makeRules(random: () => number, count = RULES): Rule[] {
  const pick = (count: number): number => Math.floor(random() * count);
  const operators = ['lessThan', 'lessThanInclusive', 'greaterThan', 'greaterThanInclusive', 'equal', 'notEqual'];
  const leaf = (): Condition => ({
    fact: `metric${pick(FACTS)}`,
    operator: operators[pick(operators.length)] as string,
    value: pick(1_000),
  });
  const shapes: (() => Condition)[] = [
    () => ({ all: [leaf(), leaf(), leaf(), leaf()] }),
    () => ({ any: [leaf(), leaf(), leaf(), leaf()] }),
    () => ({ all: [leaf(), leaf(), { any: [leaf(), leaf()] }] }),
    () => ({ any: [{ all: [leaf(), leaf()] }, { all: [leaf(), leaf()] }] }),
    () => ({ all: [leaf(), { not: { any: [leaf(), leaf()] } }, leaf()] }),
    () => ({ any: [leaf(), { all: [leaf(), { not: leaf() }] }, leaf()] }),
  ];
  return Array.from({ length: count }, (_, index) => ({
    name: `rule ${index}`,
    pointer: `/rules/${index}/when`,
    when: (shapes[pick(shapes.length)] as () => Condition)(),
  }));
}

const ZEN_OPERATORS: Readonly<Record<string, string>> = {
  lessThan: '<',
  lessThanInclusive: '<=',
  greaterThan: '>',
  greaterThanInclusive: '>=',
  equal: '==',
  notEqual: '!=',
};

function toZen(condition: Condition): string {
  if ('all' in condition) return `(${condition.all.map(toZen).join(' and ')})`;
  if ('any' in condition) return `(${condition.any.map(toZen).join(' or ')})`;
  if ('not' in condition) return `(not ${toZen(condition.not)})`;
  return `(${condition.fact} ${ZEN_OPERATORS[condition.operator]} ${condition.value})`;
}

type Name = 'booleans' | 'trees' | 'library' | 'reused' | 'zen' | 'zenThreads';

/** zen-engine's documented decision, read and compiled once: input, one expression node, output. */
function zenDecision(engine: ZenEngine, expression: string) {
  const position = { x: 0, y: 0 };
  const content = {
    nodes: [
      { id: 'input', type: 'inputNode', name: 'input', position },
      {
        id: 'rules',
        type: 'expressionNode',
        name: 'rules',
        position,
        content: { expressions: [{ id: 'holds', key: 'holds', value: expression }] },
      },
      { id: 'output', type: 'outputNode', name: 'output', position },
    ],
    edges: [
      { id: 'a', sourceId: 'input', targetId: 'rules', type: 'edge' },
      { id: 'b', sourceId: 'rules', targetId: 'output', type: 'edge' },
    ],
  };
  return engine.createDecision(new ZenDecisionContent(content));
}

/** Microseconds that one call takes, over `calls` calls. */
async function time(calls: number, call: (index: number) => unknown): Promise<number> {
  const start = performance.now();
  for (let index = 0; index < calls; index++) {
    const pending = call(index);
    if (pending instanceof Promise) await pending;
  }
  return ((performance.now() - start) * 1_000) / calls;
}

/** Measures and gives the lines of the report. Throws when the evaluators disagree about any customer measured. */
export async function benchEvaluate(): Promise<BenchLine[]> {
  const random = randomFrom(SEED);
  const catalogue = makeCatalogue();
  const rules = makeRules(random);
  const customers: Facts[] = Array.from({ length: CUSTOMERS }, () => ({
    numbers: Float64Array.from({ length: FACTS }, () => Math.floor(random() * 1_000)),
    texts: [],
    now: 1_785_000_000_000,
  }));
  const objects = customers.map((customer) =>
    Object.fromEntries(Array.from(customer.numbers, (value, index) => [`metric${index}`, value])),
  );
  const at = (index: number): Facts => customers[index % CUSTOMERS] as Facts;

  const compiled = compileRules(rules, catalogue);
  const holds = new Uint8Array(RULES);
  const booleans = (index: number): void => compiled.evaluate(at(index), holds);
  let sink = 0;
  const trees = (index: number): void => {
    for (let rule = 0; rule < RULES; rule++) if (compiled.explain(rule, at(index)).holds) sink++;
  };
  const library = createLibraryEvaluator(rules, catalogue);
  const engine = new Engine(
    rules.map((rule) => ({ name: rule.name, conditions: rule.when as never, event: { type: 'matched' } })),
  );
  const reused = (index: number): Promise<unknown> => engine.run(objects[index % CUSTOMERS]);
  const expression = `[${rules.map((rule) => toZen(rule.when)).join(', ')}]`;
  const zen = (index: number): boolean[] => evaluateExpressionSync(expression, objects[index % CUSTOMERS]);

  const zenEngine = new ZenEngine();
  const decision = zenDecision(zenEngine, expression);
  const zenThreads = (batch: number): Promise<{ result: { holds: boolean[] } }[]> =>
    Promise.all(
      Array.from({ length: AT_ONCE }, (_, index) => decision.evaluate(objects[(batch * AT_ONCE + index) % CUSTOMERS])),
    );
  const [firstByDecision] = await zenThreads(0);
  if (firstByDecision?.result.holds.join() !== zen(0).join())
    throw new Error('The decision disagrees with zen-engine.');

  for (let index = 0; index < CUSTOMERS; index++) {
    booleans(index);
    const expected = holds.join();
    const byTree = rules.map((_, rule) => Number(compiled.explain(rule, at(index)).holds)).join();
    const byZen = zen(index).map(Number).join();
    const byLibrary = index < LIBRARY_CUSTOMERS ? (await library(at(index))).join() : expected;
    if (byTree !== expected || byZen !== expected || byLibrary !== expected) {
      throw new Error(`The evaluators disagree about customer ${index} of seed ${SEED}.`);
    }
  }

  const rounds: Record<Name, number>[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    rounds.push({
      booleans: await time(CUSTOMERS * 10, booleans),
      trees: await time(CUSTOMERS, trees),
      library: await time(LIBRARY_CUSTOMERS, (index) => library(at(index))),
      reused: await time(LIBRARY_CUSTOMERS, reused),
      zen: await time(CUSTOMERS, zen),
      zenThreads: (await time(CUSTOMERS / AT_ONCE, zenThreads)) / AT_ONCE,
    });
  }
  zenEngine.dispose();
  if (sink === 0) throw new Error('No rule ever held, so nothing was measured.');
  const line = (name: string, ours: Name, theirs: Name, against: string, goal?: number): BenchLine => ({
    name,
    figure: `${microseconds(rounds, ours)} against ${microseconds(rounds, theirs)} per customer`,
    ratio: median(rounds.map((round) => round[theirs] / round[ours])),
    ...(goal === undefined ? {} : { goal }),
    against,
  });
  return [
    line('50 rules with explanation trees', 'trees', 'library', 'json-rules-engine 7.3.1, new Engine per run', 40),
    line('50 rules with explanation trees', 'trees', 'reused', 'json-rules-engine 7.3.1, one Engine reused'),
    line('50 rules, booleans', 'booleans', 'library', 'json-rules-engine 7.3.1, new Engine per run'),
    line('50 rules, booleans', 'booleans', 'zen', '@gorules/zen-engine 0.54, one synchronous array expression', 10),
    line(
      '50 rules, booleans',
      'booleans',
      'zenThreads',
      `@gorules/zen-engine 0.54, a compiled decision, ${AT_ONCE} in flight on all cores`,
      10,
    ),
  ];
}

function microseconds(rounds: readonly Record<Name, number>[], name: Name): string {
  return `${median(rounds.map((round) => round[name])).toFixed(2)} µs`;
}

if (import.meta.main) {
  console.log(`seed ${SEED}: ${RULES} rules, ${FACTS} facts, ${CUSTOMERS} customers, median of ${ROUNDS} rounds`);
  for (const line of await benchEvaluate()) print(line);
}
