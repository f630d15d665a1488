import type { FactCatalogue } from '../contract/fact.ts';
import type { Kind, ProvidedFact } from '../contract/kind.ts';
import type { MetricPlan } from '../metrics/plan.ts';
import { compileRules } from '../rules/compile.ts';
import { inputsOf, withInputs } from '../rules/inputs.ts';
import type { ActiveRuleSet } from './engine.ts';
import { audienceFact, makeRollout, type RolloutTerms } from './rollout.ts';

/** A version with its document read. */
export interface ReadVersion {
  readonly id: string;
  readonly key: string;
  readonly version_id: string;
  readonly generation: number;
  readonly ruleSetKind: Kind<never>;
  readonly document: never;
  readonly provided: readonly ProvidedFact[];
  /** While it is rolled out: to whom, and what holds for the others. */
  readonly rollout?: { readonly terms: RolloutTerms; readonly former: ReadVersion | null };
}

interface Surroundings {
  readonly catalogue: FactCatalogue;
  readonly plan: MetricPlan;
  readonly codes: readonly { readonly code: number; readonly rule_set_id: string; readonly key: string }[];
}

/** Compiles a version, and while it is rolled out the one that it replaces as well. */
export function activate(version: ReadVersion, around: Surroundings): ActiveRuleSet {
  const own = compiled(version, around);
  if (!version.rollout) return own;
  const { terms, former: old } = version.rollout;
  const former = old && compiled(old, around);
  const audience = audienceFact(terms);
  const [fact] = audience.map((name) => around.catalogue.facts.get(name)?.index);
  return {
    ...own,
    reads: readsOf([...own.compiled.reads, ...(former?.compiled.reads ?? []), ...audience], around.plan),
    timeDependent: own.timeDependent || (former?.timeDependent ?? false) || terms.until !== null,
    rollout: makeRollout(terms, version.id, former, fact),
  };
}

function compiled(version: ReadVersion, { catalogue, plan, codes }: Surroundings): ActiveRuleSet {
  const { ruleSetKind: kind, document, provided } = version;
  const rules = kind.rules(document);
  const inputs = inputsOf(kind.reads?.(document) ?? [], catalogue);
  const program = withInputs(compileRules(rules, catalogue), inputs);
  const own = codes.filter(({ rule_set_id }) => rule_set_id === version.id);
  return {
    id: version.id,
    key: version.key,
    versionId: version.version_id,
    generation: version.generation,
    kind,
    document,
    rules,
    compiled: program,
    inputs,
    timeDependent: program.timeDependent || (kind.timed?.(document) ?? false),
    reads: readsOf(program.reads, plan),
    codes: new Map(own.map(({ key, code }) => [key, code])),
    ruleOf: new Map(rules.map(({ name }, i) => [name, i])),
    provides: provided.flatMap((fact) => {
      const known = catalogue.facts.get(fact.name);
      return known ? [{ fact, index: known.index, text: known.type === 'text' }] : [];
    }),
  };
}

const isProfile = (fact: string): boolean => fact === 'locale' || fact === 'joinedAt' || fact.startsWith('attribute.');

function readsOf(facts: readonly string[], plan: MetricPlan): ActiveRuleSet['reads'] {
  const slots = facts.flatMap((fact) => plan.metrics.get(fact)?.slots ?? []);
  const provided = facts.filter((fact) => !plan.metrics.has(fact) && !isProfile(fact));
  return { slots: [...new Set(slots)], profile: facts.some(isProfile), provided };
}

/** The names of all facts that a rule set looks at. */
export const factsOf = ({ compiled: { reads }, reads: { provided }, rollout }: ActiveRuleSet): string[] => [
  ...reads,
  ...provided,
  ...(rollout?.former?.compiled.reads ?? []),
];
