import type { Kind } from '../contract/kind.ts';
import { readAttributes } from '../customers/read-attributes.ts';
import type { Sql } from '../db/database.ts';
import { factsRead } from '../pipeline/facts-read.ts';
import { makeCatalogue } from '../pipeline/make-catalogue.ts';
import type { Road } from '../pipeline/road.ts';
import { checkDocument } from '../rules/check-document.ts';
import { orderRuleSets } from '../rules/order-rule-sets.ts';
import { type Blocker, blockerOf } from './blocker.ts';
import type { LockedVersion, VersionName } from './lock-version.ts';
import { located, pathOf } from './refuse.ts';

/** A version with its document read. */
export interface Candidate extends Pick<LockedVersion, 'id' | 'ruleSetId' | 'key' | 'number'> {
  readonly ruleSetKind: Kind<never>;
  readonly document: never;
}

type Source = Pick<LockedVersion, 'id' | 'ruleSetId' | 'key' | 'kind' | 'number' | 'source'>;

/** What would hold when these versions were published, and what in their documents stands in the way. */
export async function inspect(
  sql: Sql,
  road: Road,
  versions: readonly LockedVersion[],
): Promise<{ candidates: Candidate[]; blockers: Blocker[] }> {
  const replaced = new Set(versions.map(({ ruleSetId }) => ruleSetId));
  const others = (await readPublished(sql)).filter(({ ruleSetId }) => !replaced.has(ruleSetId));
  const all = [...others, ...versions];
  const missing = all.filter(({ kind }) => !road.sources.ruleSetKinds.has(kind));
  if (missing.length > 0)
    return {
      candidates: [],
      blockers: missing.map((one) =>
        blockerOf(one)('UNKNOWN_KIND', `The kind ${one.kind} of rule set "${one.key}" is not installed.`),
      ),
    };
  const parsed = all.map((one) => parse(road, one));
  const candidates = parsed.slice(others.length);
  const together = checkTogether(parsed, candidates);
  // what is provided twice or in a circle makes no catalogue that documents could be held against
  if (together.length > 0) return { candidates, blockers: together };
  const { plan } = await road.engine();
  const provided = parsed.flatMap(({ ruleSetKind, document, key }) => ruleSetKind.provides?.(document, key) ?? []);
  const catalogue = makeCatalogue(plan, await readAttributes(sql), provided);
  const blockers = all.flatMap((one, i): Blocker[] => {
    const { problems } = checkDocument((parsed[i] as Candidate).ruleSetKind, one.source, catalogue);
    const errors = problems.filter(({ severity }) => severity === 'error');
    const block = blockerOf(i < others.length ? null : one);
    if (i >= others.length) return errors.map((problem) => block(problem.code, located(problem), pathOf(problem)));
    const [first] = errors;
    if (!first) return [];
    return [block('BREAKS_OTHER', `The published rule set "${one.key}" would no longer fit: ${first.message}`)];
  });
  return { candidates, blockers };
}

const readPublished = (sql: Sql): Promise<Source[]> =>
  sql.query<Source>(
    'read-published',
    `select v.id, v.rule_set_id as "ruleSetId", s.key, s.kind, v.number, v.source
       from rule_set_version v join rule_set s on s.id = v.rule_set_id where v.status = 'published' order by s.key`,
  );

function parse(road: Road, { id, ruleSetId, key, number, kind, source }: Source): Candidate {
  const ruleSetKind = road.sources.ruleSetKinds.get(kind) as Kind<never>;
  return { id, ruleSetId, key, number, ruleSetKind, document: JSON.parse(source) as never };
}

/** What only the rule sets together can show: names used twice, and reading in a circle. */
function checkTogether(all: readonly Candidate[], candidates: readonly Candidate[]): Blocker[] {
  const blockers: Blocker[] = [];
  const providers = new Map<string, string>();
  const sets = all.map((one) => {
    const { ruleSetKind, document, key } = one;
    const provides = (ruleSetKind.provides?.(document, key) ?? []).map(({ name }) => name);
    for (const name of provides) {
      const other = providers.get(name);
      const message = `"${name}" is already provided by the rule set "${other}"; choose another key.`;
      if (other !== undefined) blockers.push(blockerOf(one)('NAME_TAKEN', message));
      providers.set(name, key);
    }
    return { key, provides, reads: ruleSetKind.rules(document).flatMap(({ when }) => factsRead(when)) };
  });
  const { cycle } = orderRuleSets(sets);
  if (cycle) {
    const part = candidates.find(({ key }) => cycle.includes(key)) as VersionName | undefined;
    const message = `Rule sets read each other in a circle: ${[...cycle, cycle[0]].join(' reads ')}. Remove one of these conditions.`;
    blockers.push(blockerOf(part ?? null)('CYCLE', message));
  }
  return blockers;
}
