import type { Facts } from '../contract/fact.ts';
import type { ActiveRuleSet, Engine } from '../pipeline/engine.ts';
import type { Wanted } from '../pipeline/read-population.ts';
import type { Sieve } from '../pipeline/sieve.ts';
import { type CompiledRules, compileRules } from '../rules/compile.ts';
import type { Affected } from './affected.ts';
import type { Difference } from './difference.ts';

/** A rule set of which only some conditions are others, and those rules by both versions. */
interface Changed {
  readonly ruleSet: ActiveRuleSet;
  readonly rules: readonly number[];
  readonly before: CompiledRules;
  readonly after: CompiledRules;
}

/** A look at nothing but the rules that differ. */
export interface Narrow {
  readonly wanted: Wanted;
  /** The only rules that are judged for everybody. */
  readonly rules: ReadonlyMap<ActiveRuleSet, readonly number[]>;
  sieve(difference: Difference): Sieve;
}

/**
 * Where only some conditions differ, and no outcome depends on anything but which rules hold, a customer moves only if one
 * of these rules says something else than before. Undefined: there is more to look at.
 */
export function lookNarrowly(base: Engine, next: Engine, { ruleSets, drafts, metrics }: Affected): Narrow | undefined {
  if (metrics.size > 0 || ruleSets.some(({ id }) => !drafts.has(id))) return undefined;
  const published = new Map(base.ruleSets.map((one) => [one.id, one]));
  const changed = ruleSets.map((ruleSet) => compare(published.get(ruleSet.id), ruleSet, next));
  if (!changed.every((one) => one !== undefined)) return undefined;
  const programs = changed.flatMap(({ before, after }) => [before, after]);
  const read = new Set(programs.flatMap(({ reads }) => reads));
  const sources = next.sources.filter(({ fact }) => read.has(fact.name) || isTimed(next, fact.name, read));
  // what other rule sets provide, or was known only to the published version, is not read here
  if ([...read].some((name) => !sources.some(({ fact }) => fact.name === name))) return undefined;
  const slots = new Set(sources.flatMap(({ fact }) => next.plan.metrics.get(fact.name)?.slots ?? []));
  const wanted = {
    slots: [...slots].sort((a, b) => a - b),
    joinedAt: read.has('joinedAt'),
    locale: read.has('locale'),
    attributes: [...read].some((name) => name.startsWith('attribute.')),
  };
  return {
    wanted,
    rules: new Map(changed.map(({ ruleSet, rules }) => [ruleSet, rules])),
    sieve: (difference) => createNarrowSieve(next, sources, changed, difference),
  };
}

/** Whether a metric that follows from time is read, and this is the one it follows from. */
const isTimed = ({ plan }: Engine, name: string, read: ReadonlySet<string>): boolean =>
  [...read].some((other) => plan.metrics.get(other)?.timing?.metric === name);

function compare(before: ActiveRuleSet | undefined, after: ActiveRuleSet, { catalogue }: Engine): Changed | undefined {
  if (!before || before.rollout || after.rollout || !after.kind.stateless) return undefined;
  if (frameOf(before) !== frameOf(after)) return undefined;
  const rules = after.rules.flatMap(({ when }, i) =>
    JSON.stringify(when) === JSON.stringify(before.rules[i]?.when) ? [] : [i],
  );
  // judging most rules by both versions costs more than judging all by one
  if (rules.length * 2 > after.rules.length) return undefined;
  const pick = ({ rules: all }: ActiveRuleSet) => rules.flatMap((i) => all[i] ?? []);
  try {
    const programs = { before: compileRules(pick(before), catalogue), after: compileRules(pick(after), catalogue) };
    return { ruleSet: after, rules, ...programs };
  } catch {
    return undefined; // the published version reads a fact that would be gone
  }
}

/** A document without its conditions. */
function frameOf({ document, rules }: ActiveRuleSet): string {
  const frame = structuredClone(document) as object;
  for (const { pointer } of rules) {
    const path = pointer.split('/').slice(1);
    const last = path.pop() ?? '';
    let part = frame as Record<string, unknown>;
    for (const name of path) part = part[name] as Record<string, unknown>;
    part[last] = null;
  }
  return JSON.stringify([frame, rules.map(({ name, pointer }) => [name, pointer])]);
}

function createNarrowSieve(
  { catalogue }: Engine,
  sources: Engine['sources'],
  changed: readonly Changed[],
  difference: Difference,
): Sieve {
  const facts: Facts = {
    numbers: new Float64Array(catalogue.numbers).fill(Number.NaN),
    texts: new Array<string | undefined>(catalogue.texts).fill(undefined),
    now: 0,
  };
  const judged = changed.map((one) => ({
    ...one,
    held: new Uint8Array(one.rules.length),
    holds: new Uint8Array(one.rules.length),
  }));
  return (customer, now) => {
    facts.now = now;
    for (let i = 0; i < sources.length; i++) sources[i]?.fill(facts, customer, now);
    let nextFlip = Number.POSITIVE_INFINITY;
    for (const { before, after, held, holds } of judged) {
      before.evaluate(facts, held);
      after.evaluate(facts, holds);
      for (let i = 0; i < holds.length; i++) if (held[i] !== holds[i]) return false;
      if (after.timeDependent) nextFlip = Math.min(nextFlip, after.nextFlip(facts));
    }
    for (const { ruleSet, rules, holds } of judged) difference.count(ruleSet, holds, rules);
    difference.stays(customer.held, nextFlip);
    return true;
  };
}
