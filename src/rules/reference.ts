import { Engine, type RuleProperties, type RuleResult, type TopLevelCondition } from 'json-rules-engine';
import type { Condition, Explanation, Rule } from '../contract/condition.ts';
import type { Fact, FactCatalogue, Facts } from '../contract/fact.ts';
import { factOf, leavesOf } from './fact-of.ts';
import { referenceOperators } from './reference-operators.ts';

/** What json-rules-engine says about one customer: the judge that the compiled rules must agree with. */
export interface ReferenceResult {
  readonly holds: boolean[];
  readonly explanations: Explanation[];
}

type Run = (facts: Facts) => Promise<RuleResult[]>;

/** Evaluates rules by json-rules-engine, with a new `Engine` as one engine cannot serve overlapping runs. */
export async function evaluateWithLibrary(
  rules: readonly Rule[],
  catalogue: FactCatalogue,
  facts: Facts,
): Promise<ReferenceResult> {
  const results = await prepare(rules, catalogue)(facts);
  const holds: boolean[] = [];
  const explanations: Explanation[] = [];
  for (const result of results) {
    const rule = indexOf(result);
    const whole = explanationOf(result.conditions as unknown as LibraryCondition);
    holds[rule] = result.result === true;
    explanations[rule] = isLeaf(rules[rule]?.when) && 'all' in whole ? (whole.all[0] as Explanation) : whole;
  }
  return { holds, explanations };
}

/** The library as a drop-in judge for benchmarks: a new `Engine` per run, the rules prepared once. */
export function createLibraryEvaluator(
  rules: readonly Rule[],
  catalogue: FactCatalogue,
): (facts: Facts) => Promise<Uint8Array> {
  const run = prepare(rules, catalogue);
  return async (facts) => {
    const holds = new Uint8Array(rules.length);
    for (const result of await run(facts)) holds[indexOf(result)] = result.result ? 1 : 0;
    return holds;
  };
}

function prepare(rules: readonly Rule[], catalogue: FactCatalogue): Run {
  const leaves = rules.flatMap((rule) => [...leavesOf(rule.when)]);
  const read = [...new Set(leaves.map((leaf) => factOf(leaf, catalogue)))];
  const operators = new Set(leaves.map((leaf) => leaf.operator));
  const properties = rules.map(toLibraryRule);
  return async (facts) => {
    const engine = new Engine(properties);
    for (const operator of referenceOperators(operators, { now: facts.now, catalogue })) engine.addOperator(operator);
    const { results, failureResults } = await engine.run(valuesOf(read, facts));
    return [...results, ...failureResults];
  };
}

/** One fixed event type of our own; the index travels as the rule's name. The library wants a group at the top. */
function toLibraryRule(rule: Rule, index: number): RuleProperties {
  const conditions = (isLeaf(rule.when) ? { all: [rule.when] } : rule.when) as TopLevelCondition;
  return { name: String(index), conditions, event: { type: 'matched' } };
}

const indexOf = (result: RuleResult): number => Number(result.name);

const isLeaf = (condition: Condition | undefined): boolean => condition !== undefined && 'fact' in condition;

/** The customer's values by name, as the library takes them; null is unknown. */
function valuesOf(read: readonly Fact[], facts: Facts): Record<string, number | string | boolean | null> {
  return Object.fromEntries(read.map((fact) => [fact.name, libraryValue(fact, facts)]));
}

function libraryValue(fact: Fact, facts: Facts): number | string | boolean | null {
  if (fact.type === 'text') return facts.texts[fact.index] ?? null;
  const value = facts.numbers[fact.index] as number;
  if (Number.isNaN(value)) return null;
  return fact.type === 'boolean' ? value === 1 : value;
}

/** A condition as the library hands it back, with its results. */
interface LibraryCondition {
  readonly all?: readonly LibraryCondition[];
  readonly any?: readonly LibraryCondition[];
  readonly not?: LibraryCondition;
  readonly fact?: string;
  readonly operator: string;
  readonly factResult?: number | string | boolean | null;
  readonly valueResult?: unknown;
  readonly result?: boolean;
}

/** The library leaves out the result of the outermost group; it follows from the parts. */
function explanationOf(condition: LibraryCondition): Explanation {
  if (condition.all) {
    const all = condition.all.map(explanationOf);
    return { all, holds: condition.result ?? all.every((part) => part.holds) };
  }
  if (condition.any) {
    const any = condition.any.map(explanationOf);
    return { any, holds: condition.result ?? any.some((part) => part.holds) };
  }
  if (condition.not) {
    const not = explanationOf(condition.not);
    return { not, holds: condition.result ?? !not.holds };
  }
  return {
    fact: condition.fact as string,
    operator: condition.operator,
    value: condition.valueResult,
    actual: condition.factResult as number | string | boolean | null,
    holds: condition.result as boolean,
  };
}
