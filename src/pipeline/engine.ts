import type { Rule } from '../contract/condition.ts';
import type { FactCatalogue } from '../contract/fact.ts';
import type { Kind, ProvidedFact } from '../contract/kind.ts';
import type { DeclaredAttribute } from '../customers/read-attributes.ts';
import type { Phrase } from '../language/phrase.ts';
import type { MetricPlan } from '../metrics/plan.ts';
import type { CompiledRules } from '../rules/compile.ts';
import type { Input } from '../rules/inputs.ts';
import type { FactSource } from './fact-sources.ts';
import type { Rollout } from './rollout.ts';

/** The versions of what an engine was made from, read after the lock. Any difference means another engine. */
export interface Generations {
  readonly metrics: number;
  readonly rules: number;
  readonly attributes: number;
}

/** A published version, compiled. */
export interface ActiveRuleSet {
  readonly id: string;
  readonly key: string;
  readonly versionId: string;
  readonly generation: number;
  readonly kind: Kind<never>;
  readonly document: never;
  readonly rules: readonly Rule[];
  readonly compiled: CompiledRules;
  /** The places of the facts that its kind looks at besides its rules. */
  readonly inputs: readonly Input[];
  /** What it must look at again when it changes: numbers of the row, the profile, outcomes of earlier rule sets. */
  readonly reads: {
    readonly slots: readonly number[];
    readonly profile: boolean;
    readonly provided: readonly string[];
  };
  readonly codes: ReadonlyMap<string, number>;
  readonly ruleOf: ReadonlyMap<string, number>;
  /** Whether the passing of time alone can change what it says. */
  readonly timeDependent: boolean;
  /** While it does not hold for everybody alike. */
  readonly rollout?: Rollout;
  /** Facts for rule sets that follow; of an active one, those that somebody reads. */
  readonly provides: readonly { readonly fact: ProvidedFact; readonly index: number; readonly text: boolean }[];
}

/** A published rule set that cannot judge while something is missing; what held by it holds on. */
export interface RestingRuleSet {
  readonly id: string;
  readonly key: string;
  readonly kind: string;
  readonly why: Phrase;
}

/** Everything the road needs to judge: immutable, made once for each combination of generations. */
export interface Engine {
  readonly generations: Generations;
  readonly plan: MetricPlan;
  readonly catalogue: FactCatalogue;
  /** Attributes whose values lie apart, by key. */
  readonly personal: ReadonlyMap<string, DeclaredAttribute>;
  /** In the order in which outcomes become facts of later rule sets. */
  readonly ruleSets: readonly ActiveRuleSet[];
  /** Facts that some rule set reads, and where their values come from. */
  readonly sources: readonly FactSource[];
  readonly resting: readonly RestingRuleSet[];
  /** Which rule set an outcome's code belongs to, as an index into `ruleSets` (its length: one that rests), and its key. */
  readonly outcomes: ReadonlyMap<number, { readonly ruleSet: number; readonly key: string }>;
  /** Every code ever given, also of rule sets that are no longer published. */
  readonly names: ReadonlyMap<number, { readonly ruleSetId: string; readonly key: string }>;
}

/** Whether what a rule set says follows from nothing but which of its rules hold. */
export const isStateless = ({ kind, document }: Pick<ActiveRuleSet, 'kind' | 'document'>): boolean =>
  kind.byRule || (typeof kind.stateless === 'function' ? kind.stateless(document) : (kind.stateless ?? false));
