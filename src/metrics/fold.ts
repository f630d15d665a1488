import type { Activity } from '../contract/activity.ts';
import type { Accumulator } from './accumulator.ts';
import type { MetricPlan, Window } from './plan.ts';

/**
 * When the customer last had a matching activity on the day of `at`, not counting what is folded now; NaN for none.
 * Asked only for activities that are not the latest, so that an activity in order needs no look into the past.
 */
export type LastOnDay = (accumulator: Accumulator, at: number) => number;

/** Adds one fresh activity to the numbers of its customer, as of `now`. In any order of `occurredAt`. */
export function addActivity(
  plan: MetricPlan,
  state: Float64Array,
  activity: Activity,
  now: number,
  past: LastOnDay,
): void {
  const accumulators = plan.byKind.get(activity.kind);
  if (!accumulators) return;
  const { occurredAt: at, seq, payload } = activity;
  // days first: they look at the time of the last activity before this one
  for (const accumulator of accumulators) {
    if (accumulator.operation !== 'distinctDays' || at <= now - accumulator.windowMs) continue;
    if (accumulator.matches(payload)) addDay(plan, state, accumulator, at, now, past);
  }
  for (const accumulator of accumulators) {
    if (accumulator.operation === 'distinctDays' || at <= now - accumulator.windowMs) continue;
    if (accumulator.matches(payload)) addValue(state, accumulator, at, seq, accumulator.value(payload));
  }
  for (const { ms, oldest, kinds } of plan.windows) {
    if (at <= now - ms || !kinds.includes(activity.kind)) continue;
    if (!((state[oldest.slot] as number) <= at)) state[oldest.slot] = at;
  }
}

/** One activity, or one state of a thread, into an accumulator other than `distinctDays`. */
export function addValue(state: Float64Array, accumulator: Accumulator, at: number, seq: number, value: number): void {
  const { slot } = accumulator;
  const held = state[slot] as number;
  switch (accumulator.operation) {
    case 'count':
      state[slot] = held + 1;
      break;
    case 'sum':
      if (!Number.isNaN(value)) state[slot] = held + value;
      break;
    case 'min':
      if (!(held <= value) && !Number.isNaN(value)) state[slot] = value;
      break;
    case 'max':
      if (!(held >= value) && !Number.isNaN(value)) state[slot] = value;
      break;
    case 'firstAt':
      if (!(held <= at)) state[slot] = at;
      break;
    case 'lastAt':
      if (!(held >= at)) state[slot] = at;
      break;
    case 'first':
    case 'last': {
      if (Number.isNaN(value)) break;
      const heldSeq = state[slot + 1] as number;
      const later = at > held || (at === held && seq > heldSeq);
      if (!Number.isNaN(held) && later !== (accumulator.operation === 'last')) break;
      state[slot] = at;
      state[slot + 1] = seq;
      state[slot + 2] = value;
      break;
    }
    case 'distinctDays':
    case 'kept':
      throw new Error(`no activity is added to ${accumulator.operation} here`);
  }
}

function addDay(
  plan: MetricPlan,
  state: Float64Array,
  accumulator: Accumulator,
  at: number,
  now: number,
  past: LastOnDay,
): void {
  const { calendar } = plan;
  const last = state[(accumulator.companion as Accumulator).slot] as number;
  const day = calendar.dayOf(at);
  const lastDay = Number.isNaN(last) ? Number.NEGATIVE_INFINITY : calendar.dayOf(last);
  const onDay = lastDay < day ? Number.NaN : lastDay === day ? last : past(accumulator, at);
  if (onDay > now - accumulator.windowMs) return; // the day counts already
  state[accumulator.slot] = (state[accumulator.slot] as number) + 1;
}

/**
 * Takes off what left a window between two settlements. `rows` are the customer's activities from the old edge of the
 * window to the end of the day of the new edge, by time; `next` is the earliest one after the new edge.
 */
export function leaveWindow(
  plan: MetricPlan,
  state: Float64Array,
  window: Window,
  rows: readonly Activity[],
  next: number,
  now: number,
): void {
  const edge = now - window.ms;
  for (const accumulator of window.accumulators) {
    const leaving = accumulator.operation === 'distinctDays' ? new Set<number>() : undefined;
    for (const row of rows) {
      if (!accumulator.from.includes(row.kind) || !accumulator.matches(row.payload)) continue;
      const { slot, operation } = accumulator;
      if (leaving) {
        const day = plan.calendar.dayOf(row.occurredAt);
        if (row.occurredAt <= edge) leaving.add(day);
        else leaving.delete(day); // a later activity keeps the day
      } else if (row.occurredAt <= edge && (operation === 'count' || operation === 'sum')) {
        const value = operation === 'count' ? 1 : accumulator.value(row.payload);
        if (!Number.isNaN(value)) state[slot] = (state[slot] as number) - value;
      }
    }
    if (leaving) state[accumulator.slot] = (state[accumulator.slot] as number) - leaving.size;
  }
  state[window.oldest.slot] = next;
}
