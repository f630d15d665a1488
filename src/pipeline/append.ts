import { hash } from 'node:crypto';
import type { ActivityDraft } from '../activities/draft.ts';
import { activityIdOf } from '../activities/identify.ts';
import { literal } from '../db/arrays.ts';
import type { Sql } from '../db/database.ts';
import { type RecordResult, rejected } from './batch.ts';

/** An activity of the batch on its way: where it stands in the batch, whose it is, and when it happened. */
export interface Candidate {
  readonly index: number;
  readonly draft: ActivityDraft;
  readonly customerId: string;
  readonly id: string;
  readonly occurredAt: number;
  readonly hash: string;
}

/** How far ahead of our clock a caller's clock may be. */
export const MAX_SKEW = 5 * 60_000;

/** Names each activity, and refuses those that lie in the future. */
export function identify(
  activities: readonly ActivityDraft[],
  customerIds: readonly string[],
  known: ReadonlyMap<string, unknown>,
  now: number,
  results: RecordResult[],
): Candidate[] {
  const candidates: Candidate[] = [];
  activities.forEach((draft, index) => {
    const customerId = customerIds[index] as string;
    if (!known.has(customerId)) {
      results[index] = rejected('UNKNOWN_CUSTOMER', 'There is no customer with this id.', ['customer']);
    } else if (draft.occurredAt !== undefined && draft.occurredAt > now + MAX_SKEW) {
      const message = 'The time lies in the future; record an activity when it has happened.';
      results[index] = rejected('IN_THE_FUTURE', message, ['occurredAt']);
    } else {
      const id = activityIdOf(customerId, draft.source, draft.key);
      const occurredAt = draft.occurredAt ?? now;
      candidates.push({ index, draft, customerId, id, occurredAt, hash: payloadHash(draft) });
    }
  });
  return candidates;
}

/** The same activity sent again has the same hash, whatever the order of its fields. */
function payloadHash({ kind, occurredAt, payload }: ActivityDraft): string {
  const fields = Object.keys(payload)
    .sort()
    .map((name) => [name, payload[name]]);
  return hash('sha256', JSON.stringify([kind, occurredAt ?? null, fields]), 'hex').slice(0, 32);
}

/**
 * Takes the idempotency keys of the candidates and returns those that are fresh. A key that was taken before, with the
 * same activity, is a duplicate; with another one it is a conflict. Runs under the customers' locks.
 */
export async function takeKeys(
  sql: Sql,
  candidates: readonly Candidate[],
  results: RecordResult[],
): Promise<Candidate[]> {
  const first = new Map<string, Candidate>();
  for (const candidate of candidates) if (!first.has(candidate.id)) first.set(candidate.id, candidate);
  const unique = [...first.values()];
  const taken = await sql.query<{ id: string }>(
    'take-keys',
    `insert into ingest_key (customer_id, activity_id, payload_hash, occurred_at)
     select customer_id, activity_id, decode(hash, 'hex'), to_timestamp(at / 1000.0)
       from unnest($1::uuid[], $2::uuid[], $3::text[], $4::float8[]) as v(customer_id, activity_id, hash, at)
     on conflict do nothing returning activity_id as id`,
    [
      literal(unique.map(({ customerId }) => customerId)),
      literal(unique.map(({ id }) => id)),
      literal(unique.map(({ hash }) => hash)),
      literal(unique.map(({ occurredAt }) => occurredAt)),
    ],
  );
  const fresh = taken.length === unique.length ? unique : keep(unique, new Set(taken.map(({ id }) => id)));
  if (fresh.length < candidates.length) await answerRepeats(sql, candidates, new Set(fresh), first, results);
  return fresh;
}

const keep = (candidates: readonly Candidate[], ids: ReadonlySet<string>): Candidate[] =>
  candidates.filter(({ id }) => ids.has(id));

async function answerRepeats(
  sql: Sql,
  candidates: readonly Candidate[],
  fresh: ReadonlySet<Candidate>,
  first: ReadonlyMap<string, Candidate>,
  results: RecordResult[],
): Promise<void> {
  const repeats = candidates.filter((candidate) => !fresh.has(candidate));
  const stored = await sql.query<{ id: string; hash: string }>(
    'read-keys',
    `select k.activity_id as id, encode(k.payload_hash, 'hex') as hash
       from unnest($1::uuid[], $2::uuid[]) as v(customer_id, activity_id) join ingest_key k using (customer_id, activity_id)`,
    [literal(repeats.map(({ customerId }) => customerId)), literal(repeats.map(({ id }) => id))],
  );
  const hashes = new Map(stored.map(({ id, hash }) => [id, hash]));
  for (const { index, id, customerId, hash } of repeats) {
    const before = hashes.get(id) ?? first.get(id)?.hash;
    const message = 'This key was used before for another activity; use a new key, or send the same activity again.';
    results[index] =
      before === hash
        ? { status: 'duplicate', activityId: id, customerId }
        : rejected('IDEMPOTENCY_CONFLICT', message, ['key']);
  }
}

/** Gives back the keys of activities that were refused after all. */
export async function releaseKeys(sql: Sql, refused: readonly Candidate[]): Promise<void> {
  if (refused.length === 0) return;
  await sql.query(
    'release-keys',
    `delete from ingest_key k using unnest($1::uuid[], $2::uuid[]) as v(customer_id, activity_id)
      where k.customer_id = v.customer_id and k.activity_id = v.activity_id`,
    [literal(refused.map(({ customerId }) => customerId)), literal(refused.map(({ id }) => id))],
  );
}
