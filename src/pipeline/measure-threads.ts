import type { ThreadType } from '../contract/activity.ts';
import type { MetricPlan } from '../metrics/plan.ts';
import { type MovedThread, moveThreads, wholeThreads } from '../metrics/threads.ts';
import type { CustomerState } from './customer-state.ts';
import type { Past, ThreadRow } from './read-past.ts';

/** Folds fresh activities into their threads, keeps those, and moves the numbers that follow from them. */
export async function measureThreads(past: Past, plan: MetricPlan, customers: readonly CustomerState[]): Promise<void> {
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
  const rows = await past.threads(
    [...wanted.values()].map(({ customer, type, key }) => ({ customerId: customer.id, type, key })),
    wholeThreads(plan),
  );
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
  await past.keepThreads(written);
}
