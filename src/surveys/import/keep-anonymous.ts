import type { ActivityDraft, Fill } from '../../contract/activity.ts';
import type { RoadTransaction } from '../../contract/transaction.ts';
import { literal, texts } from '../../db/arrays.ts';
import type { Issue } from '../../errors.ts';
import { anonymousIdOf, responseIdOf } from '../answers/response-id.ts';
import type { PublishedSurvey } from '../published.ts';

/** The response of somebody who is not known: its answers as activities would be, which nobody records. */
export interface AnonymousResponse {
  readonly source: string;
  readonly key: string;
  /** Absent: now. */
  readonly answeredAt: number | undefined;
  readonly answers: readonly { readonly payload: ActivityDraft['payload']; readonly fill: Fill }[];
  readonly properties: Readonly<Record<string, unknown>>;
}

const CONFLICT: Issue = {
  path: ['key'],
  code: 'IDEMPOTENCY_CONFLICT',
  message: 'Another response was kept under this key before; give the response a new key.',
};

/** Keeps responses, each once: says of each whether it was kept before, or that another one has its key. */
export async function keepAnonymous(
  tx: Pick<RoadTransaction, 'query'>,
  survey: PublishedSurvey,
  responses: readonly AnonymousResponse[],
): Promise<('duplicate' | Issue | undefined)[]> {
  const ids = responses.map(({ source, key }) => anonymousIdOf(source, key));
  const before = await readContents(tx, ids);
  const outcomes = responses.map((response, i) => {
    const kept = before.get(ids[i] as string);
    const content = contentOf(response);
    if (kept === undefined) before.set(ids[i] as string, content);
    return kept === undefined ? undefined : kept === content ? ('duplicate' as const) : CONFLICT;
  });
  await insert(
    tx,
    survey,
    responses.filter((_response, i) => outcomes[i] === undefined),
  );
  return outcomes;
}

/** What was said, in one order. */
const contentOf = ({ answers }: AnonymousResponse): string =>
  told(answers.map(({ payload: { question, score, choice, text } }) => [question, score, choice, text]));

const told = (answers: readonly (readonly unknown[])[]): string =>
  answers
    .map((answer) => JSON.stringify(answer.map((part) => part ?? null)))
    .sort()
    .join();

async function readContents(tx: Pick<RoadTransaction, 'query'>, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.query<{ respondent: string; answers: unknown[][] }>(
    'anonymous-answers',
    `select respondent, jsonb_agg(jsonb_build_array(question, score, array_to_string(choices, ','), comment)) as answers
       from survey_answer where respondent = any($1::uuid[]) group by respondent`,
    [literal(ids)],
  );
  return new Map(rows.map(({ respondent, answers }) => [respondent, told(answers)]));
}

async function insert(
  tx: Pick<RoadTransaction, 'query'>,
  survey: PublishedSurvey,
  responses: readonly AnonymousResponse[],
): Promise<void> {
  if (responses.length === 0) return;
  const rows = responses.flatMap((response) => {
    const respondent = anonymousIdOf(response.source, response.key);
    const id = responseIdOf(respondent, response.source, response.key);
    return response.answers.map(({ payload, fill }) => ({
      ...response,
      respondent,
      id,
      fields: { ...payload, ...fill },
    }));
  });
  const field = <T>(name: string): (T | null)[] =>
    rows.map(({ fields }) => ((fields as Record<string, unknown>)[name] as T | undefined) ?? null);
  await tx.query(
    'keep-anonymous',
    `insert into survey_answer (survey_id, version, respondent, response, question, measure, score, choices, comment,
                                sentiment, answered_at, wave, touchpoint, channel, online, store, weight, properties)
     select $1::uuid, $2::int, respondent, response, question, measure, score, string_to_array(choice, ','), comment,
            sentiment, coalesce(to_timestamp(at / 1000.0), now()), wave, touchpoint, channel, online, store, weight,
            nullif(properties, '{}')
       from unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::float8[], $8::text[], $9::text[], $10::text[],
                   $11::float8[], $12::text[], $13::text[], $14::text[], $15::boolean[], $16::text[], $17::float8[],
                   $18::jsonb[])
         as v(respondent, response, question, measure, score, choice, comment, sentiment, at, wave, touchpoint, channel,
              online, store, weight, properties)
     on conflict do nothing`,
    [
      survey.id,
      survey.version,
      literal(rows.map(({ respondent }) => respondent)),
      literal(rows.map(({ id }) => id)),
      texts(field<string>('question')),
      texts(field<string>('measure')),
      literal(field<number>('score')),
      texts(field<string>('choice')),
      texts(field<string>('text')),
      texts(field<string>('sentiment')),
      literal(rows.map(({ answeredAt }) => answeredAt ?? null)),
      texts(field<string>('wave')),
      texts(field<string>('touchpoint')),
      texts(field<string>('channel')),
      literal(field<boolean>('online').map((online) => (online === null ? null : String(online)))),
      texts(field<string>('store')),
      literal(field<number>('weight').map((weight) => weight ?? 1)),
      texts(
        rows.map(({ properties }) => JSON.stringify(properties)),
        'jsonb',
      ),
    ],
  );
}
