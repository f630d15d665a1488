import { literal, texts } from '../db/arrays.ts';
import type { PlacedChange } from '../feed/change-data.ts';
import type { Answer } from './post.ts';

/** One attempt to deliver a message, as it is kept. Absent `change`: a message that is about none. */
export interface Attempt extends Pick<Answer, 'status' | 'error' | 'text' | 'ms'> {
  readonly messageId: string;
  readonly type: string;
  readonly change?: Pick<PlacedChange, 'customerId' | 'changeSeq' | 'position'>;
  /** 1, 2, 3 … of this message. */
  readonly number: number;
  readonly replay: boolean;
  /** When it was sent, in epoch milliseconds. */
  readonly at: number;
}

export const isDelivered = ({ status }: Pick<Answer, 'status'>): boolean =>
  status !== null && status >= 200 && status < 300;

const MOST_TOLD = 500;

/**
 * An `insert` of attempts of endpoint `$1`, with the thirteen parameters from `first` on that `attemptValues` gives. What was
 * answered about a person who was erased meanwhile is left out: until the transaction ends, nobody of them can be erased.
 */
export function insertAttempts(first: number): string {
  const p = (i: number): string => `$${first + i}`;
  return `insert into webhook_attempt
      (endpoint_id, at, message_id, type, customer_id, change_seq, position, number, replay, status, ms, error, answer)
    select $1::uuid, to_timestamp(at / 1000.0), message_id, type, customer_id, change_seq, position, number, replay, status, ms, error,
           case when c.erased then null else answer end
      from unnest(${p(0)}::float8[], ${p(1)}::text[], ${p(2)}::text[], ${p(3)}::uuid[], ${p(4)}::int[], ${p(5)}::bigint[], ${p(6)}::int[],
                  ${p(7)}::boolean[], ${p(8)}::int[], ${p(9)}::int[], ${p(10)}::text[], ${p(11)}::text[]) with ordinality
        as v(at, message_id, type, customer_id, change_seq, position, number, replay, status, ms, error, answer, n)
      left join (select id, erased_at is not null as erased from customer where id = any(${p(12)}::uuid[])
                  order by id for key share) c on c.id = v.customer_id
     order by n`;
}

export const attemptValues = (attempts: readonly Attempt[]): unknown[] => [
  literal(attempts.map(({ at }) => at)),
  texts(attempts.map(({ messageId }) => messageId)),
  texts(attempts.map(({ type }) => type)),
  literal(attempts.map(({ change }) => change?.customerId ?? null)),
  literal(attempts.map(({ change }) => change?.changeSeq ?? null)),
  literal(attempts.map(({ change }) => change?.position ?? null)),
  literal(attempts.map(({ number }) => number)),
  literal(attempts.map(({ replay }) => String(replay))),
  literal(attempts.map(({ status }) => status)),
  literal(attempts.map(({ ms }) => ms)),
  texts(attempts.map(({ error }) => error?.slice(0, MOST_TOLD) ?? null)),
  texts(attempts.map(({ text }) => text)),
  // of whom nothing was answered nothing is left out
  literal(attempts.flatMap(({ text, change }) => (text !== null && change ? [change.customerId] : []))),
];
