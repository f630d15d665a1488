import { type Actor, audit } from '../access/audit.ts';
import type { Database, Sql } from '../db/database.ts';
import { ConflictError, ValidationError } from '../errors.ts';
import { phrase } from '../language/say.ts';
import { told } from '../language/told.ts';
import { type Approvals, approvalOf, approvedBy, authorsOf } from './approvals.ts';
import { checkStatus } from './check-status.ts';
import { authorId, checkComment, writeEntry } from './entry.ts';
import { type LockedVersion, lockVersion, setStatus, type VersionName } from './lock-version.ts';
import { leaveSchedule } from './suspend.ts';

export interface Review extends VersionName {
  readonly verdict: 'approve' | 'request_changes';
  /** What is to be changed, when changes are requested. */
  readonly comment?: string | null;
}

/**
 * Says what somebody thinks of a version in review. With the last approval that its kind needs it is approved; a request
 * for changes makes all approvals void. Nobody approves what they wrote or edited.
 */
export function review(
  database: Database,
  approvals: Approvals,
  actor: Actor,
  { verdict, comment, ...name }: Review,
): Promise<string> {
  checkComment(comment);
  if (verdict === 'request_changes' && !comment?.trim()) {
    throw new ValidationError([{ path: ['comment'], code: 'REQUIRED', ...told(phrase('authoring.sayWhatToChange')) }]);
  }
  return database.transact(async (sql) => {
    const version = await lockVersion(sql, name);
    const status = await (verdict === 'approve' ? approve : requestChanges)(sql, approvals, actor, version, comment);
    const target = { type: 'rule-set', id: name.key };
    const after = { number: name.number, verdict, status };
    await audit(sql, actor, { action: 'rule-set.review', target, before: { status: version.status }, after });
    return version.id;
  });
}

type Verdict = (
  sql: Sql,
  approvals: Approvals,
  actor: Actor,
  version: LockedVersion,
  comment: string | null | undefined,
) => Promise<string>;

const requestChanges: Verdict = async (sql, _approvals, actor, version, comment) => {
  checkStatus(version, ['in_review', 'approved', 'scheduled'], 'send_back');
  await setStatus(sql, version.id, 'changes_requested');
  await leaveSchedule(sql, version);
  await writeEntry(sql, version.id, actor, { action: 'request_changes', comment });
  return 'changes_requested';
};

const approve: Verdict = async (sql, approvals, actor, version, comment) => {
  checkStatus(version, ['in_review', 'approved'], 'approve');
  const { needed, of } = approvalOf(approvals, version.kind);
  if (of && !of.includes(actor.name)) {
    const names = { list: of, by: 'or' as const };
    throw new ConflictError('NOT_A_REVIEWER', phrase('authoring.notAReviewer', { kind: version.kind, names }));
  }
  if ((await authorsOf(sql, version.ruleSetId, version.number)).has(authorId(actor))) {
    throw new ConflictError('OWN_WORK', phrase('authoring.ownWork'));
  }
  await writeEntry(sql, version.id, actor, { action: 'approve', comment });
  const names = (await approvedBy(sql, [version.id])).get(version.id) ?? [];
  if (version.status === 'approved' || names.length < needed) return version.status;
  await setStatus(sql, version.id, 'approved');
  return 'approved';
};
