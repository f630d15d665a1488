import type { Activity } from '../contract/activity.ts';
import { literal, texts } from '../db/arrays.ts';
import type { Sql } from '../db/database.ts';

/** Activities of one customer between two instants: after `from`, before `to`. */
export interface Span {
  readonly customerId: string;
  readonly from: number;
  readonly to: number;
  readonly kinds: readonly string[];
}

interface ActivityRow {
  n: number;
  id: string;
  kind: string;
  at: number;
  seq: number;
  payload: Record<string, unknown>;
}

/** A thread of a customer as it is kept. */
export interface ThreadRow {
  customer_id: string;
  type: string;
  key: string;
  state: object;
}

/** Names a thread. */
export interface WantedThread {
  readonly customerId: string;
  readonly type: string;
  readonly key: string;
}

/** Where measuring finds what customers did before: the log of the database, or one that is held in memory. */
export interface Past {
  /** The activities in each span, by time. */
  spans(spans: readonly Span[]): Promise<Activity[][]>;
  /** The earliest activity after `from` in each span; NaN where there is none. */
  next(spans: readonly Omit<Span, 'to'>[]): Promise<number[]>;
  /** The wanted threads, and of the types in `whole` all threads of those customers. */
  threads(wanted: readonly WantedThread[], whole: ReadonlySet<string>): Promise<ThreadRow[]>;
  keepThreads(threads: readonly ThreadRow[]): Promise<void>;
}

/** The past as the database holds it. */
export const storedPast = (sql: Sql): Past => ({
  spans: (spans) => readSpans(sql, spans),
  next: (spans) => readNext(sql, spans),
  threads: (wanted, whole) => readThreads(sql, wanted, whole),
  keepThreads: (threads) => writeThreads(sql, threads),
});

/** The activities in each span, by time; one statement whatever the number of spans. */
export async function readSpans(sql: Sql, spans: readonly Span[]): Promise<Activity[][]> {
  const found: Activity[][] = spans.map(() => []);
  if (spans.length === 0) return found;
  const rows = await sql.query<ActivityRow>(
    'read-spans',
    `select s.n::int as n, a.id, a.kind, (extract(epoch from a.occurred_at) * 1000)::float8 as at, a.seq, a.payload
       from unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[], $4::text[]) with ordinality as s(customer_id, low, high, kinds, n)
      cross join lateral (
        select * from activity a
         where a.customer_id = s.customer_id and a.kind = any(string_to_array(s.kinds, ','))
           and a.occurred_at > s.low and a.occurred_at < s.high
         order by a.occurred_at, a.id
      ) a
      order by s.n, a.occurred_at, a.seq`,
    [
      literal(spans.map(({ customerId }) => customerId)),
      literal(spans.map(({ from }) => timeLiteral(from))),
      literal(spans.map(({ to }) => timeLiteral(to))),
      spans.map(({ kinds }) => kinds.join(',')),
    ],
  );
  for (const { n, id, kind, at, seq, payload } of rows) {
    const customerId = spans[n - 1]?.customerId ?? '';
    found[n - 1]?.push({ id, customerId, kind, occurredAt: at, seq, payload });
  }
  return found;
}

async function readNext(sql: Sql, spans: readonly Omit<Span, 'to'>[]): Promise<number[]> {
  if (spans.length === 0) return [];
  const rows = await sql.query<{ at: number | null }>(
    'read-next',
    `select (extract(epoch from (
        select a.occurred_at from activity a
         where a.customer_id = s.customer_id and a.kind = any(string_to_array(s.kinds, ','))
           and a.occurred_at > s.low
         order by a.occurred_at limit 1)) * 1000)::float8 as at
       from unnest($1::uuid[], $2::timestamptz[], $3::text[]) with ordinality as s(customer_id, low, kinds, n)
      order by s.n`,
    [
      literal(spans.map(({ customerId }) => customerId)),
      literal(spans.map(({ from }) => timeLiteral(from))),
      spans.map(({ kinds }) => kinds.join(',')),
    ],
  );
  return rows.map(({ at }) => at ?? Number.NaN);
}

const readThreads = (sql: Sql, wanted: readonly WantedThread[], whole: ReadonlySet<string>): Promise<ThreadRow[]> =>
  sql.query<ThreadRow>(
    'read-threads',
    `select distinct t.customer_id, t.type, t.key, t.state
       from unnest($1::uuid[], $2::text[], $3::text[]) as w(customer_id, type, key)
       join thread t on t.customer_id = w.customer_id and t.type = w.type and (t.key = w.key or t.type = any($4::text[]))`,
    [
      literal(wanted.map(({ customerId }) => customerId)),
      texts(wanted.map(({ type }) => type)),
      texts(wanted.map(({ key }) => key)),
      texts([...whole]),
    ],
  );

async function writeThreads(sql: Sql, threads: readonly ThreadRow[]): Promise<void> {
  await sql.query(
    'write-threads',
    `insert into thread (customer_id, type, key, state) select * from unnest($1::uuid[], $2::text[], $3::text[], $4::jsonb[])
     on conflict (customer_id, type, key) do update set state = excluded.state`,
    [
      literal(threads.map((row) => row.customer_id)),
      texts(threads.map((row) => row.type)),
      texts(threads.map((row) => row.key)),
      texts(
        threads.map((row) => JSON.stringify(row.state)),
        'jsonb',
      ),
    ],
  );
}

/** An instant as PostgreSQL reads it; the ends of open spans as the ends of time. */
function timeLiteral(at: number): string {
  if (at === Number.NEGATIVE_INFINITY) return '-infinity';
  return at === Number.POSITIVE_INFINITY ? 'infinity' : new Date(at).toISOString();
}
