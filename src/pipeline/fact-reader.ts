import type { Condition } from '../contract/condition.ts';
import type { Fact, Facts } from '../contract/fact.ts';
import { compileRules } from '../rules/compile.ts';
import type { CustomerState } from './customer-state.ts';
import type { Engine } from './engine.ts';
import { sourceOf } from './fact-sources.ts';
import { group, setFact } from './judge.ts';

/** Whether a condition of somebody else than a rule set holds for a customer as the row says. */
export type HoldsFor = (
  customer: Pick<CustomerState, 'numbers' | 'attributes' | 'locale' | 'joinedAt' | 'held'>,
  now: number,
) => boolean;

type Fill = (
  facts: Facts,
  customer: Parameters<HoldsFor>[0],
  outcomes: ReturnType<typeof group>['groups'],
  now: number,
) => void;

/** Compiles a condition on the facts of an engine; throws when it reads one that does not exist. */
export function compileCondition(engine: Engine, when: Condition): HoldsFor {
  const { catalogue } = engine;
  const compiled = compileRules([{ name: 'when', pointer: '', when }], catalogue);
  const [numbers, texts] = [new Set(compiled.numberIndexes), new Set(compiled.textIndexes)];
  const fills = [...catalogue.facts.values()]
    .filter(({ type, index }) => (type === 'text' ? texts : numbers).has(index))
    .map((fact) => fillOf(engine, fact));
  const facts: Facts = {
    numbers: new Float64Array(catalogue.numbers).fill(Number.NaN),
    texts: new Array<string | undefined>(catalogue.texts).fill(undefined),
    now: 0,
  };
  const holds = new Uint8Array(1);
  return (customer, now) => {
    facts.now = now;
    const { groups } = group(engine, customer.held);
    for (const fill of fills) fill(facts, customer, groups, now);
    compiled.evaluate(facts, holds);
    return holds[0] === 1;
  };
}

/** How the value of a fact is read: from the row, or from what holds by the rule set that provides it. */
function fillOf(engine: Engine, fact: Fact): Fill {
  const source = sourceOf(fact, engine.plan);
  if (source) return (facts, customer, _groups, now) => source.fill(facts, customer, now);
  for (const [place, { kind, document, key }] of engine.ruleSets.entries()) {
    const provided = kind.provides?.(document, key).find(({ name }) => name === fact.name);
    if (provided)
      return (facts, _customer, groups) =>
        setFact(facts, fact.index, fact.type === 'text', provided.value(groups[place] ?? []));
  }
  throw new Error(`nothing tells the fact ${fact.name}`);
}
