import type { Activity, ActivityKind, Field, ThreadType } from '../contract/activity.ts';
import type { Report } from './finding.ts';
import { callPure, frozen } from './pure.ts';
import { chance } from './situations.ts';

/** A thread says the same in whichever order its activities arrive. */
export function checkThread(thread: ThreadType, kinds: readonly ActivityKind[], report: Report): void {
  const own = kinds.filter((kind) => kind.thread?.type === thread.key);
  const next = chance(own.length);
  for (let round = 0; round < 40 && own.length > 0; round++) {
    const activities = Array.from({ length: 4 }, (_, i) => invent(own[Math.floor(next() * own.length)], i, next));
    const said = (order: readonly Activity[]) => {
      const state = order.reduce<unknown>(
        (before, activity) =>
          callPure(`"apply" of thread ${thread.key}`, report, () => thread.apply(frozen(before) as never, activity)),
        undefined,
      );
      return callPure(`"view" of thread ${thread.key}`, report, () => thread.view(frozen(state) as never));
    };
    if (JSON.stringify(sorted(said(activities))) !== JSON.stringify(sorted(said(activities.toReversed()))))
      report(
        `The thread ${thread.key} depends on the order in which activities arrive; decide by occurredAt, then seq.`,
      );
  }
}

const sorted = (view: object | undefined): unknown[] => Object.entries(view ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));

function invent(kind: ActivityKind | undefined, i: number, next: () => number): Activity {
  const { key = '', fields = {} } = kind ?? {};
  const payload = Object.entries(fields)
    .filter(([, { required }]) => required || next() < 0.6)
    .map(([name, field]) => [name, sample(field, next)]);
  const occurredAt = Date.UTC(2026, 0, 1 + Math.floor(next() * 5));
  return frozen({
    id: `${i}`,
    customerId: 'c',
    kind: key,
    occurredAt,
    seq: i + 1,
    payload: Object.fromEntries(payload),
  });
}

function sample({ type, values = [], min = 0 }: Field, next: () => number): unknown {
  const number = min + Math.floor(next() * 5);
  if (type === 'text') return `text ${number}`;
  if (type === 'enum') return values[number % values.length];
  if (type === 'boolean') return number % 2 === 0;
  return type === 'items' ? [{ sku: 'a', quantity: 1, amount: number }] : number;
}
