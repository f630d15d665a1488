import type { Condition } from '../contract/condition.ts';
import type { PublishedRuleSet } from '../contract/keeper.ts';
import type { ActiveRuleSet, Engine } from './engine.ts';

const shown = new WeakMap<ActiveRuleSet, PublishedRuleSet>();

/** A rule set as keepers see it; the same object as long as its version holds. */
export function publicly(ruleSet: ActiveRuleSet): PublishedRuleSet {
  const known = shown.get(ruleSet);
  if (known) return known;
  const { id, key, kind, versionId, document } = ruleSet;
  const made = Object.freeze({ id, key, kind: kind.key, versionId, document });
  shown.set(ruleSet, made);
  return made;
}

interface OfKind {
  readonly active: readonly ActiveRuleSet[];
  readonly published: readonly PublishedRuleSet[];
  readonly isRolledOut: boolean;
}

const kinds = new WeakMap<Engine, Map<string, OfKind>>();

function ofKind(engine: Engine, kind: string): OfKind {
  const own = kinds.get(engine) ?? new Map<string, OfKind>();
  kinds.set(engine, own);
  const known = own.get(kind);
  if (known) return known;
  const active = engine.ruleSets.filter((one) => one.kind.key === kind);
  const made = { active, published: active.map(publicly), isRolledOut: active.some(({ rollout }) => rollout) };
  own.set(kind, made);
  return made;
}

/** The published rule sets of a kind; the same list as long as they hold. */
export const publishedOf = (engine: Engine, kind: string): readonly PublishedRuleSet[] =>
  ofKind(engine, kind).published;

/** The same in the versions that judge a customer while others are rolled out; the same list as long as none is. */
export function publishedFor(
  engine: Engine,
  kind: string,
  customerId: string,
  meets: (audience: Condition) => boolean,
): readonly PublishedRuleSet[] {
  const { active, published, isRolledOut } = ofKind(engine, kind);
  if (!isRolledOut) return published;
  return active.flatMap((ruleSet) => {
    const { rollout } = ruleSet;
    if (!rollout) return publicly(ruleSet);
    const { former, inShare, audience } = rollout;
    if (inShare(customerId) && (audience === null || meets(audience))) return publicly(ruleSet);
    return former ? publicly(former) : [];
  });
}
