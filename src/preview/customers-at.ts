import type { Activity } from '../contract/activity.ts';
import { literal } from '../db/arrays.ts';
import type { Sql } from '../db/database.ts';
import type { MetricPlan } from '../metrics/plan.ts';
import { moveThreads } from '../metrics/threads.ts';
import type { CustomerState } from '../pipeline/customer-state.ts';
import { customersOf } from '../pipeline/customers-of.ts';
import { foldThreads } from '../pipeline/fold-threads.ts';
import { readKeptValues } from '../pipeline/kept-values.ts';
import { readCustomerRows } from '../pipeline/lock-customers.ts';
import { measure } from '../pipeline/measure.ts';
import { storedPast } from '../pipeline/read-past.ts';
import { foldHistory, recompute } from '../pipeline/recompute.ts';

/**
 * These customers with the numbers that they have at the instant, by the steps of the road, and nothing is written. Of
 * those who were settled later the numbers are made from what was known of them then, and nothing held before.
 */
export async function customersAt(
  sql: Sql,
  plan: MetricPlan,
  ids: readonly string[],
  at: number,
): Promise<CustomerState[]> {
  const customers = customersOf(await readCustomerRows(sql, ids), plan);
  const behind = customers.filter(({ measuredAt }) => measuredAt <= at);
  await recompute(sql, plan, behind);
  await measure(storedPast(sql), plan, behind, at);
  const ahead = customers.filter(({ measuredAt }) => measuredAt > at);
  return [...behind, ...(await asOf(sql, plan, ahead, at))];
}

async function asOf(
  sql: Sql,
  plan: MetricPlan,
  customers: readonly CustomerState[],
  at: number,
): Promise<CustomerState[]> {
  if (customers.length === 0) return [];
  const histories = await knownThen(sql, customers, at);
  const ids = customers.map(({ id }) => id);
  const kept = Map.groupBy(await readKeptValues(sql, ids, at), ({ customerId }) => customerId);
  return customers.map((customer) => {
    const history = histories.get(customer.id) ?? [];
    const numbers = foldHistory(plan, history, at);
    const threads = foldThreads(plan, history);
    const moved = threads.map(({ type, state }) => ({ type, before: undefined, after: state }));
    moveThreads(plan, numbers, moved, (type) => threads.filter((one) => one.type === type).map(({ state }) => state));
    for (const { slots, values } of kept.get(customer.id) ?? [])
      for (const [i, slot] of slots.entries()) if (slot < numbers.length) numbers[slot] = values[i] as number;
    return { ...customer, numbers, measuredAt: at, held: new Float64Array(0) };
  });
}

interface ActivityRow {
  customer_id: string;
  id: string;
  kind: string;
  at: number;
  seq: number;
  payload: Record<string, unknown>;
}

/** The activities that had been recorded by the instant, by customer and by time. */
async function knownThen(
  sql: Sql,
  customers: readonly CustomerState[],
  at: number,
): Promise<ReadonlyMap<string, Activity[]>> {
  const rows = await sql.query<ActivityRow>(
    'known-then',
    `select customer_id, id, kind, (extract(epoch from occurred_at) * 1000)::float8 as at, seq, payload from activity
      where customer_id = any($1::uuid[]) and recorded_at <= to_timestamp($2::float8 / 1000.0)
      order by customer_id, occurred_at, seq`,
    [literal(customers.map(({ id }) => id)), at],
  );
  const activities = rows.map(({ customer_id, at: occurredAt, ...row }) => ({
    ...row,
    customerId: customer_id,
    occurredAt,
  }));
  return Map.groupBy(activities, ({ customerId }) => customerId);
}
