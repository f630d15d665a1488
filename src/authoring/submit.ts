import { type Actor, audit } from '../access/audit.ts';
import type { Database } from '../db/database.ts';
import { checkStatus } from './check-status.ts';
import { checkComment, writeEntry } from './entry.ts';
import { lockVersion, setStatus, type VersionName } from './lock-version.ts';

interface Remark extends VersionName {
  readonly comment?: string | null;
}

/** Hands a draft to those who review. Gives the id of the version, as all of these do. */
export function submit(database: Database, actor: Actor, { comment, ...name }: Remark): Promise<string> {
  checkComment(comment);
  return database.transact(async (sql) => {
    const version = await lockVersion(sql, name);
    checkStatus(version, ['draft', 'changes_requested'], 'submit');
    await setStatus(sql, version.id, 'in_review');
    await writeEntry(sql, version.id, actor, { action: 'submit', comment });
    const target = { type: 'rule-set', id: name.key };
    await audit(sql, actor, { action: 'rule-set.submit', target, after: { number: name.number } });
    return version.id;
  });
}

/** Says something about a version, wherever it stands. */
export function commentOn(database: Database, actor: Actor, { comment, ...name }: Remark): Promise<string> {
  checkComment(comment);
  return database.transact(async (sql) => {
    const version = await lockVersion(sql, name);
    await writeEntry(sql, version.id, actor, { action: 'comment', comment });
    return version.id;
  });
}
