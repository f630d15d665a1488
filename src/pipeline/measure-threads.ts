import type { ThreadType } from '../contract/activity.ts';
import { literal, texts } from '../db/arrays.ts';
import type { Sql } from '../db/database.ts';
import type { MetricPlan } from '../metrics/plan.ts';
import { type MovedThread, moveThreads, wholeThreads } from '../metrics/threads.ts';
import type { CustomerState } from './customer-state.ts';

interface ThreadRow {
  customer_id: string;
  type: string;
  key: string;
  state: object;
}

/** Folds fresh activities into their threads, writes those, and moves the numbers that follow from them. */
export async function measureThreads(sql: Sql, plan: MetricPlan, customers: readonly CustomerState[]): Promise<void> {
  const wanted = new Map<string, { customer: CustomerState; type: string; key: string }>();
  for (const customer of customers) {
    for (const { kind, payload } of customer.fresh) {
      const thread = plan.kinds.get(kind)?.thread;
      if (!thread) continue;
      const key = String(payload[thread.by]);
      wanted.set(`${customer.id} ${thread.type} ${key}`, { customer, type: thread.type, key });
    }
  }
  if (wanted.size === 0) return;
  const rows = await readThreads(sql, plan, [...wanted.values()]);
  const byCustomer = Map.groupBy(rows, (row) => row.customer_id);
  const written: ThreadRow[] = [];
  for (const customer of new Set([...wanted.values()].map((one) => one.customer))) {
    const known = new Map((byCustomer.get(customer.id) ?? []).map((row) => [`${row.type} ${row.key}`, row.state]));
    const moved = new Map<string, MovedThread & { key: string }>();
    for (const activity of customer.fresh) {
      const thread = plan.kinds.get(activity.kind)?.thread;
      if (!thread) continue;
      const key = String(activity.payload[thread.by]);
      const name = `${thread.type} ${key}`;
      const type = plan.threads.get(thread.type) as unknown as ThreadType<object>;
      const before = known.get(name);
      const after = type.apply(moved.get(name)?.after ?? before, activity);
      moved.set(name, { type: thread.type, key, before, after });
    }
    const after = new Map([...known, ...[...moved].map(([name, one]) => [name, one.after] as const)]);
    const all = (type: string) => [...after].filter(([name]) => name.startsWith(`${type} `)).map(([, state]) => state);
    moveThreads(plan, customer.numbers, [...moved.values()], all);
    for (const { type, key, after: state } of moved.values())
      written.push({ customer_id: customer.id, type, key, state });
  }
  await sql.query(
    'write-threads',
    `insert into thread (customer_id, type, key, state) select * from unnest($1::uuid[], $2::text[], $3::text[], $4::jsonb[])
     on conflict (customer_id, type, key) do update set state = excluded.state`,
    [
      literal(written.map((row) => row.customer_id)),
      texts(written.map((row) => row.type)),
      texts(written.map((row) => row.key)),
      texts(
        written.map((row) => JSON.stringify(row.state)),
        'jsonb',
      ),
    ],
  );
}

/** The wanted threads, and of types that must be known whole, all threads of the customer. */
async function readThreads(
  sql: Sql,
  plan: MetricPlan,
  wanted: readonly { customer: CustomerState; type: string; key: string }[],
): Promise<ThreadRow[]> {
  const whole = wholeThreads(plan);
  return sql.query<ThreadRow>(
    'read-threads',
    `select distinct t.customer_id, t.type, t.key, t.state
       from unnest($1::uuid[], $2::text[], $3::text[]) as w(customer_id, type, key)
       join thread t on t.customer_id = w.customer_id and t.type = w.type and (t.key = w.key or t.type = any($4::text[]))`,
    [
      literal(wanted.map(({ customer }) => customer.id)),
      texts(wanted.map(({ type }) => type)),
      texts(wanted.map(({ key }) => key)),
      texts([...whole]),
    ],
  );
}
