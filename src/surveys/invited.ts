import type { Sql } from '../db/database.ts';
import type { Link } from './link.ts';
import { type PublishedSurvey, surveyVersion } from './published.ts';
import type { ParsedAnswer } from './visible-questions.ts';

/** Why an invitation cannot be answered. */
export const CLOSED = ['used', 'expired', 'erased', 'withdrawn', 'full'] as const;
export type Closed = (typeof CLOSED)[number];

/** An invitation, and how far it was answered. */
export interface Invited {
  readonly customerId: string;
  readonly id: string;
  readonly survey: PublishedSurvey;
  readonly language: string;
  readonly channel: string;
  readonly wave: string | null;
  readonly touchpoint: string | null;
  /** What is known of the event that it asks about. */
  readonly context: { readonly store?: string; readonly online?: boolean };
  /** What is marked for the respondent, by question. */
  readonly prefill: Readonly<Record<string, unknown>> | null;
  /** What was answered so far, without the words: those stay where they are. */
  readonly answers: readonly ParsedAnswer[];
  /** Absent: it can be answered. */
  readonly closed?: Closed;
}

interface Row extends Omit<Invited, 'survey' | 'answers' | 'closed'> {
  readonly surveyId: string;
  readonly version: number;
  readonly expires: number;
  readonly completed: boolean;
  readonly erased: boolean;
  readonly withdrawn: boolean;
  readonly answers: readonly { question: string; score: number | null; choices: string[] | null }[] | null;
}

/** The invitation that a link belongs to, as it is at that instant; undefined: it is not there any more. */
export async function readInvited(sql: Sql, link: Link, now: number): Promise<Invited | undefined> {
  const [row] = await sql.query<Row>(
    'read-invited',
    `select i.customer_id as "customerId", i.id, i.survey_id as "surveyId", i.version, i.language, i.channel, i.wave,
            i.touchpoint, i.context, i.prefill, (extract(epoch from i.expires_at) * 1000)::float8 as expires,
            i.completed_at is not null as completed, c.erased_at is not null as erased, s.published is null as withdrawn,
            (select jsonb_agg(jsonb_build_object('question', a.question, 'score', a.score, 'choices', a.choices))
               from survey_answer a where a.respondent = i.customer_id and a.invitation = i.id) as answers
       from survey_invitation i
       join customer c on c.id = i.customer_id
       join survey s on s.id = i.survey_id
      where i.customer_id = $1 and i.id = $2`,
    [link.customerId, link.invitationId],
  );
  const survey = row && (await surveyVersion(sql, row.surveyId, row.version));
  if (!survey) return undefined;
  const { surveyId, version, expires, completed, erased, withdrawn, answers, ...rest } = row;
  const closed = closedBy(row, now);
  return { ...rest, survey, answers: (answers ?? []).map(toAnswer), ...(closed && { closed }) };
}

function closedBy({ erased, completed, withdrawn, expires }: Row, now: number): Closed | undefined {
  if (erased) return 'erased';
  if (completed) return 'used';
  if (withdrawn) return 'withdrawn';
  return now >= expires ? 'expired' : undefined;
}

const toAnswer = ({ question, score, choices }: NonNullable<Row['answers']>[number]): ParsedAnswer => ({
  question,
  ...(score !== null && { score }),
  ...(choices !== null && { choices }),
});
