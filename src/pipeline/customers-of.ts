import type { MetricPlan } from '../metrics/plan.ts';
import type { CustomerState } from './customer-state.ts';
import type { CustomerRow } from './lock-customers.ts';

/** Customers as the road takes them; their rows stay as they are. */
export const customersOf = (rows: readonly CustomerRow[], plan: MetricPlan): CustomerState[] =>
  rows.map((row) => customerOf(row, plan));

function customerOf(row: CustomerRow, { width, initial }: MetricPlan): CustomerState {
  const before = row.numbers.length === width ? row.numbers : initial.slice();
  if (before !== row.numbers) before.set(row.numbers.subarray(0, width));
  const { stamp: _, ...rest } = row;
  const numbers = before.slice();
  return { ...rest, numbers, before, beforeAt: row.measuredAt, profileChanged: false, fresh: [] };
}
