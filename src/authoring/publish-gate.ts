import type { Sql } from '../db/database.ts';
import type { Phrase } from '../language/phrase.ts';
import { phrase } from '../language/say.ts';
import { approvalOf, approvedBy } from './approvals.ts';
import type { Authoring } from './authoring.ts';
import { type Blocker, blockerOf } from './blocker.ts';
import { type PreviewProof, previewBlockers } from './check-preview.ts';
import { nameOf } from './check-status.ts';
import { type Candidate, inspect } from './inspect.ts';
import { type LockedVersion, lockVersions, type VersionName } from './lock-version.ts';
import { type RolloutWish, runningRollouts } from './rollout.ts';

/** Most rule sets that are published together. */
export const MOST_TOGETHER = 50;

/** A version that is to be published; left out: for everybody at once. */
export interface PublicationVersion extends VersionName {
  readonly rollout?: RolloutWish | null;
}

export interface Publication {
  /** One version of each rule set. */
  readonly versions: readonly PublicationVersion[];
  readonly comment?: string | null;
  /** Nothing is published but what this preview has shown. */
  readonly preview?: PreviewProof | null;
}

/** What a publication would do, and all that stands in its way. */
export interface Gate {
  readonly versions: readonly LockedVersion[];
  readonly candidates: readonly Candidate[];
  /** Number of the version of each rule set that holds now, by the rule set's id. */
  readonly published: ReadonlyMap<string, number>;
  readonly blockers: readonly Blocker[];
}

/** Looks at these versions as they are to be published together; publications wait for each other. */
export async function publishGate(
  sql: Sql,
  authoring: Authoring,
  { versions: wishes, preview }: Publication,
  going: 'on' | 'back' = 'on',
): Promise<Gate> {
  // each publication is checked against all the others that hold
  await sql.query('engine-lock', 'select 1 from engine for update');
  const versions = await lockVersions(sql, wishes);
  const published = await publishedNumbers(sql, versions);
  const approved = await approvedBy(
    sql,
    versions.map(({ id }) => id),
  );
  const rolledOut = await runningRollouts(
    sql,
    versions.map(({ ruleSetId }) => ruleSetId),
  );
  const standing = versions.flatMap((version, i) => {
    if (isNamedBefore(versions, i)) return [blockerOf(version)('TWICE', phrase('blocker.twice', { key: version.key }))];
    if (going === 'on' && rolledOut.has(version.ruleSetId)) return [rolloutRuns(version)];
    const { needed } = approvalOf(authoring.approvals, version.kind);
    return standingBlockers(version, needed, approved.get(version.id) ?? [], published.get(version.ruleSetId) ?? null);
  });
  const wanted = versions
    .map((version, i) => ({ version, rollout: wishes[i]?.rollout ?? null }))
    .filter((_, i) => !isNamedBefore(versions, i));
  const { candidates, blockers } = await inspect(sql, authoring.road, wanted);
  const unseen = preview ? await previewBlockers(sql, preview, wanted, authoring.clock?.()) : [];
  return { versions, candidates, published, blockers: [...standing, ...blockers, ...unseen] };
}

const isNamedBefore = (versions: readonly LockedVersion[], i: number): boolean =>
  versions.slice(0, i).some(({ ruleSetId }) => ruleSetId === versions[i]?.ruleSetId);

const rolloutRuns = (version: LockedVersion): Blocker =>
  blockerOf(version)('ROLLOUT_RUNS', phrase('blocker.rolloutRuns', { key: version.key }));

async function publishedNumbers(sql: Sql, versions: readonly LockedVersion[]): Promise<Map<string, number>> {
  const rows = await sql.query<{ id: string; number: number }>(
    'published-numbers',
    `select rule_set_id as id, number from rule_set_version where status = 'published' and rule_set_id = any($1::uuid[])`,
    [versions.map(({ ruleSetId }) => ruleSetId)],
  );
  return new Map(rows.map(({ id, number }) => [id, number]));
}

/** What stands in the way of a version by its own life. */
function standingBlockers(
  version: LockedVersion,
  needed: number,
  approvedBy: readonly string[],
  published: number | null,
): Blocker[] {
  const { status, ground } = version;
  const name = nameOf(version);
  const block = blockerOf(version);
  if (status === 'published')
    return [block('ALREADY_PUBLISHED', phrase('blocker.alreadyPublished', { version: name }))];
  if (status === 'superseded') return [block('SUPERSEDED', phrase('blocker.superseded', { version: name }))];
  if (status === 'discarded') return [block('DISCARDED', phrase('blocker.discarded', { version: name }))];
  const blockers: Blocker[] = [];
  if (status === 'changes_requested')
    blockers.push(block('CHANGES_REQUESTED', phrase('blocker.changesRequested', { version: name })));
  if (status === 'in_review' && approvedBy.length >= needed)
    blockers.push(block('IN_REVIEW', phrase('blocker.inReview', { version: name })));
  if (approvedBy.length < needed) {
    const names = { list: approvedBy, by: 'and' as const };
    const have = approvedBy.length === 0 ? phrase('blocker.noApprovals') : phrase('blocker.approvalsOf', { names });
    blockers.push(block('NEEDS_APPROVAL', phrase('blocker.needsApproval', { version: name, count: needed, have })));
  }
  if (ground !== published) blockers.push(block('GROUND_MOVED', groundMoved(name, ground, published)));
  return blockers;
}

function groundMoved(version: Phrase, ground: number | null, published: number | null): Phrase {
  const then = ground === null ? phrase('ground.nothingThen') : phrase('ground.then', { number: ground });
  const now = published === null ? phrase('ground.nothingNow') : phrase('ground.now', { number: published });
  return phrase('blocker.groundMoved', { version, then, now });
}
