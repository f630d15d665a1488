import type { Activity } from '../contract/activity.ts';
import type { Accumulator } from '../metrics/accumulator.ts';
import { addActivity, addValue, type LastOnDay, leaveWindow } from '../metrics/fold.ts';
import { type MetricPlan, rereadOf, type Window } from '../metrics/plan.ts';
import { type CustomerState, instantFor } from './customer-state.ts';
import { measureThreads } from './measure-threads.ts';
import type { Past, Span } from './read-past.ts';

/**
 * Step 5 of the road: brings the numbers of these customers to `now` and adds their fresh activities. What leaves a
 * window is read from the log, once in its life, so the cost does not grow with the length of a customer's history.
 */
export async function measure(
  past: Past,
  plan: MetricPlan,
  customers: readonly CustomerState[],
  now: number,
): Promise<void> {
  await leaveWindows(past, plan, customers, now);
  const lastOnDayOf = await readLateDays(past, plan, customers);
  for (const customer of customers) {
    const at = instantFor(customer, now);
    const folded: Activity[] = [];
    const lastOnDay = lastOnDayOf(customer, folded);
    for (const activity of customer.fresh) {
      addActivity(plan, customer.numbers, activity, at, lastOnDay);
      folded.push(activity);
    }
    customer.measuredAt = at;
  }
  await measureThreads(past, plan, customers);
}

interface Leaving {
  readonly customer: CustomerState;
  readonly window: Window;
  readonly edge: number;
}

async function leaveWindows(
  past: Past,
  plan: MetricPlan,
  customers: readonly CustomerState[],
  now: number,
): Promise<void> {
  const leaving: Leaving[] = [];
  for (const customer of customers) {
    for (const window of plan.windows) {
      const edge = instantFor(customer, now) - window.ms;
      if ((customer.numbers[window.oldest.slot] as number) <= edge) leaving.push({ customer, window, edge });
    }
  }
  if (leaving.length === 0) return;
  const { calendar } = plan;
  const spans = leaving.map(({ customer, window, edge }): Span => {
    // an activity is never twice in a span: what had left by the last settlement lies before the old edge
    const from = customer.measuredAt - window.ms;
    const to = calendar.startOf(calendar.dayOf(edge) + 1);
    return { customerId: customer.id, from, to, kinds: window.kinds };
  });
  const rows = await past.spans(spans);
  const next = await past.next(
    leaving.map(({ customer, window, edge }) => ({ customerId: customer.id, from: edge, kinds: window.kinds })),
  );
  leaving.forEach(({ customer, window, edge }, i) => {
    leaveWindow(plan, customer.numbers, window, rows[i] ?? [], next[i] as number, edge + window.ms);
  });
  await readWindowsAgain(past, leaving);
}

/** Least, greatest, first and last of a window cannot be taken off again: where one may have left, the window is read. */
async function readWindowsAgain(past: Past, leaving: readonly Leaving[]): Promise<void> {
  const again = leaving.flatMap(({ customer, window, edge }) =>
    rereadOf(window).map((accumulator) => ({ customer, accumulator, edge })),
  );
  const spans = again.map(
    ({ customer, accumulator, edge }): Span => ({
      customerId: customer.id,
      from: edge,
      to: Number.POSITIVE_INFINITY,
      kinds: accumulator.from,
    }),
  );
  const rows = await past.spans(spans);
  again.forEach(({ customer, accumulator }, i) => {
    customer.numbers.fill(Number.NaN, accumulator.slot, accumulator.slot + accumulator.width);
    for (const { occurredAt, seq, payload } of rows[i] ?? []) {
      if (accumulator.matches(payload))
        addValue(customer.numbers, accumulator, occurredAt, seq, accumulator.value(payload));
    }
  });
}

type LastOnDayOf = (customer: CustomerState, folded: readonly Activity[]) => LastOnDay;

/** For activities that come late: what the customer did on the same day, as far as days are counted. */
async function readLateDays(past: Past, plan: MetricPlan, customers: readonly CustomerState[]): Promise<LastOnDayOf> {
  const { calendar } = plan;
  const spans = new Map<string, Span>();
  for (const customer of customers) {
    for (const { kind, occurredAt } of customer.fresh) {
      for (const { operation, companion, from } of plan.byKind.get(kind) ?? []) {
        if (operation !== 'distinctDays') continue;
        const last = customer.numbers[(companion as Accumulator).slot] as number;
        const day = calendar.dayOf(occurredAt);
        if (!(calendar.dayOf(last) > day)) continue;
        const span = {
          customerId: customer.id,
          from: calendar.startOf(day) - 1,
          to: calendar.startOf(day + 1),
          kinds: from,
        };
        spans.set(`${customer.id} ${day} ${from}`, span);
      }
    }
  }
  const keys = [...spans.keys()];
  const rows = await past.spans([...spans.values()]);
  const byKey = new Map(keys.map((key, i) => [key, rows[i] ?? []]));
  return (customer, folded) => (accumulator, at) => {
    const day = calendar.dayOf(at);
    const stored = byKey.get(`${customer.id} ${day} ${accumulator.from}`) ?? [];
    let last = Number.NaN;
    for (const activity of [...stored, ...folded]) {
      if (!accumulator.from.includes(activity.kind) || calendar.dayOf(activity.occurredAt) !== day) continue;
      if (accumulator.matches(activity.payload) && !(activity.occurredAt <= last)) last = activity.occurredAt;
    }
    return last;
  };
}
