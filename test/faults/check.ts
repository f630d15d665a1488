import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Metric } from '../../src/contract/index.ts';
import type { MetricPlan } from '../../src/metrics/plan.ts';
import { checkCustomer } from './check-customer.ts';
import { checkEndpoints } from './check-endpoints.ts';
import { brokenLinks, checkDeliveries, checkPositions, type Due, dueTo, type FeedRow } from './check-feed.ts';
import { checkStored } from './check-stored.ts';
import { type Findings, NOTHING } from './findings.ts';
import type { Follower, Notes } from './follower.ts';
import type { Ledger } from './ledger.ts';
import { WebhookFollower } from './webhooks.ts';

/** What is checked: the database as it is, against what was sent, acknowledged and told. */
export interface Evidence {
  /** Of the server itself, past everything that stands between. */
  readonly url: string;
  readonly ledger: Ledger;
  readonly metrics: readonly Metric[];
  readonly plan: MetricPlan;
  readonly followers: readonly Follower[];
  /** How long it may take until nobody is due and until every lease has run out, in ms; left out: as long as that takes. */
  readonly patience?: number;
  /** Writes down what helps to find out why something is missing. */
  readonly report: (line: string) => void;
}

const CHUNK = 2000;

/** The longest lease, an answer that never comes, and a little more, in ms. */
const PATIENCE = 50_000;

export interface ActivityRow {
  id: string;
  customer_id: string;
  kind: string;
  key: string;
  payload: Record<string, unknown>;
  at: number;
  seq: number;
}

export interface CustomerRow {
  id: string;
  external_id: string;
  metrics: Buffer;
  activity_seq: number;
  change_seq: number;
  outcomes: string[];
  held: string[];
}

export interface ChangeRow {
  customer_id: string;
  seq: number;
  from: string | null;
  to: string | null;
}

/** Checks invariants I1 to I8 on one snapshot of a system that has come to rest. */
export async function check({
  url,
  ledger,
  metrics,
  plan,
  followers,
  report,
  patience = PATIENCE,
}: Evidence): Promise<Findings> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const findings: Findings = { ...NOTHING, rejected: ledger.rejected };
    const now = await snapshotAtRest(client, findings, patience);
    const query = async <R>(text: string, values: unknown[] = []): Promise<R[]> =>
      (await client.query(text, values)).rows as R[];
    const seen = new Set<string>();
    for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
      const customers = await query<CustomerRow>(CUSTOMERS, [after, CHUNK]);
      const ids = customers.map(({ id }) => id);
      const activities = Map.groupBy(await query<ActivityRow>(ACTIVITIES, [ids]), (row) => row.customer_id);
      const changes = Map.groupBy(await query<ChangeRow>(CHANGES, [ids]), (row) => row.customer_id);
      for (const customer of customers) {
        const own = activities.get(customer.id) ?? [];
        checkStored(customer, own, ledger, seen, findings);
        checkCustomer(customer, own, changes.get(customer.id) ?? [], { metrics, plan, now }, findings);
      }
      const last = ids.at(-1);
      if (last === undefined) break;
      after = last;
    }
    for (const { sent, accepted, duplicates } of ledger.entries.values())
      if (accepted + duplicates > 0 && !seen.has(sent.key)) findings.lost += 1;

    const feed = await query<FeedRow>(FEED);
    const [{ head } = { head: -1 }] = await query<{ head: number }>('select position::float8 as head from feed_head');
    checkPositions(feed, head, findings);
    await client.query('commit');
    const told = followers.map(async ({ notes }) => {
      const due = dueTo(notes, feed);
      await toldAll(notes, due);
      checkDeliveries(notes, due, head, findings);
      for (const gap of [...notes.gaps, ...brokenLinks(notes, head)]) report(`${notes.terms.name} was told ${gap}`);
      for (const [id, { row }] of due)
        if (!notes.firsts.has(id)) report(`${notes.terms.name} was never told ${row.position}: ${row.type} ${row.key}`);
    });
    await Promise.all(told);
    findings.stuck = await countStuck(client);
    // a lease of somebody who died runs out by itself; a lock that is seen may belong to work of this moment
    for (const end = Date.now() + patience; findings.stuck > 0 && Date.now() < end; await sleep(250))
      findings.stuck = await countStuck(client);
    const endpoints = followers.filter((one) => one instanceof WebhookFollower);
    await checkEndpoints(client, endpoints, findings);
    return findings;
  } finally {
    await client.end();
  }
}

/** Waits until a follower was told everything, or hears nothing more. */
async function toldAll(notes: Notes, due: Due): Promise<void> {
  const { patience } = notes.terms;
  let [before, since] = [notes.deliveries, Date.now()];
  while ([...due.keys()].some((id) => !notes.firsts.has(id)) && Date.now() - since < patience) {
    await sleep(100);
    if (notes.deliveries !== before) [before, since] = [notes.deliveries, Date.now()];
  }
}

/** Opens a snapshot in which nobody is due; counts who is when that does not come to be. Returns its instant. */
async function snapshotAtRest(client: pg.Client, findings: Findings, patience: number): Promise<number> {
  for (const end = Date.now() + patience; ; ) {
    await client.query('begin isolation level repeatable read');
    const { rows } = await client.query<{ now: number; overdue: number; unnumbered: number }>(
      `select extract(epoch from now())::float8 * 1000 as now,
              (select count(*)::int from due where due_at <= extract(epoch from now()) * 1000) as overdue,
              (select count(*)::int from change where position is null) as unnumbered`,
    );
    const { now = 0, overdue = 0, unnumbered = 0 } = rows[0] ?? {};
    if ((overdue === 0 && unnumbered === 0) || Date.now() > end) {
      findings.overdue = overdue;
      return now;
    }
    await client.query('rollback');
    await sleep(200);
  }
}

/** Customers that are held, advisory locks, transactions and leases that outlived the work. */
async function countStuck(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ stuck: number }>(
    `select (select count(*) from customer)
          - (select count(*) from (select 1 from customer for update skip locked) free)
          + (select count(*) from pg_locks join pg_database d on d.oid = database
              where locktype = 'advisory' and datname = current_database())
          + (select count(*) from pg_stat_activity
              where state like 'idle in transaction%' and datname = current_database())
          + (select count(*) from pg_prepared_xacts)
          + (select count(*) from webhook_endpoint where lease_token is not null and disabled_at is null)
          + (select count(*) from job where status <> 'succeeded') as stuck`,
  );
  return Number(rows[0]?.stuck ?? 0);
}

const CUSTOMERS = `
  select c.id, c.external_id, array_send(c.metrics) as metrics, c.activity_seq, c.change_seq,
         array(select k.key from outcome o join outcome_code k using (code) where o.customer_id = c.id) as outcomes,
         array(select k.key from unnest(c.held) with ordinality h(code, n) join outcome_code k on k.code = h.code
                where n % 2 = 1) as held
    from customer c where c.id > $1 order by c.id limit $2`;

const ACTIVITIES = `
  select id, customer_id, kind, key, payload, (extract(epoch from occurred_at) * 1000)::float8 as at, seq
    from activity where customer_id = any($1::uuid[])`;

const CHANGES = `
  select customer_id, change_seq as seq, "from", "to" from change where customer_id = any($1::uuid[])
   order by customer_id, change_seq`;

const FEED = `
  select position::float8 as position, customer_id as "customerId", change_seq as "changeSeq", type, key
    from change order by position`;
