import { type Actor, audit } from '../access/audit.ts';
import type { Database } from '../db/database.ts';
import { OPEN_STATUSES } from '../rules/rule-set.ts';
import { checkStatus } from './check-status.ts';
import { checkComment, writeEntry } from './entry.ts';
import { lockVersion, setStatus, type VersionName } from './lock-version.ts';
import { leaveSchedule } from './suspend.ts';

/** Gives a version up that was never published; it stays readable. */
export function discard(
  database: Database,
  actor: Actor,
  { comment, ...name }: VersionName & { readonly comment?: string | null },
): Promise<string> {
  checkComment(comment);
  return database.transact(async (sql) => {
    const version = await lockVersion(sql, name);
    checkStatus(version, OPEN_STATUSES, 'discard');
    await setStatus(sql, version.id, 'discarded');
    await leaveSchedule(sql, version);
    await writeEntry(sql, version.id, actor, { action: 'discard', comment });
    const target = { type: 'rule-set', id: name.key };
    await audit(sql, actor, { action: 'rule-set.discard', target, before: { number: name.number } });
    return version.id;
  });
}
