import type { Sql } from '../db/database.ts';

/** How many others must agree before a version of a kind is published, and who may: names of clients, or anybody. */
export interface Approval {
  readonly needed: number;
  readonly of: readonly string[] | null;
}

/** By kind; a kind that is not named needs nobody. */
export type Approvals = ReadonlyMap<string, Approval>;

export const NO_APPROVALS: Approvals = new Map();

export const approvalOf = (approvals: Approvals, kind: string): Approval =>
  approvals.get(kind) ?? { needed: 0, of: null };

/** The names of those who agree to a version as it is: what was said before changes were requested does not count. */
export async function approvedBy(sql: Sql, versionIds: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await sql.query<{ id: string; names: string[] }>(
    'approved-by',
    `select e.version_id as id, array_agg(distinct e.actor_name order by e.actor_name) as names
       from rule_set_entry e
      where e.version_id = any($1::uuid[]) and e.action = 'approve'
        and e.id > coalesce((select max(r.id) from rule_set_entry r
                              where r.version_id = e.version_id and r.action = 'request_changes'), 0)
      group by e.version_id`,
    [versionIds],
  );
  return new Map(rows.map(({ id, names }) => [id, names]));
}

/** Everybody who wrote a version or what it was edited from, as far back as what was published then. */
export async function authorsOf(sql: Sql, ruleSetId: string, number: number): Promise<Set<string>> {
  const rows = await sql.query<{ author: string }>(
    'authors-of',
    `with recursive line as (
       select number, base, ground, author_id from rule_set_version where rule_set_id = $1 and number = $2
       union all
       select v.number, v.base, v.ground, v.author_id from line l
         join rule_set_version v on v.rule_set_id = $1 and v.number = l.base
        where l.base is distinct from l.ground
     ) select distinct author_id as author from line`,
    [ruleSetId, number],
  );
  return new Set(rows.map(({ author }) => author));
}
