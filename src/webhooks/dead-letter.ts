import { randomUUID } from 'node:crypto';
import type { Sql } from '../db/database.ts';
import type { Attempt } from './attempt.ts';

/** A message that is given up, with its last attempt. */
export type GivenUp = Attempt & Required<Pick<Attempt, 'change'>>;

/** A message that was given up, as it was kept. */
export interface DeadLetter {
  readonly id: string;
  readonly endpointId: string;
  /** When it was tried last. */
  readonly at: number;
  readonly messageId: string;
  readonly type: string;
  readonly customerId: string;
  readonly changeSeq: number;
  readonly position: number;
  readonly attempts: number;
  readonly status: number | null;
  readonly error: string | null;
  /** When it was sent once more, with success. */
  readonly deliveredAt: number | null;
}

const COLUMNS = `d.id, d.endpoint_id as "endpointId", (extract(epoch from d.at) * 1000)::float8 as at,
  d.message_id as "messageId", d.type, d.customer_id as "customerId", d.change_seq as "changeSeq",
  d.position::float8 as position, d.attempts, d.status, d.error,
  (extract(epoch from d.delivered_at) * 1000)::float8 as "deliveredAt"`;

/** Keeps messages that are given up, in the transaction in which their endpoint goes on without them. */
export async function keepDeadLetters(sql: Sql, endpointId: string, letters: readonly GivenUp[]): Promise<void> {
  for (const { messageId, type, change, number, status, error, at } of letters) {
    const { customerId, changeSeq, position } = change;
    await sql.query(
      'keep-dead-letter',
      `insert into webhook_dead_letter
         (id, endpoint_id, at, message_id, type, customer_id, change_seq, position, attempts, status, error)
       values ($1, $2, to_timestamp($3::float8 / 1000.0), $4, $5, $6, $7, $8, $9, $10, $11)`,
      [randomUUID(), endpointId, at, messageId, type, customerId, changeSeq, position, number, status, error],
    );
  }
}

export interface LetterWindow {
  /** Only those that come after this one, newest change first. */
  readonly after: Pick<DeadLetter, 'position' | 'id'> | undefined;
  readonly limit: number;
}

/** The dead letters of endpoints, newest change first; one statement for all endpoints. */
export const readDeadLetters = (
  sql: Sql,
  endpointIds: readonly string[],
  { after, limit }: LetterWindow,
): Promise<DeadLetter[]> =>
  sql.query<DeadLetter>(
    'webhook-dead-letters',
    `select ${COLUMNS} from unnest($1::uuid[]) as e(id) cross join lateral (
       select * from webhook_dead_letter d
        where d.endpoint_id = e.id and ($2::bigint is null or (d.position, d.id) < ($2, $3::uuid))
        order by d.position desc, d.id desc limit $4) d`,
    [endpointIds, after?.position ?? null, after?.id ?? null, limit],
  );

export async function readDeadLetter(sql: Sql, id: string): Promise<DeadLetter | undefined> {
  const [letter] = await sql.query<DeadLetter>(
    'webhook-dead-letter',
    `select ${COLUMNS} from webhook_dead_letter d where d.id = $1`,
    [id],
  );
  return letter;
}
