import type { Activity } from '../contract/activity.ts';
import type { Cause } from '../contract/change.ts';

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
  /** Numbers by slot; `before` are those that the last settlement left, at `beforeAt`. */
  readonly numbers: Float64Array;
  readonly before: Float64Array;
  readonly beforeAt: number;
  attributes: Record<string, unknown>;
  locale: string | null;
  timeZone: string | null;
  joinedAt: number | null;
  profileChanged: boolean;
  /** Who it was is not known any more: nothing is recorded or set, and its numbers go on to follow from the log. */
  erased: boolean;
  /** What moved the customer, when it is nothing that the road itself sees. */
  cause?: Cause;
  /** What held before: pairs of code and since. */
  readonly held: Float64Array;
  /** Activities that are new, by time. */
  fresh: Activity[];
}

/** The instant that counts for this customer: time never runs backwards in a row. */
export const instantFor = (customer: CustomerState, now: number): number => Math.max(now, customer.measuredAt);
