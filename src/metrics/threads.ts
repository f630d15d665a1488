import type { ThreadType } from '../contract/activity.ts';
import { type Accumulator, isInvertible } from './accumulator.ts';
import { addValue } from './fold.ts';
import type { MetricPlan } from './plan.ts';

/** A thread's state before (absent when it is new) and after the activities of a batch. */
export interface MovedThread {
  readonly type: string;
  readonly before: object | undefined;
  readonly after: object;
}

/**
 * Moves the customer's numbers by the difference that threads made. Counts and sums take the difference; what cannot be
 * taken off again (the next renewal) is folded from `all` threads of that type, as they are after the batch.
 */
export function moveThreads(
  plan: MetricPlan,
  state: Float64Array,
  moved: readonly MovedThread[],
  all: (type: string) => readonly object[],
): void {
  for (const type of new Set(moved.map((thread) => thread.type))) {
    const thread = plan.threads.get(type) as ThreadType<object>;
    for (const accumulator of plan.byThread.get(type) ?? []) {
      if (isInvertible(accumulator.operation)) {
        for (const { before, after } of moved.filter((one) => one.type === type)) {
          if (before) contribute(state, accumulator, thread, before, -1);
          contribute(state, accumulator, thread, after, 1);
        }
      } else {
        state[accumulator.slot] = Number.NaN;
        for (const each of all(type)) {
          const view = thread.view(each as never);
          if (accumulator.matches(view)) addValue(state, accumulator, 0, 0, accumulator.value(view));
        }
      }
    }
  }
}

/** Types of thread of which a batch must know every one of the customer's threads, not only the ones it moves. */
export const wholeThreads = (plan: MetricPlan): ReadonlySet<string> =>
  new Set(
    [...plan.byThread].filter(([, all]) => all.some(({ operation }) => !isInvertible(operation))).map(([type]) => type),
  );

function contribute(
  state: Float64Array,
  accumulator: Accumulator,
  type: ThreadType<object>,
  thread: object,
  sign: 1 | -1,
): void {
  const view = type.view(thread as never);
  if (!accumulator.matches(view)) return;
  const value = accumulator.operation === 'count' ? 1 : accumulator.value(view);
  if (!Number.isNaN(value)) state[accumulator.slot] = (state[accumulator.slot] as number) + sign * value;
}
