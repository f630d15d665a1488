import type { Activity } from '../contract/activity.ts';
import type { MetricPlan } from '../metrics/plan.ts';

/** One outcome that holds: its code in `outcome_code`, and since when. */
export interface Held {
  readonly code: number;
  readonly since: number;
}

/** A locked customer on the road: the row as it was read, and what the steps make of it. */
export interface CustomerState {
  readonly id: string;
  activitySeq: number;
  changeSeq: number;
  /** The instant up to which the windows were measured. */
  measuredAt: number;
  metricsGeneration: number;
  readonly rulesGeneration: number;
  dueAt: number;
  /** Numbers by slot; `before` are those that the last settlement left, at `measuredAt` of that time. */
  numbers: Float64Array;
  readonly before: Float64Array;
  readonly beforeAt: number;
  attributes: Record<string, unknown>;
  locale: string | null;
  joinedAt: number | null;
  profileChanged: boolean;
  held: readonly Held[];
  /** Activities that are new, by time. */
  fresh: Activity[];
}

/** The instant that counts for this customer: time never runs backwards in a row. */
export const instantFor = (customer: CustomerState, now: number): number => Math.max(now, customer.measuredAt);

/** Numbers of a row in the layout of the plan; a row that is older than a metric lacks its end. */
export function numbersOf(plan: MetricPlan): Float64Array {
  return plan.initial.slice();
}
