import { literal, texts } from '../db/arrays.ts';
import type { Sql } from '../db/database.ts';
import type { CustomerState } from '../pipeline/customer-state.ts';
import type { AskContext } from './ask.ts';
import { SURVEY_INVITED } from './changes.ts';

/** An invitation as it is made. Times are epoch milliseconds. */
export interface Invitation {
  readonly customerId: string;
  readonly id: string;
  readonly ask: string;
  readonly surveyId: string;
  /** Key of the survey. */
  readonly survey: string;
  readonly version: number;
  readonly wave: string | null;
  readonly touchpoint: string | null;
  readonly channel: string;
  readonly language: string;
  readonly probability: number;
  readonly context: AskContext;
  readonly createdAt: number;
  readonly expiresAt: number;
}

/** Keeps invitations. */
export async function insertInvitations(sql: Sql, invitations: readonly Invitation[]): Promise<void> {
  if (invitations.length === 0) return;
  await sql.query(
    'insert-invitations',
    `insert into survey_invitation (customer_id, id, ask, survey_id, version, wave, touchpoint, channel, language,
                                    probability, context, created_at, expires_at)
     select customer_id, id, ask, survey_id, version, wave, touchpoint, channel, language, probability, context,
            to_timestamp(created / 1000.0), to_timestamp(expires / 1000.0)
       from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::int[], $6::text[], $7::text[], $8::text[],
                   $9::text[], $10::float8[], $11::jsonb[], $12::float8[], $13::float8[])
         as v(customer_id, id, ask, survey_id, version, wave, touchpoint, channel, language, probability, context,
              created, expires)`,
    [
      literal(invitations.map(({ customerId }) => customerId)),
      literal(invitations.map(({ id }) => id)),
      literal(invitations.map(({ ask }) => ask)),
      literal(invitations.map(({ surveyId }) => surveyId)),
      literal(invitations.map(({ version }) => version)),
      texts(invitations.map(({ wave }) => wave)),
      texts(invitations.map(({ touchpoint }) => touchpoint)),
      texts(invitations.map(({ channel }) => channel)),
      texts(invitations.map(({ language }) => language)),
      literal(invitations.map(({ probability }) => probability)),
      texts(
        invitations.map(({ context }) => JSON.stringify(context)),
        'jsonb',
      ),
      literal(invitations.map(({ createdAt }) => createdAt)),
      literal(invitations.map(({ expiresAt }) => expiresAt)),
    ],
  );
}

/** A customer who is invited, and the activity that says so or led to it. */
export interface Invited {
  readonly invitation: Invitation;
  readonly customer: CustomerState;
  readonly activityId: string;
}

/**
 * Tells of invitations on the feed. The customers' numbers of changes rise here, before the road goes on counting: so what
 * follows from the invitation comes after it.
 */
export async function tellInvitations(sql: Sql, invited: readonly Invited[], now: number): Promise<void> {
  if (invited.length === 0) return;
  const rows = invited.map(({ invitation, customer, activityId }) => {
    customer.changeSeq += 1;
    const { channel, language, expiresAt, touchpoint, wave } = invitation;
    const details = {
      channel,
      language,
      expiresAt: new Date(expiresAt).toISOString(),
      ...(touchpoint !== null && { touchpoint }),
      ...(wave !== null && { wave }),
    };
    return { invitation, seq: customer.changeSeq, details, cause: { by: 'activity', activityId } };
  });
  await sql.query(
    'tell-invitations',
    `insert into change (customer_id, change_seq, created_at, type, key, "to", cause, details)
     select customer_id, seq, to_timestamp($7::float8 / 1000.0), $8, key, "to", cause, details
       from unnest($1::uuid[], $2::int[], $3::text[], $4::text[], $5::jsonb[], $6::jsonb[])
         as v(customer_id, seq, key, "to", cause, details)`,
    [
      literal(rows.map(({ invitation }) => invitation.customerId)),
      literal(rows.map(({ seq }) => seq)),
      texts(rows.map(({ invitation }) => invitation.survey)),
      texts(rows.map(({ invitation }) => invitation.id)),
      texts(
        rows.map(({ cause }) => JSON.stringify(cause)),
        'jsonb',
      ),
      texts(
        rows.map(({ details }) => JSON.stringify(details)),
        'jsonb',
      ),
      now,
      SURVEY_INVITED,
    ],
  );
}
