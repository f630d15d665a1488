import type { Activity, ThreadType } from '../contract/activity.ts';
import type { MetricPlan } from '../metrics/plan.ts';

/** A thread of one customer and what its activities made of it. */
export interface FoldedThread {
  readonly type: string;
  readonly key: string;
  readonly state: object;
}

/** The threads that these activities of one customer make, given by time. */
export function foldThreads(plan: MetricPlan, activities: readonly Activity[]): FoldedThread[] {
  const threads = new Map<string, FoldedThread>();
  for (const activity of activities) {
    const thread = plan.kinds.get(activity.kind)?.thread;
    const type = thread && (plan.threads.get(thread.type) as unknown as ThreadType<object> | undefined);
    if (!type) continue;
    const key = String(activity.payload[thread.by]);
    const name = `${thread.type} ${key}`;
    threads.set(name, { type: thread.type, key, state: type.apply(threads.get(name)?.state, activity) });
  }
  return [...threads.values()];
}
