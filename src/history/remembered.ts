import type { Activity } from '../contract/activity.ts';
import type { Past, Span, ThreadRow, WantedThread } from '../pipeline/read-past.ts';

const before = (a: Activity, b: Activity): boolean =>
  a.occurredAt < b.occurredAt || (a.occurredAt === b.occurredAt && a.seq < b.seq);

/** What one customer did, in memory: the road measures by it as it does by the log of the database. */
export class Remembered implements Past {
  /** By time, then by the order in which they were learned. */
  readonly activities: Activity[] = [];
  readonly #threads = new Map<string, ThreadRow>();

  /** The same past, for a life that goes another way from here. */
  copy(): Remembered {
    const copy = new Remembered();
    copy.activities.push(...this.activities);
    for (const [name, thread] of this.#threads) copy.#threads.set(name, thread);
    return copy;
  }

  add(activities: readonly Activity[]): void {
    for (const activity of activities) {
      let at = this.activities.length;
      while (at > 0 && before(activity, this.activities[at - 1] as Activity)) at--;
      this.activities.splice(at, 0, activity);
    }
  }

  spans(spans: readonly Span[]): Promise<Activity[][]> {
    return Promise.resolve(
      spans.map(({ from, to, kinds }) => {
        const found: Activity[] = [];
        for (let i = this.#after(from); i < this.activities.length; i++) {
          const activity = this.activities[i] as Activity;
          if (activity.occurredAt >= to) break;
          if (kinds.includes(activity.kind)) found.push(activity);
        }
        return found;
      }),
    );
  }

  next(spans: readonly Omit<Span, 'to'>[]): Promise<number[]> {
    return Promise.resolve(
      spans.map(({ from, kinds }) => {
        for (let i = this.#after(from); i < this.activities.length; i++) {
          const activity = this.activities[i] as Activity;
          if (kinds.includes(activity.kind)) return activity.occurredAt;
        }
        return Number.NaN;
      }),
    );
  }

  threads(wanted: readonly WantedThread[], whole: ReadonlySet<string>): Promise<ThreadRow[]> {
    const names = new Set(wanted.map(({ type, key }) => nameOf(type, key)));
    const types = new Set(wanted.map(({ type }) => type).filter((type) => whole.has(type)));
    return Promise.resolve(
      [...this.#threads.values()].filter(({ type, key }) => types.has(type) || names.has(nameOf(type, key))),
    );
  }

  keepThreads(threads: readonly ThreadRow[]): Promise<void> {
    for (const thread of threads) this.#threads.set(nameOf(thread.type, thread.key), thread);
    return Promise.resolve();
  }

  /** Every thread there is. */
  get allThreads(): readonly ThreadRow[] {
    return [...this.#threads.values()];
  }

  /** The place of the first activity after the instant. */
  #after(at: number): number {
    let low = 0;
    let high = this.activities.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.activities[middle] as Activity).occurredAt <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

const nameOf = (type: string, key: string): string => `${type} ${key}`;
