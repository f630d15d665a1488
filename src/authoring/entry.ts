import type { Actor } from '../access/audit.ts';
import type { Sql } from '../db/database.ts';
import { ValidationError } from '../errors.ts';
import { phrase } from '../language/say.ts';
import { told } from '../language/told.ts';

/** What can be done to a version. */
export const ACTIONS = [
  ...(['save', 'edit', 'comment', 'submit', 'approve', 'request_changes', 'discard', 'schedule'] as const),
  ...(['unschedule', 'suspend', 'publish', 'roll_out', 'supersede', 'revert'] as const),
] as const;
export type Action = (typeof ACTIONS)[number];

/** One line in the history of a version. Never edited, and written in the transaction that does what it says. */
export interface Entry {
  readonly action: Action;
  readonly comment?: string | null | undefined;
  /** What else there is to say, such as the instant of a schedule. */
  readonly data?: object;
}

export async function writeEntry(sql: Sql, versionId: string, actor: Actor, entry: Entry): Promise<void> {
  await sql.query(
    'write-entry',
    `insert into rule_set_entry (version_id, action, actor_by, actor_id, actor_name, comment, data)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      versionId,
      entry.action,
      actor.by,
      authorId(actor),
      actor.name.slice(0, 200),
      entry.comment ?? null,
      entry.data ? JSON.stringify(entry.data) : null,
    ],
  );
}

/** Who somebody is for reviews: the same over all keys of a client. */
export const authorId = ({ by, id, clientId }: Actor): string =>
  (clientId === null ? `${by} ${id}` : `client ${clientId}`).slice(0, 200);

const MOST_COMMENT = 1000;

/** Throws a ValidationError when a comment is too long. */
export function checkComment(comment: string | null | undefined): void {
  if ((comment ?? '').length <= MOST_COMMENT && !(comment ?? '').includes('\0')) return;
  const tooLong = phrase('authoring.commentTooLong', { most: MOST_COMMENT });
  throw new ValidationError([{ path: ['comment'], code: 'BAD_LENGTH', ...told(tooLong) }]);
}
