import type { GraphContext } from '../contract/graphql.ts';
import type { Kind } from '../contract/kind.ts';
import { NotFoundError } from '../errors.ts';
import { RuleSet, RuleSetVersion } from '../rules/rule-set.ts';

/** The kind of a version's rule set; those of an answer are read together. */
export async function kindOfVersion(
  context: GraphContext,
  kinds: ReadonlyMap<string, Kind<never>>,
  version: RuleSetVersion,
): Promise<Kind<never>> {
  const load = async (ids: readonly string[]): Promise<(string | null)[]> => {
    const sets = await context.em.find(RuleSet, { id: { $in: [...ids] } });
    return ids.map((id) => sets.find((set) => set.id === id)?.kind ?? null);
  };
  const key = await context.batch.of('kinds-of-rule-sets', load).load(version.ruleSet.id);
  const kind = kinds.get(key ?? '');
  if (!kind) throw new NotFoundError(`The kind ${key} is not installed.`);
  return kind;
}

/** A version of a rule set by its number; those of an answer are read together. */
export function versionOf(context: GraphContext, ruleSetId: string, number: number): Promise<RuleSetVersion | null> {
  const load = async (keys: readonly string[]): Promise<(RuleSetVersion | null)[]> => {
    const wanted = keys.map((key) => JSON.parse(key) as [string, number]);
    const versions = await context.em.find(RuleSetVersion, {
      ruleSet: { $in: wanted.map(([id]) => id) },
      number: { $in: wanted.map(([, one]) => one) },
    });
    return wanted.map(([id, one]) => versions.find((v) => v.ruleSet.id === id && v.number === one) ?? null);
  };
  return context.batch.of('versions-by-number', load).load(JSON.stringify([ruleSetId, number]));
}
