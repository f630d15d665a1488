import type { Newest } from '../contacts/read-contacts.ts';
import type { Sentiment } from '../contract/classifier.ts';
import { literal } from '../db/arrays.ts';
import type { Sql } from '../db/database.ts';
import type { RatingMeasure } from './document.ts';

/** What a customer answered in one go. Times are epoch milliseconds. */
export interface KeptResponse {
  readonly customerId: string;
  readonly id: string;
  /** When the first of its answers was given. */
  readonly at: number;
  readonly survey: string;
  readonly title: string;
  readonly version: number;
  readonly invited: boolean;
  readonly wave: string | null;
  readonly touchpoint: string | null;
  readonly channel: string | null;
  readonly store: string | null;
  readonly online: boolean | null;
}

export interface KeptAnswer {
  readonly customerId: string;
  readonly response: string;
  readonly question: string;
  readonly measure: RatingMeasure | null;
  readonly score: number | null;
  readonly choices: readonly string[] | null;
  readonly sentiment: Sentiment | null;
  readonly at: number;
  /** Where the words are. */
  readonly activityId: string;
}

/** Responses of these customers, newest first: for each as many as are wanted. */
export const readResponses = (
  sql: Sql,
  customerIds: readonly string[],
  { before, limit }: Newest,
): Promise<KeptResponse[]> =>
  sql.query<KeptResponse>(
    `responses${before ? ' before' : ''}`,
    `select c.id as "customerId", r.response as id, (extract(epoch from r.at) * 1000)::float8 as at, s.key as survey,
            s.title, r.version, r.invited, r.wave, r.touchpoint, r.channel, r.store, r.online
       from unnest($1::uuid[]) as c(id)
      cross join lateral (
        select * from (
          select a.response, min(a.answered_at) as at, (array_agg(a.survey_id))[1] as survey_id, max(a.version) as version,
                 bool_or(a.invitation is not null) as invited, max(a.wave) as wave, max(a.touchpoint) as touchpoint,
                 max(a.channel) as channel, max(a.store) as store, bool_or(a.online) as online
            from survey_answer a where a.respondent = c.id group by a.response) g
         ${before ? 'where (g.at, g.response) < (to_timestamp($3::float8 / 1000.0), $4::uuid)' : ''}
         order by g.at desc, g.response desc limit $2) r
       join survey s on s.id = r.survey_id
      order by r.at desc, r.response desc`,
    [literal(customerIds), limit, ...(before ? [before.at, before.id] : [])],
  );

/** The answers of these responses, in the order in which they were given. */
export const readAnswersOf = (
  sql: Sql,
  responses: readonly Pick<KeptResponse, 'customerId' | 'id'>[],
): Promise<KeptAnswer[]> =>
  sql.query<KeptAnswer>(
    'answers-of-responses',
    `select a.respondent as "customerId", a.response, a.question, a.measure, a.score, a.choices, a.sentiment,
            (extract(epoch from a.answered_at) * 1000)::float8 as at, a.activity_id as "activityId"
       from unnest($1::uuid[], $2::uuid[]) as v(customer_id, id)
       join survey_answer a on a.respondent = v.customer_id and a.response = v.id
      order by a.answered_at, a.question`,
    [literal(responses.map(({ customerId }) => customerId)), literal(responses.map(({ id }) => id))],
  );

/** What customers wrote in these answers; null where there are no words, or none any more. */
export async function readWords(
  sql: Sql,
  answers: readonly Pick<KeptAnswer, 'customerId' | 'activityId' | 'at'>[],
): Promise<(string | null)[]> {
  const rows = await sql.query<{ id: string; words: string | null }>(
    'words-of-answers',
    `select a.id, a.payload ->> 'text' as words
       from unnest($1::uuid[], $2::uuid[], $3::float8[]) as v(customer_id, id, at)
       join activity a on a.customer_id = v.customer_id and a.occurred_at = to_timestamp(v.at / 1000.0) and a.id = v.id`,
    [
      literal(answers.map(({ customerId }) => customerId)),
      literal(answers.map(({ activityId }) => activityId)),
      literal(answers.map(({ at }) => at)),
    ],
  );
  const found = new Map(rows.map(({ id, words }) => [id, words]));
  return answers.map(({ activityId }) => found.get(activityId) ?? null);
}
