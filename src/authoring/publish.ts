import { type Actor, audit } from '../access/audit.ts';
import type { Transaction } from '../db/database.ts';
import { ValidationError } from '../errors.ts';
import { phrase } from '../language/say.ts';
import { told } from '../language/told.ts';
import type { Road } from '../pipeline/road.ts';
import { type Activated, activate } from './activate.ts';
import { NO_APPROVALS } from './approvals.ts';
import type { Authoring } from './authoring.ts';
import { type Blocker, refuseBlocked } from './blocker.ts';
import { checkComment } from './entry.ts';
import { type Gate, MOST_TOGETHER, type Publication, publishGate } from './publish-gate.ts';
import { checkRollout, endRollouts, startRollout } from './rollout.ts';
import { suspendOthers } from './suspend.ts';

export interface Published extends Activated {
  readonly versions: readonly { readonly ruleSetId: string; readonly versionId: string }[];
}

/** Everything that stands in the way of a publication, without publishing. */
export function findBlockers(authoring: Authoring, publication: Publication): Promise<readonly Blocker[]> {
  checkPublication(publication);
  return authoring.road.database.transact(async (sql) => (await publishGate(sql, authoring, publication)).blockers);
}

/**
 * Makes versions the ones that hold, all in one transaction. Everything that stands in the way is reported at once, in a
 * ValidationError. A schedule of another version whose ground has moved by this is suspended, and its owner told.
 */
export async function publishVersions(
  authoring: Authoring,
  actor: Actor,
  publication: Publication,
): Promise<Published> {
  checkPublication(publication);
  const published = await authoring.road.database.transact(async (sql) => {
    const gate = await publishGate(sql, authoring, publication);
    refuseBlocked(gate.blockers, publication.versions);
    return publishThrough(sql, actor, gate, publication);
  });
  authoring.road.onChanges();
  return published;
}

/** What follows when nothing stands in the way. */
export async function publishThrough(
  sql: Transaction,
  actor: Actor,
  gate: Gate,
  { versions: wishes, comment }: Publication,
): Promise<Published> {
  await endRollouts(
    sql,
    gate.candidates.map(({ ruleSetId }) => ruleSetId),
    'another version was published',
  );
  const activated = await activate(sql, actor, gate.candidates, comment);
  for (const [i, candidate] of gate.candidates.entries()) {
    const rollout = wishes[i]?.rollout;
    if (rollout) await startRollout(sql, candidate, activated.formers.get(candidate.ruleSetId) ?? null, rollout, actor);
  }
  await suspendOthers(sql, gate.candidates);
  for (const { key, number, ruleSetId } of gate.candidates) {
    await audit(sql, actor, {
      action: 'rule-set.publish',
      target: { type: 'rule-set', id: key },
      before: { number: gate.published.get(ruleSetId) ?? null },
      after: { number, generation: activated.generation },
    });
  }
  const versions = gate.candidates.map(({ ruleSetId, id }) => ({ ruleSetId, versionId: id }));
  return { ...activated, versions };
}

/** Publishes one version of one rule set on behalf of who has the machine: nobody needs to approve it. */
export const publishVersion = (road: Road, actor: Actor, key: string, number: number): Promise<Published> =>
  publishVersions({ road, approvals: NO_APPROVALS }, actor, { versions: [{ key, number }] });

function checkPublication({ versions, comment, preview }: Publication): void {
  checkComment(comment);
  if (preview && !(preview.mostMoved >= 0 && preview.mostMoved <= 1))
    throw new ValidationError([
      { path: ['preview', 'mostMoved'], code: 'OUT_OF_RANGE', ...told(phrase('preview.share')) },
    ]);
  for (const { rollout } of versions) if (rollout) checkRollout(rollout);
  if (versions.length >= 1 && versions.length <= MOST_TOGETHER) return;
  const many = phrase('authoring.howMany', { most: MOST_TOGETHER, given: versions.length });
  throw new ValidationError([{ path: ['versions'], code: 'BAD_LENGTH', ...told(many) }]);
}
