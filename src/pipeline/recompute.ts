import type { Activity } from '../contract/activity.ts';
import { literal } from '../db/arrays.ts';
import type { Sql } from '../db/database.ts';
import type { Accumulator } from '../metrics/accumulator.ts';
import { addActivity } from '../metrics/fold.ts';
import type { MetricPlan } from '../metrics/plan.ts';
import { moveThreads } from '../metrics/threads.ts';
import type { CustomerState } from './customer-state.ts';
import { readSpans } from './read-past.ts';

/**
 * Brings customers that were measured before a metric existed up to the plan: the new accumulators are folded from all
 * of the customer's activities, as of the instant at which the others were last measured. Runs before `measure`.
 */
export async function recompute(sql: Sql, plan: MetricPlan, customers: readonly CustomerState[]): Promise<void> {
  const stale = customers.filter(({ metricsGeneration }) => metricsGeneration < plan.generation);
  // histories may be long: only so many at a time are in memory
  for (let from = 0; from < stale.length; from += HISTORIES)
    await recomputeSome(sql, plan, stale.slice(from, from + HISTORIES));
}

const HISTORIES = 50;

async function recomputeSome(sql: Sql, plan: MetricPlan, stale: readonly CustomerState[]): Promise<void> {
  const open = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY, kinds: newKinds(plan, stale) };
  const histories = await readSpans(
    sql,
    stale.map(({ id }) => ({ customerId: id, ...open })),
  );
  const threads = await readThreads(sql, stale);
  stale.forEach((customer, i) => {
    const scratch = foldHistory(plan, histories[i] ?? [], customer.measuredAt);
    const own = threads.get(customer.id) ?? [];
    const states = (type: string) => own.filter((row) => row.type === type).map((row) => row.state);
    const moved = own.map(({ type, state }) => ({ type, before: undefined, after: state }));
    moveThreads(plan, scratch, moved, states);
    adopt(plan, customer, scratch);
    customer.metricsGeneration = plan.generation;
  });
}

/** Kinds of activity that new accumulators read, and those that decide where a window with new members begins. */
function newKinds(plan: MetricPlan, stale: readonly CustomerState[]): string[] {
  const oldest = Math.min(...stale.map(({ metricsGeneration }) => metricsGeneration));
  const isNew = ({ generation }: Accumulator) => generation > oldest;
  const windows = plan.windows.filter((window) => isNew(window.oldest) || window.accumulators.some(isNew));
  const kinds = [
    ...plan.accumulators.filter(isNew).flatMap(({ from }) => from),
    ...windows.flatMap((one) => one.kinds),
  ];
  return [...new Set(kinds)].filter((kind) => plan.kinds.has(kind));
}

/** The numbers of a customer from nothing but the activities, given by time. */
export function foldHistory(plan: MetricPlan, history: readonly Activity[], now: number): Float64Array {
  const state = plan.initial.slice();
  for (const activity of history) addActivity(plan, state, activity, now, () => Number.NaN);
  return state;
}

/** Takes over what is newer than the customer; the edge of a window that got new members may lie further back. */
function adopt(plan: MetricPlan, customer: CustomerState, scratch: Float64Array): void {
  const isNew = ({ generation }: Accumulator) => generation > customer.metricsGeneration;
  for (const accumulator of plan.accumulators.filter(isNew)) {
    const { slot, width } = accumulator;
    customer.numbers.set(scratch.subarray(slot, slot + width), slot);
  }
  for (const { oldest, accumulators } of plan.windows) {
    if (isNew(oldest) || accumulators.some(isNew)) customer.numbers[oldest.slot] = scratch[oldest.slot] as number;
  }
}

interface ThreadRow {
  customer_id: string;
  type: string;
  state: object;
}

async function readThreads(sql: Sql, customers: readonly CustomerState[]): Promise<Map<string, ThreadRow[]>> {
  const rows = await sql.query<ThreadRow>(
    'read-all-threads',
    'select customer_id, type, state from thread where customer_id = any($1::uuid[])',
    [literal(customers.map(({ id }) => id))],
  );
  return Map.groupBy(rows, (row) => row.customer_id);
}
