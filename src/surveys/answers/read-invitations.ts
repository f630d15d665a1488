import { customerIdOf, isUuid } from '../../activities/identify.ts';
import type { ActivityDraft } from '../../contract/activity.ts';
import { literal } from '../../db/arrays.ts';
import type { Sql } from '../../db/database.ts';
import { type PublishedSurvey, surveyVersion } from '../published.ts';

/** What an invitation says of the answers to it. */
export interface InvitationFacts {
  readonly survey: PublishedSurvey;
  readonly channel: string;
  readonly language: string;
  readonly wave: string | null;
  readonly touchpoint: string | null;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  /** The response is complete: nothing can be added to it. */
  readonly completed: boolean;
  /** Where it happened that led to it. */
  readonly context: { readonly store?: string; readonly online?: boolean };
}

interface Row extends Omit<InvitationFacts, 'survey'> {
  readonly id: string;
  readonly customerId: string;
  readonly surveyId: string;
  readonly version: number;
}

/** Which invitation an answer names, and whose it must be. */
export const invitationOf = ({ customer, payload }: ActivityDraft): string | undefined => {
  const { invitation } = payload;
  return typeof invitation === 'string'
    ? `${customer.id ?? customerIdOf(customer.externalId)} ${invitation}`
    : undefined;
};

/** The invitations that are answered, as `invitationOf` names them: with the version of the survey that was sent. */
export async function readInvitations(
  sql: Sql,
  drafts: readonly ActivityDraft[],
): Promise<ReadonlyMap<string, InvitationFacts>> {
  const named = [...new Set(drafts.flatMap((draft) => invitationOf(draft) ?? []))];
  const pairs = named.map((name) => name.split(' ')).filter((parts) => parts.length === 2 && parts.every(isUuid));
  const found = new Map<string, InvitationFacts>();
  if (pairs.length === 0) return found;
  const rows = await sql.query<Row>(
    'answered-invitations',
    `select i.customer_id as "customerId", i.id, i.survey_id as "surveyId", i.version, i.channel, i.language, i.wave,
            i.touchpoint, i.context, (extract(epoch from i.expires_at) * 1000)::float8 as "expiresAt",
            i.completed_at is not null as completed
       from unnest($1::uuid[], $2::uuid[]) as v(customer_id, id) join survey_invitation i using (customer_id, id)`,
    [literal(pairs.map(([customer]) => customer as string)), literal(pairs.map(([, id]) => id as string))],
  );
  for (const { customerId, id, surveyId, version, ...facts } of rows) {
    const survey = await surveyVersion(sql, surveyId, version);
    if (survey) found.set(`${customerId} ${id}`, { ...facts, survey });
  }
  return found;
}
