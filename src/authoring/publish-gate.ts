import type { Sql } from '../db/database.ts';
import { approvalOf, approvedBy } from './approvals.ts';
import type { Authoring } from './authoring.ts';
import { type Blocker, blockerOf } from './blocker.ts';
import { type Candidate, inspect } from './inspect.ts';
import { type LockedVersion, lockVersions, type VersionName } from './lock-version.ts';
import { type RolloutWish, runningRollouts } from './rollout.ts';

/** Most rule sets that are published together. */
export const MOST_TOGETHER = 50;

/** A version that is to be published; left out: for everybody at once. */
export interface PublicationVersion extends VersionName {
  readonly rollout?: RolloutWish | null;
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
  wishes: readonly PublicationVersion[],
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
    const before = versions.slice(0, i).some(({ ruleSetId }) => ruleSetId === version.ruleSetId);
    if (before) return [blockerOf(version)('TWICE', `"${version.key}" is named twice; name one version of it.`)];
    if (going === 'on' && rolledOut.has(version.ruleSetId)) return [rolloutRuns(version)];
    const { needed } = approvalOf(authoring.approvals, version.kind);
    return standingBlockers(version, needed, approved.get(version.id) ?? [], published.get(version.ruleSetId) ?? null);
  });
  const wanted = versions.map((version, i) => ({ version, rollout: wishes[i]?.rollout ?? null }));
  const { candidates, blockers } = await inspect(sql, authoring.road, wanted);
  return { versions, candidates, published, blockers: [...standing, ...blockers] };
}

const rolloutRuns = (version: LockedVersion): Blocker =>
  blockerOf(version)(
    'ROLLOUT_RUNS',
    `A version of "${version.key}" is being rolled out; complete that first, or go back to the version before.`,
  );

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
  const { key, number, status, ground } = version;
  const block = blockerOf(version);
  const name = `Version ${number} of "${key}"`;
  if (status === 'published') return [block('ALREADY_PUBLISHED', `${name} is published already.`)];
  if (status === 'superseded')
    return [block('SUPERSEDED', `${name} was published before; go back to it with revertRuleSet.`)];
  if (status === 'discarded') return [block('DISCARDED', `${name} was discarded; save its content as a new version.`)];
  const blockers: Blocker[] = [];
  if (status === 'changes_requested')
    blockers.push(block('CHANGES_REQUESTED', `Changes to ${name} were requested; edit it, and submit it again.`));
  if (status === 'in_review' && approvedBy.length >= needed)
    blockers.push(block('IN_REVIEW', `${name} is in review; somebody has to approve it, or to discard the review.`));
  if (approvedBy.length < needed) {
    const have = approvedBy.length === 0 ? 'none yet' : `those of ${approvedBy.join(', ')}`;
    blockers.push(block('NEEDS_APPROVAL', `${name} needs ${needed} approvals of others and has ${have}.`));
  }
  if (ground !== published) blockers.push(block('GROUND_MOVED', groundMoved(name, ground, published)));
  return blockers;
}

const groundMoved = (name: string, ground: number | null, published: number | null): string => {
  const then = ground === null ? 'nothing was published' : `version ${ground} was published`;
  const now = published === null ? 'nothing is' : `version ${published} is`;
  return `${name} was begun when ${then}; now ${now}. Look at the difference, and save it on top of what is published.`;
};
