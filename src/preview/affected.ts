import { factsOf } from '../pipeline/activate-rule-set.ts';
import type { ActiveRuleSet, Engine } from '../pipeline/engine.ts';

/** What is to be different, and which rule sets may say something else because of it. */
export interface Affected {
  readonly ruleSets: readonly ActiveRuleSet[];
  /** Those of them whose own document is another one, by id; the others read something that may differ. */
  readonly drafts: ReadonlySet<string>;
  /** The metrics that may have other values. */
  readonly metrics: ReadonlySet<string>;
}

/**
 * The rule sets of `next` that must be judged again when it takes the place of `base`: those whose content is another one,
 * and those that read what may differ, at whatever distance.
 */
export function findAffected(base: Engine, next: Engine): Affected {
  const metrics = changedMetrics(base, next);
  const published = new Map(base.ruleSets.map((one) => [one.id, one]));
  const drafts = new Set<string>();
  const moving = new Set<string>(metrics);
  const ruleSets = next.ruleSets.filter((ruleSet) => {
    if (!sameContent(published.get(ruleSet.id), ruleSet)) drafts.add(ruleSet.id);
    else if (!factsOf(ruleSet).some((fact) => moving.has(fact))) return false;
    for (const { fact } of ruleSet.provides) moving.add(fact.name);
    return true;
  });
  return { ruleSets, drafts, metrics };
}

function sameContent(one: ActiveRuleSet | undefined, other: ActiveRuleSet): boolean {
  if (!one || one.rollout || other.rollout) return one?.generation === other.generation;
  return one.generation === other.generation || JSON.stringify(one.document) === JSON.stringify(other.document);
}

/** Metrics that are measured in another way, and those derived from them. */
function changedMetrics(base: Engine, next: Engine): Set<string> {
  const changed = new Set<string>();
  if (next.generations.metrics === base.generations.metrics) return changed;
  for (const [key, { metric }] of next.plan.metrics) {
    const before = base.plan.metrics.get(key)?.metric;
    if (JSON.stringify(before?.measure) !== JSON.stringify(metric.measure)) changed.add(key);
  }
  for (let known = -1; known < changed.size; ) {
    known = changed.size;
    for (const [key, { metric }] of next.plan.metrics)
      if (metric.derive && Object.values(metric.derive).some((part) => changed.has(String(part)))) changed.add(key);
  }
  return changed;
}
