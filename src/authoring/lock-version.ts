import type { Sql } from '../db/database.ts';
import { NotFoundError } from '../errors.ts';
import { phrase } from '../language/say.ts';
import type { VersionStatus } from '../rules/rule-set.ts';

/** Which version of which rule set. */
export interface VersionName {
  readonly key: string;
  readonly number: number;
}

/** A version that nobody else changes until the transaction ends. */
export interface LockedVersion {
  readonly id: string;
  readonly ruleSetId: string;
  readonly key: string;
  readonly kind: string;
  readonly number: number;
  readonly status: VersionStatus;
  readonly source: string;
  readonly contentHash: string;
  readonly base: number | null;
  /** Number of the version that was published when this one was begun; null: none was. */
  readonly ground: number | null;
  readonly authorId: string;
  readonly scheduleId: string | null;
  readonly suspended: unknown;
}

/**
 * Locks the rule sets of these versions, always in the order of their keys, and gives the versions in the order in which
 * they were named. Throws a NotFoundError that names the first that is not there.
 */
export async function lockVersions(sql: Sql, names: readonly VersionName[]): Promise<LockedVersion[]> {
  const keys = names.map(({ key }) => key.replaceAll('\0', ' '));
  await sql.query('lock-rule-sets', 'select 1 from rule_set where key = any($1) order by key for update', [keys]);
  const rows = await sql.query<LockedVersion>(
    'read-versions',
    `select v.id, v.rule_set_id as "ruleSetId", s.key, s.kind, v.number, v.status, v.source,
            v.content_hash as "contentHash", v.base, v.ground, v.author_id as "authorId",
            v.schedule_id as "scheduleId", v.suspended
       from unnest($1::text[], $2::int[]) as w(key, number)
       join rule_set s on s.key = w.key join rule_set_version v on v.rule_set_id = s.id and v.number = w.number`,
    [keys, names.map(({ number }) => number)],
  );
  return names.map(({ key, number }, i) => {
    const found = rows.find((row) => row.key === key && row.number === number);
    if (found) return found;
    throw new NotFoundError(phrase('authoring.notThere', { key, number }), ['versions', String(i)]);
  });
}

export async function lockVersion(sql: Sql, name: VersionName): Promise<LockedVersion> {
  try {
    return (await lockVersions(sql, [name]))[0] as LockedVersion;
  } catch (error) {
    throw error instanceof NotFoundError
      ? new NotFoundError(phrase('authoring.notThere', { ...name }), ['number'])
      : error;
  }
}

/** Writes where a version stands. */
export async function setStatus(sql: Sql, versionId: string, status: VersionStatus): Promise<void> {
  await sql.query(
    'set-status',
    `update rule_set_version
        set status = $2, publish_at = null, schedule_id = null, scheduled_by = null, suspended = null where id = $1`,
    [versionId, status],
  );
}
