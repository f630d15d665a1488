import type { Viewer } from '../contract/viewer.ts';
import type { Sql } from '../db/database.ts';

/** What was done, to what, and how it looked before and after. Never holds personal data or secrets. */
export interface Deed {
  /** `thing.verb`: `rule-set.publish`, `key.revoke`. */
  readonly action: string;
  readonly target: { readonly type: string; readonly id: string };
  readonly before?: unknown;
  readonly after?: unknown;
}

/** Who does something: a viewer, or the part of the system that acts by itself. */
export type Actor = Pick<Viewer, 'id' | 'name'> & {
  readonly by: Viewer['by'] | 'system';
  readonly clientId: string | null;
};

export const system = (name: string): Actor => ({ by: 'system', id: name, clientId: null, name });

/** Writes a deed into the audit log, in the transaction that does it. */
export async function audit(sql: Sql, { by, id, clientId, name }: Actor, deed: Deed): Promise<void> {
  await sql.query(
    'audit',
    `insert into audit_entry (actor_by, actor_id, actor_client_id, actor_name, action, target_type, target_id, before, after)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      by,
      id.slice(0, 200),
      clientId,
      name.slice(0, 200),
      deed.action,
      deed.target.type,
      deed.target.id,
      toJson(deed.before),
      toJson(deed.after),
    ],
  );
}

const toJson = (value: unknown): string | null =>
  value === undefined || value === null ? null : JSON.stringify(value);
