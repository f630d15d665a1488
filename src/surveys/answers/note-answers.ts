import type { Fill, FreshActivity } from '../../contract/activity.ts';
import type { RoadTransaction } from '../../contract/transaction.ts';
import { literal, texts } from '../../db/arrays.ts';
import { responseIdOf } from './response-id.ts';

interface Noted {
  readonly activity: FreshActivity;
  readonly response: string;
}

/**
 * Keeps answers for figures over many, and marks the invitations that they answer. Says of each whether it is the first
 * one of its response. An answer to a question that the response has answered before takes its place, unless it is older.
 */
export async function noteAnswers(activities: readonly FreshActivity[], tx: RoadTransaction): Promise<readonly Fill[]> {
  const noted = activities.map((activity): Noted => {
    const { customerId, source, key, payload } = activity;
    return { activity, response: responseIdOf(customerId, source, (payload.response as string | undefined) ?? key) };
  });
  const begun = await write(latestOfEach(noted), tx);
  await markInvitations(activities, tx);
  return noted.map(({ response }) => {
    const firstOfResponse = !begun.has(response);
    begun.add(response);
    return { firstOfResponse };
  });
}

function latestOfEach(noted: readonly Noted[]): Noted[] {
  const latest = new Map<string, Noted>();
  for (const one of noted) {
    const name = `${one.response} ${one.activity.payload.question}`;
    const other = latest.get(name);
    if (!other || one.activity.occurredAt >= other.activity.occurredAt) latest.set(name, one);
  }
  return [...latest.values()];
}

/** Writes the answers, and gives the responses that had answers before. */
async function write(noted: readonly Noted[], tx: RoadTransaction): Promise<Set<string>> {
  const field = <T>(name: string): (T | null)[] =>
    noted.map(({ activity }) => (activity.payload[name] as T | undefined) ?? null);
  const rows = await tx.query<{ response: string }>(
    'note-answers',
    `with v as (
       select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::int[], $6::uuid[], $7::uuid[], $8::text[],
                            $9::float8[], $10::text[], $11::text[], $12::float8[], $13::text[], $14::text[], $15::text[],
                            $16::boolean[], $17::text[], $18::float8[])
         as v(customer_id, response, question, survey, version, invitation, activity_id, measure, score, choice, sentiment,
              at, wave, touchpoint, channel, online, store, weight)),
     begun as (
       select distinct a.response from v join survey_answer a on a.respondent = v.customer_id and a.response = v.response),
     written as (
       insert into survey_answer (respondent, response, question, survey_id, version, customer_id, invitation, activity_id,
                                  measure, score, choices, sentiment, answered_at, wave, touchpoint, channel, online, store,
                                  weight)
       select v.customer_id, v.response, v.question, s.id, v.version, v.customer_id, v.invitation, v.activity_id,
              v.measure, v.score, string_to_array(v.choice, ','), v.sentiment, to_timestamp(v.at / 1000.0), v.wave,
              v.touchpoint, v.channel, v.online, v.store, v.weight
         from v join survey s on s.key = v.survey
       on conflict (respondent, response, question) do update
          set version = excluded.version, invitation = excluded.invitation, activity_id = excluded.activity_id,
              measure = excluded.measure, score = excluded.score, choices = excluded.choices,
              sentiment = excluded.sentiment, answered_at = excluded.answered_at, wave = excluded.wave,
              touchpoint = excluded.touchpoint, channel = excluded.channel, online = excluded.online,
              store = excluded.store, weight = excluded.weight
        where excluded.answered_at >= survey_answer.answered_at)
     select response from begun`,
    [
      literal(noted.map(({ activity }) => activity.customerId)),
      literal(noted.map(({ response }) => response)),
      texts(field<string>('question')),
      texts(field<string>('survey')),
      literal(field<number>('version')),
      literal(field<string>('invitation')),
      literal(noted.map(({ activity }) => activity.id)),
      texts(field<string>('measure')),
      literal(field<number>('score')),
      texts(field<string>('choice')),
      texts(field<string>('sentiment')),
      literal(noted.map(({ activity }) => activity.occurredAt)),
      texts(field<string>('wave')),
      texts(field<string>('touchpoint')),
      texts(field<string>('channel')),
      literal(field<boolean>('online').map((online) => (online === null ? null : String(online)))),
      texts(field<string>('store')),
      literal(field<number>('weight').map((weight) => weight ?? 1)),
    ],
  );
  return new Set(rows.map(({ response }) => response));
}

interface Marked {
  readonly customerId: string;
  readonly id: string;
  at: number;
  complete: boolean;
}

/** An invitation is answered with its first answer, and done with the one that completes the response. */
async function markInvitations(activities: readonly FreshActivity[], tx: RoadTransaction): Promise<void> {
  const marked = new Map<string, Marked>();
  for (const { customerId, occurredAt, payload } of activities) {
    if (typeof payload.invitation !== 'string') continue;
    const one = marked.get(payload.invitation) ?? {
      customerId,
      id: payload.invitation,
      at: occurredAt,
      complete: false,
    };
    one.at = Math.min(one.at, occurredAt);
    one.complete ||= payload.complete === true;
    marked.set(payload.invitation, one);
  }
  if (marked.size === 0) return;
  const all = [...marked.values()];
  await tx.query(
    'mark-invitations',
    `update survey_invitation i
        set answered_at = least(i.answered_at, to_timestamp(v.at / 1000.0)),
            completed_at = case when v.complete then coalesce(i.completed_at, to_timestamp($5::float8 / 1000.0))
                                else i.completed_at end
       from unnest($1::uuid[], $2::uuid[], $3::float8[], $4::boolean[]) as v(customer_id, id, at, complete)
      where i.customer_id = v.customer_id and i.id = v.id`,
    [
      literal(all.map(({ customerId }) => customerId)),
      literal(all.map(({ id }) => id)),
      literal(all.map(({ at }) => at)),
      literal(all.map(({ complete }) => String(complete))),
      tx.now,
    ],
  );
}
