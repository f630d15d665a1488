import type { ContactPurpose, ContactVerdict, ContactWish } from '../contract/contact.ts';
import { literal, texts } from '../db/arrays.ts';
import type { Sql } from '../db/database.ts';

/** A wish that was refused: by the policy, or by whoever made it. */
export interface RefusedWish {
  readonly wish: {
    readonly id: string;
    readonly customerId: string;
    readonly purpose: ContactPurpose;
    readonly subject: string;
  };
  readonly reason: string;
  readonly nextAt: number | null;
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** Writes down why there was no contact, and when there may be one. */
export async function refuseContacts(sql: Sql, refused: readonly RefusedWish[], now: number): Promise<void> {
  if (refused.length === 0) return;
  const wishes = refused.map(({ wish }) => wish);
  await sql.query(
    'refuse-contacts',
    `insert into contact_refusal (customer_id, id, purpose, subject, wish, reason, detail, at, next_at)
     select customer_id, gen_random_uuid(), purpose, subject, wish, reason, detail,
            to_timestamp($8::float8 / 1000.0), to_timestamp(next_at / 1000.0)
       from unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::text[], $6::jsonb[], $7::float8[])
         as v(customer_id, purpose, subject, wish, reason, detail, next_at)`,
    [
      literal(wishes.map(({ customerId }) => customerId)),
      texts(wishes.map(({ purpose }) => purpose)),
      texts(wishes.map(({ subject }) => subject)),
      literal(wishes.map(({ id }) => id)),
      texts(refused.map(({ reason }) => reason)),
      texts(
        refused.map(({ detail }) => (detail ? JSON.stringify(detail) : null)),
        'jsonb',
      ),
      literal(refused.map(({ nextAt }) => nextAt)),
      now,
    ],
  );
}

/** The same of wishes that were judged, for those that may not be. */
export const refuseWishes = (
  sql: Sql,
  wishes: readonly ContactWish[],
  verdicts: readonly ContactVerdict[],
  now: number,
): Promise<void> =>
  refuseContacts(
    sql,
    wishes.flatMap((wish, i) => {
      const verdict = verdicts[i] as ContactVerdict;
      return verdict.allowed ? [] : [{ wish, ...verdict }];
    }),
    now,
  );
