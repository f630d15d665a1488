import type { Viewer } from '../contract/viewer.ts';
import { limitsFor } from './limits.ts';

/**
 * Points that come back to a client in a second, when nothing else is set: a third of what one process answers on two
 * cores. A page of 20 customers with 30 metrics costs about 850.
 */
export const DEFAULT_RATE = 500_000;

/** How many seconds' worth of points a client may have. */
const SECONDS_KEPT = 10;
/** The costliest operation that there may be must be possible. */
const LEAST_CAPACITY = 20_000;
const MOST_CLIENTS = 10_000;

/** What an operation cost, and what is left; as callers see it in `extensions.cost`. */
export interface CostReport {
  readonly requestedQueryCost: number;
  /** Absent: nothing limits how much a client may ask for. */
  readonly throttleStatus?: {
    readonly maximumAvailable: number;
    readonly currentlyAvailable: number;
    /** Points a second. */
    readonly restoreRate: number;
  };
}

export interface Charge {
  readonly report: CostReport;
  /** Seconds after which the operation may be sent again; undefined: it was charged, and may run. */
  readonly wait: number | undefined;
}

interface Bucket {
  points: number;
  at: number;
}

/** Counts what clients ask for, in points. Each has a bucket that fills again at a steady rate, in each process. */
export class Meter {
  readonly #rate: number;
  readonly #buckets = new Map<string, Bucket>();

  /** `rate` is in points a second for each client; 0: no limit. */
  constructor(rate: number = DEFAULT_RATE) {
    this.#rate = rate;
  }

  /** Takes the points of an operation, if they are there. `now` is a time in ms that never goes back. */
  charge(viewer: Viewer, points: number, now: number = performance.now()): Charge {
    if (this.#rate === 0) return { report: { requestedQueryCost: points }, wait: undefined };
    const rate = this.#rate * limitsFor(viewer).rateShare;
    const capacity = Math.max(rate * SECONDS_KEPT, LEAST_CAPACITY);
    const bucket = this.#bucketOf(viewer.clientId ?? `${viewer.by} ${viewer.id}`, capacity, now);
    bucket.points = Math.min(capacity, bucket.points + (Math.max(0, now - bucket.at) / 1000) * rate);
    bucket.at = now;
    const enough = bucket.points >= points;
    if (enough) bucket.points -= points;
    const throttleStatus = {
      maximumAvailable: capacity,
      currentlyAvailable: Math.floor(bucket.points),
      restoreRate: rate,
    };
    const wait = enough ? undefined : Math.max(1, Math.ceil((points - bucket.points) / rate));
    return { report: { requestedQueryCost: points, throttleStatus }, wait };
  }

  #bucketOf(client: string, points: number, at: number): Bucket {
    let bucket = this.#buckets.get(client);
    if (!bucket) {
      // the oldest goes: it has most likely filled again
      if (this.#buckets.size >= MOST_CLIENTS) this.#buckets.delete(this.#buckets.keys().next().value as string);
      bucket = { points, at };
      this.#buckets.set(client, bucket);
    }
    return bucket;
  }
}
