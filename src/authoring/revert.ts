import type { Actor } from '../access/audit.ts';
import type { Sql } from '../db/database.ts';
import { ConflictError, NotFoundError } from '../errors.ts';
import { phrase } from '../language/say.ts';
import { NO_APPROVALS } from './approvals.ts';
import type { Authoring } from './authoring.ts';
import { refuseBlocked } from './blocker.ts';
import { nameOf } from './check-status.ts';
import { checkComment, writeEntry } from './entry.ts';
import { lockVersion, type VersionName } from './lock-version.ts';
import { type Published, publishThrough } from './publish.ts';
import { publishGate } from './publish-gate.ts';
import { writeVersion } from './save-rule-set.ts';

/**
 * Goes back: publishes the content of a version that held before as a new version, in one step. It needs no approval,
 * because it had its approvals when it was published first. `alongside` writes in the same transaction.
 */
export async function revert(
  authoring: Authoring,
  actor: Actor,
  { comment, ...name }: VersionName & { readonly comment?: string | null },
  alongside?: (sql: Sql) => Promise<void>,
): Promise<Published & { readonly number: number }> {
  checkComment(comment);
  const { road } = authoring;
  const published = await road.database.transact(async (sql) => {
    await sql.query('engine-lock', 'select 1 from engine for update');
    const old = await lockVersion(sql, name);
    if (old.status !== 'superseded') {
      const nothing = phrase('authoring.nothingToGoBackTo', { version: nameOf(old) });
      throw new ConflictError('WRONG_STATUS', nothing, ['number']);
    }
    const [row] = await sql.query<{ title: string; number: number | null }>(
      'published-of',
      `select s.title, v.number from rule_set s
         left join rule_set_version v on v.rule_set_id = s.id and v.status = 'published' where s.id = $1`,
      [old.ruleSetId],
    );
    if (!row?.number) throw new NotFoundError(phrase('authoring.nothingPublished', { key: old.key }), ['key']);
    const { key, kind, source } = old;
    const saved = await writeVersion(sql, actor, {
      key,
      kind,
      source,
      title: row.title,
      baseVersion: row.number,
      beside: true,
      comment: comment ?? `Back to version ${old.number}.`,
    });
    await writeEntry(sql, saved.versionId, actor, { action: 'revert', data: { to: old.number } });
    const wanted = [{ key, number: saved.number }];
    const gate = await publishGate(sql, { road, approvals: NO_APPROVALS }, { versions: wanted }, 'back');
    refuseBlocked(gate.blockers, wanted);
    await alongside?.(sql);
    return {
      ...(await publishThrough(sql, actor, gate, { versions: wanted, comment: comment ?? null })),
      number: saved.number,
    };
  });
  road.onChanges();
  return published;
}
