import type { Kind } from '../contract/kind.ts';
import { readAttributes } from '../customers/read-attributes.ts';
import type { Sql } from '../db/database.ts';
import { phrase } from '../language/say.ts';
import { factsRead } from '../pipeline/facts-read.ts';
import { makeCatalogue } from '../pipeline/make-catalogue.ts';
import type { Road } from '../pipeline/road.ts';
import { audienceFact } from '../pipeline/rollout.ts';
import { checkDocument } from '../rules/check-document.ts';
import { orderRuleSets } from '../rules/order-rule-sets.ts';
import { type Blocker, blockerOf } from './blocker.ts';
import type { LockedVersion, VersionName } from './lock-version.ts';
import { located, pathOf } from './refuse.ts';
import { type RolloutWish, rolloutBlockers } from './rollout.ts';

/** A version with its document read. */
export interface Candidate extends Pick<LockedVersion, 'id' | 'ruleSetId' | 'key' | 'number'> {
  readonly ruleSetKind: Kind<never>;
  readonly document: never;
}

interface Source extends Pick<LockedVersion, 'id' | 'ruleSetId' | 'key' | 'kind' | 'number' | 'source'> {
  /** The facts by which a rollout tells for whom it holds. */
  readonly audience: readonly string[];
  /** The document that still holds for the others while this one is rolled out. */
  readonly former: string | null;
}

/** A version that is to be published, and how. */
export interface Wanted {
  readonly version: LockedVersion;
  readonly rollout: RolloutWish | null;
}

/** What would hold when these versions were published, and what in their documents stands in the way. */
export async function inspect(
  sql: Sql,
  road: Pick<Road, 'sources' | 'engine'>,
  wanted: readonly Wanted[],
): Promise<{ candidates: Candidate[]; blockers: Blocker[] }> {
  const replaced = new Set(wanted.map(({ version }) => version.ruleSetId));
  const published = await readPublished(sql);
  const { plan, resting } = await road.engine();
  const still = new Set(resting.map(({ id }) => id));
  const others = published.filter(({ ruleSetId }) => !replaced.has(ruleSetId) && !still.has(ruleSetId));
  const all = [...others, ...wanted.map((one) => sourceOf(one, published))];
  const missing = all.filter(({ kind }) => !road.sources.ruleSetKinds.has(kind));
  if (missing.length > 0)
    return {
      candidates: [],
      blockers: missing.map((one) =>
        blockerOf(one)('UNKNOWN_KIND', phrase('blocker.kindMissing', { kind: one.kind, key: one.key })),
      ),
    };
  const parsed = all.map((one) => parse(road, one));
  const candidates = parsed.slice(others.length);
  const together = checkTogether(parsed, candidates);
  // what is provided twice or in a circle makes no catalogue that documents could be held against
  if (together.length > 0) return { candidates, blockers: together };
  const provided = parsed.flatMap(({ ruleSetKind, document, key }) => ruleSetKind.provides?.(document, key) ?? []);
  const catalogue = makeCatalogue(plan, await readAttributes(sql), provided);
  const blockers = all.flatMap((one, i): Blocker[] => {
    const { ruleSetKind } = parsed[i] as Candidate;
    const { problems } = checkDocument(ruleSetKind, one.source, catalogue);
    const errors = problems.filter(isError);
    const old = one.former === null ? [] : checkDocument(ruleSetKind, one.former, catalogue).problems.filter(isError);
    const block = blockerOf(i < others.length ? null : one);
    const broken = [...(i < others.length ? errors : []), ...old]
      .slice(0, 1)
      .map((problem) =>
        block(
          'BREAKS_OTHER',
          phrase('blocker.breaksOther', { key: one.key, message: problem.phrase ?? problem.message }),
        ),
      );
    if (i < others.length) return broken;
    return [...errors.map((problem) => block(problem.code, located(problem), pathOf(problem))), ...broken];
  });
  const facts = new Set(catalogue.facts.keys());
  const rolledOut = wanted.flatMap(({ version, rollout }, i) => {
    const former = published.find(({ ruleSetId }) => ruleSetId === version.ruleSetId)?.number ?? null;
    return rollout ? rolloutBlockers(rollout, candidates[i] as Candidate, facts, former) : [];
  });
  return { candidates, blockers: [...blockers, ...rolledOut] };
}

const isError = ({ severity }: { readonly severity: string }): boolean => severity === 'error';

function sourceOf({ version, rollout }: Wanted, published: readonly Source[]): Source {
  const former = published.find(({ ruleSetId }) => ruleSetId === version.ruleSetId)?.source ?? null;
  return { ...version, audience: rollout ? audienceFact(rollout) : [], former: rollout && former };
}

const readPublished = (sql: Sql): Promise<Source[]> =>
  sql.query<Source>(
    'read-published',
    `select v.id, v.rule_set_id as "ruleSetId", s.key, s.kind, v.number, v.source, f.source as former,
            case when r.segment is null then '{}' else array['segment.' || r.segment] end as audience
       from rule_set_version v join rule_set s on s.id = v.rule_set_id
       left join rollout r on r.version_id = v.id and r.ended_at is null
       left join rule_set_version f on f.id = r.former_id
      where v.status = 'published' order by s.key`,
  );

function parse(
  road: Pick<Road, 'sources'>,
  { id, ruleSetId, key, number, kind, source, former, audience }: Source,
): Parsed {
  const ruleSetKind = road.sources.ruleSetKinds.get(kind) as Kind<never>;
  const documents = [source, ...(former === null ? [] : [former])].map((text) => JSON.parse(text) as never);
  const rules = documents.flatMap((document) => ruleSetKind.rules(document));
  const reads = [...rules.flatMap(({ when }) => factsRead(when)), ...audience];
  return { id, ruleSetId, key, number, ruleSetKind, document: documents[0] as never, reads };
}

interface Parsed extends Candidate {
  readonly reads: readonly string[];
}

/** What only the rule sets together can show: names used twice, and reading in a circle. */
function checkTogether(all: readonly Parsed[], candidates: readonly Candidate[]): Blocker[] {
  const blockers: Blocker[] = [];
  const providers = new Map<string, string>();
  const sets = all.map((one) => {
    const { ruleSetKind, document, key } = one;
    const provides = (ruleSetKind.provides?.(document, key) ?? []).map(({ name }) => name);
    for (const name of provides) {
      const other = providers.get(name);
      if (other !== undefined)
        blockers.push(blockerOf(one)('NAME_TAKEN', phrase('blocker.nameTaken', { name, other })));
      providers.set(name, key);
    }
    return { key, provides, reads: one.reads };
  });
  const { cycle } = orderRuleSets(sets);
  if (cycle) {
    const part = candidates.find(({ key }) => cycle.includes(key)) as VersionName | undefined;
    const circle = [...cycle, cycle[0] as string].join(' → ');
    blockers.push(blockerOf(part ?? null)('CYCLE', phrase('blocker.cycle', { circle })));
  }
  return blockers;
}
