import { literal, texts } from '../db/arrays.ts';
import type { Sql } from '../db/database.ts';

export const ASK_TRIGGERS = ['activity', 'schedule', 'touchpoint', 'request'] as const;
export type AskTrigger = (typeof ASK_TRIGGERS)[number];

export const ASK_STATES = ['waiting', 'refused', 'invited', 'passed'] as const;
/** `refused` waits to be asked again, `passed` does not. */
export type AskState = (typeof ASK_STATES)[number];

/** Why a customer was not asked, besides the reasons of the contact policy. */
export const ASK_REFUSALS = {
  expired: 'Its time ran out before it could be asked.',
  surveyEnded: 'The survey is not published any more.',
  quotaFull: 'The survey has as many responses as it wants.',
  notEligible: 'The customer is not one of those whom the survey asks.',
  customerErased: 'The person was erased.',
  notRecorded: 'The invitation could not be recorded.',
} as const;
export type AskRefusal = keyof typeof ASK_REFUSALS;

/** Where and how that happened which a survey asks about. */
export interface AskContext {
  readonly channel?: string;
  readonly store?: string;
  readonly online?: boolean;
}

/** A wish to ask a customer, as it is made. Times are epoch milliseconds. */
export interface NewAsk {
  readonly customerId: string;
  readonly id: string;
  readonly surveyId: string;
  readonly trigger: AskTrigger;
  readonly causeActivity: string | null;
  readonly touchpoint: string | null;
  readonly context: AskContext;
  /** With which it was drawn into the sample. */
  readonly probability: number;
  /** Null: as the contact policy says. */
  readonly priority: number | null;
  readonly dueAt: number;
  readonly expiresAt: number;
}

/** A wish that waits for its time, or to be asked again. */
export interface OpenAsk extends Omit<NewAsk, 'dueAt'> {
  readonly wave: string | null;
  /** Why it was refused the last time. */
  readonly reason: string | null;
}

const OPEN_COLUMNS = `a.customer_id as "customerId", a.id, a.survey_id as "surveyId", a.trigger,
  a.cause_activity as "causeActivity", a.wave, a.touchpoint, a.context, a.probability, a.priority, a.reason,
  (extract(epoch from a.expires_at) * 1000)::float8 as "expiresAt"`;

/** Keeps wishes; one that is there already stays as it is. */
export async function insertAsks(sql: Sql, asks: readonly NewAsk[], now: number): Promise<void> {
  if (asks.length === 0) return;
  await sql.query(
    'insert-asks',
    `insert into survey_ask (customer_id, id, survey_id, trigger, cause_activity, touchpoint, context, probability,
                             priority, created_at, due_at, next_at, expires_at)
     select customer_id, id, survey_id, trigger, cause_activity, touchpoint, context, probability, priority,
            to_timestamp($12::float8 / 1000.0), to_timestamp(due / 1000.0), to_timestamp(due / 1000.0),
            to_timestamp(expires / 1000.0)
       from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::text[], $7::jsonb[], $8::float8[],
                   $9::int[], $10::float8[], $11::float8[])
         as v(customer_id, id, survey_id, trigger, cause_activity, touchpoint, context, probability, priority, due, expires)
     on conflict do nothing`,
    [
      literal(asks.map(({ customerId }) => customerId)),
      literal(asks.map(({ id }) => id)),
      literal(asks.map(({ surveyId }) => surveyId)),
      texts(asks.map(({ trigger }) => trigger)),
      literal(asks.map(({ causeActivity }) => causeActivity)),
      texts(asks.map(({ touchpoint }) => touchpoint)),
      texts(
        asks.map(({ context }) => JSON.stringify(context)),
        'jsonb',
      ),
      literal(asks.map(({ probability }) => probability)),
      literal(asks.map(({ priority }) => priority)),
      literal(asks.map(({ dueAt }) => dueAt)),
      literal(asks.map(({ expiresAt }) => expiresAt)),
      now,
    ],
  );
}

/** Every wish that is due of the customers whose wishes have been due longest: so those that clash are seen together. */
export const readDueAsks = (sql: Sql, now: number | undefined, most: number): Promise<OpenAsk[]> =>
  sql.query<OpenAsk>(
    'due-asks',
    `with clock as materialized (select coalesce(to_timestamp($1::float8 / 1000.0), clock_timestamp()) as now),
          due as (select distinct customer_id from
            (select customer_id from survey_ask where next_at <= (select now from clock) order by next_at limit $2) v)
     select ${OPEN_COLUMNS} from due join survey_ask a on a.customer_id = due.customer_id
      where a.next_at <= (select now from clock)`,
    [now ?? null, most],
  );

/** Those of these wishes that are still open; under the locks of the customers it stays so. */
export const readOpenAsks = (sql: Sql, asks: readonly Pick<OpenAsk, 'customerId' | 'id'>[]): Promise<OpenAsk[]> =>
  sql.query<OpenAsk>(
    'open-asks',
    `select ${OPEN_COLUMNS} from unnest($1::uuid[], $2::uuid[]) as v(customer_id, id)
       join survey_ask a on a.customer_id = v.customer_id and a.id = v.id where a.next_at is not null
      order by a.due_at, a.id`,
    [literal(asks.map(({ customerId }) => customerId)), literal(asks.map(({ id }) => id))],
  );

/** What became of a wish when it was looked at. */
export interface Decision {
  readonly ask: Pick<OpenAsk, 'customerId' | 'id'>;
  readonly state: Exclude<AskState, 'waiting'>;
  readonly reason: string | null;
  /** When it is looked at again; null: never. */
  readonly nextAt: number | null;
}

/** Writes what became of wishes that are open. */
export async function writeDecisions(sql: Sql, decisions: readonly Decision[], now: number): Promise<void> {
  if (decisions.length === 0) return;
  await sql.query(
    'decide-asks',
    `update survey_ask a
        set state = v.state, reason = v.reason, next_at = to_timestamp(v.next_at / 1000.0), tries = a.tries + 1,
            closed_at = case when v.next_at is null then to_timestamp($6::float8 / 1000.0) end
       from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::float8[]) as v(customer_id, id, state, reason, next_at)
      where a.customer_id = v.customer_id and a.id = v.id and a.next_at is not null`,
    [
      literal(decisions.map(({ ask }) => ask.customerId)),
      literal(decisions.map(({ ask }) => ask.id)),
      texts(decisions.map(({ state }) => state)),
      texts(decisions.map(({ reason }) => reason)),
      literal(decisions.map(({ nextAt }) => nextAt)),
      now,
    ],
  );
}
