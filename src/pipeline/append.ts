import { hash } from 'node:crypto';
import type { ActivityDraft } from '../activities/draft.ts';
import { activityIdOf } from '../activities/identify.ts';
import type { FreshActivity } from '../contract/activity.ts';
import { literal, texts } from '../db/arrays.ts';
import type { Sql, Transaction } from '../db/database.ts';
import type { Issue } from '../errors.ts';
import { ERASED, type RecordResult, rejected } from './batch.ts';
import { completed, NOTHING, type Preparations } from './followers.ts';

/** An activity of the batch on its way: where it stands in the batch, whose it is, and when it happened. */
export interface Candidate {
  readonly index: number;
  readonly draft: ActivityDraft;
  readonly customerId: string;
  readonly id: string;
  readonly occurredAt: number;
  readonly hash: string;
  /** Why it is refused unless it is a repeat. */
  readonly unfit?: readonly Issue[];
}

/** A candidate as those see it who look at activities before they have their places. */
export const freshActivity = ({ id, customerId, occurredAt, draft }: Candidate): FreshActivity => {
  const { kind, source, key, payload } = draft;
  return { id, customerId, kind, occurredAt, source, key, payload };
};

/** How far ahead of our clock a caller's clock may be. */
export const MAX_SKEW = 5 * 60_000;

/** What an activity is known by: its id, and the hash that tells a repeat from a conflict. */
export interface Name {
  readonly id: string;
  readonly hash: string;
}

/** Names each activity. */
export function nameActivities(activities: readonly ActivityDraft[], customerIds: readonly string[]): Name[] {
  return activities.map((draft, i) => ({
    id: activityIdOf(customerIds[i] as string, draft.source, draft.key),
    hash: payloadHash(draft),
  }));
}

/**
 * The activities that may be recorded, with what followers added to them; refuses those of unknown customers, and those
 * that lie in the future.
 */
export function identify(
  activities: readonly ActivityDraft[],
  prepared: Preparations,
  customerIds: readonly string[],
  names: readonly Name[],
  known: ReadonlyMap<string, { readonly erased: boolean }>,
  now: number,
  results: RecordResult[],
): Candidate[] {
  const candidates: Candidate[] = [];
  activities.forEach((draft, index) => {
    const customerId = customerIds[index] as string;
    const customer = known.get(customerId);
    const { fill, issues } = prepared.get(draft) ?? NOTHING;
    if (customer?.erased) {
      results[index] = { status: 'rejected', issues: [ERASED] };
    } else if (!customer && issues) {
      results[index] = { status: 'rejected', issues };
    } else if (!customer) {
      results[index] = rejected('UNKNOWN_CUSTOMER', 'There is no customer with this id.', ['customer']);
    } else if (draft.occurredAt !== undefined && draft.occurredAt > now + MAX_SKEW) {
      const message = 'The time lies in the future; record an activity when it has happened.';
      results[index] = rejected('IN_THE_FUTURE', message, ['occurredAt']);
    } else {
      const { id, hash } = names[index] as Name;
      const occurredAt = draft.occurredAt ?? now;
      const candidate = { index, draft: fill ? completed(draft, fill) : draft, customerId, id, occurredAt, hash };
      candidates.push(issues ? { ...candidate, unfit: issues } : candidate);
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

/**
 * Appends fresh activities to the log, each with its place in the order of its customer, and the instant from which on
 * metrics count it.
 */
export function appendActivities(
  sql: Transaction,
  fresh: readonly Candidate[],
  seqs: readonly number[],
  learnedAt: (candidate: Candidate) => number,
): void {
  if (fresh.length === 0) return;
  sql.send(
    'append-activities',
    `insert into activity (customer_id, occurred_at, id, seq, kind, source, key, payload, recorded_at)
     select customer_id, to_timestamp(at / 1000.0), id, seq, kind, source, key, payload, to_timestamp(learned / 1000.0)
       from unnest($1::uuid[], $2::float8[], $3::uuid[], $4::int[], $5::text[], $6::text[], $7::text[], $8::jsonb[], $9::float8[])
         as v(customer_id, at, id, seq, kind, source, key, payload, learned)`,
    [
      literal(fresh.map(({ customerId }) => customerId)),
      literal(fresh.map(({ occurredAt }) => occurredAt)),
      literal(fresh.map(({ id }) => id)),
      literal(seqs),
      texts(fresh.map(({ draft }) => draft.kind)),
      texts(fresh.map(({ draft }) => draft.source)),
      texts(fresh.map(({ draft }) => draft.key)),
      texts(
        fresh.map(({ draft }) => JSON.stringify(draft.payload)),
        'jsonb',
      ),
      literal(fresh.map(learnedAt)),
    ],
  );
}
