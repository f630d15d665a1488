import type { Newest } from '../contacts/read-contacts.ts';
import { literal } from '../db/arrays.ts';
import type { Sql } from '../db/database.ts';
import type { AskState, AskTrigger } from './ask.ts';

/** A wish to ask a customer, as the API shows it. Times are epoch milliseconds. */
export interface KeptAsk {
  readonly customerId: string;
  readonly id: string;
  /** When it was made. */
  readonly at: number;
  /** Key of the survey. */
  readonly survey: string;
  readonly trigger: AskTrigger;
  readonly causeActivity: string | null;
  readonly wave: string | null;
  readonly touchpoint: string | null;
  readonly probability: number;
  readonly dueAt: number;
  readonly expiresAt: number;
  readonly state: AskState;
  readonly reason: string | null;
  readonly nextAt: number | null;
  readonly tries: number;
  readonly closedAt: number | null;
}

const ms = (column: string, name: string): string => `(extract(epoch from a.${column}) * 1000)::float8 as "${name}"`;

const COLUMNS = [
  'a.customer_id as "customerId", a.id, s.key as survey, a.trigger, a.cause_activity as "causeActivity", a.wave',
  'a.touchpoint, a.probability, a.state, a.reason, a.tries',
  ms('created_at', 'at'),
  ms('due_at', 'dueAt'),
  ms('expires_at', 'expiresAt'),
  ms('next_at', 'nextAt'),
  ms('closed_at', 'closedAt'),
].join(', ');

/** The wishes to ask each of these customers, newest first. */
export const readAsks = (sql: Sql, customerIds: readonly string[], { before, limit }: Newest): Promise<KeptAsk[]> =>
  sql.query<KeptAsk>(
    'customer-asks',
    `select ${COLUMNS} from unnest($1::uuid[]) as v(customer_id) cross join lateral (
       select * from survey_ask a where a.customer_id = v.customer_id
          and ($2::float8 is null or (a.created_at, a.id) < (to_timestamp($2 / 1000.0), $3::uuid))
        order by a.created_at desc, a.id desc limit $4) a join survey s on s.id = a.survey_id
      order by a.created_at desc, a.id desc`,
    [customerIds, before?.at ?? null, before?.id ?? null, limit],
  );

/** One wish. */
export async function readAsk(sql: Sql, customerId: string, id: string): Promise<KeptAsk | undefined> {
  const [ask] = await sql.query<KeptAsk>(
    'one-ask',
    `select ${COLUMNS} from survey_ask a join survey s on s.id = a.survey_id where a.customer_id = $1 and a.id = $2`,
    [customerId, id],
  );
  return ask;
}

/** An invitation, as the API shows it. Times are epoch milliseconds. */
export interface KeptInvitation {
  readonly customerId: string;
  readonly id: string;
  /** Key of the survey. */
  readonly survey: string;
  readonly version: number;
  readonly wave: string | null;
  readonly touchpoint: string | null;
  readonly channel: string;
  readonly language: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly openedAt: number | null;
  readonly answeredAt: number | null;
  readonly completedAt: number | null;
}

/** These invitations. */
export const readInvitations = (
  sql: Sql,
  names: readonly { readonly customerId: string; readonly id: string }[],
): Promise<KeptInvitation[]> =>
  sql.query<KeptInvitation>(
    'invitations-by-name',
    `select a.customer_id as "customerId", a.id, s.key as survey, a.version, a.wave, a.touchpoint, a.channel, a.language,
            ${[
              ms('created_at', 'createdAt'),
              ms('expires_at', 'expiresAt'),
              ms('opened_at', 'openedAt'),
              ms('answered_at', 'answeredAt'),
              ms('completed_at', 'completedAt'),
            ].join(', ')}
       from unnest($1::uuid[], $2::uuid[]) as v(customer_id, id)
       join survey_invitation a on a.customer_id = v.customer_id and a.id = v.id
       join survey s on s.id = a.survey_id`,
    [literal(names.map(({ customerId }) => customerId)), literal(names.map(({ id }) => id))],
  );
