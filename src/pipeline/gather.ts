import { isPassing } from '../db/transact.ts';
import { OverloadedError } from '../errors.ts';
import type { Batch, SettleResult } from './batch.ts';
import { MAX_BATCH, type Road } from './road.ts';

/** Most callers' activities and profiles that may wait; what is beyond is refused with `OVERLOADED`. */
const MAX_WAITING = 20_000;

/** How many activities or profiles must wait for a second transaction to run beside the first. */
const WORTH_A_LANE = 32;

interface Request {
  readonly batch: Batch;
  readonly size: number;
  resolve(result: SettleResult): void;
  reject(error: unknown): void;
}

/**
 * In front of the road: requests that arrive while a transaction is running travel together in the next one. Nothing
 * waits when the road is free. Each caller is answered after its commit; when a gathered batch fails, it is split, so
 * that one caller's fault stays its own.
 */
export class Gatherer {
  readonly #road: Road;
  readonly #lanes: number;
  readonly #waiting: Request[] = [];
  #waitingSize = 0;
  #running = 0;
  #idle: (() => void)[] = [];

  /** `lanes` transactions run at the same time at most. */
  constructor(road: Road, lanes = 2) {
    this.#road = road;
    this.#lanes = lanes;
  }

  record(batch: Batch): Promise<SettleResult> {
    const size = batch.activities.length + (batch.profiles?.length ?? 0);
    if (this.#waitingSize + size > MAX_WAITING)
      return Promise.reject(new OverloadedError('Too much is waiting to be recorded; send it again in a moment.'));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ batch, size, resolve, reject });
      this.#waitingSize += size;
      this.#drive();
    });
  }

  /** Resolves when everything that was taken is answered. */
  async drained(): Promise<void> {
    if (this.#running === 0 && this.#waiting.length === 0) return;
    await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  #drive(): void {
    while (this.#running < this.#lanes && this.#waiting.length > 0) {
      // one lane drives at once; a further one only when it is worth a transaction
      if (this.#running > 0 && this.#waitingSize < WORTH_A_LANE) return;
      this.#running += 1;
      void this.#travel(this.#take()).finally(() => {
        this.#running -= 1;
        if (this.#running === 0 && this.#waiting.length === 0) for (const done of this.#idle.splice(0)) done();
        this.#drive();
      });
    }
  }

  #take(): Request[] {
    let size = 0;
    let count = 0;
    for (const request of this.#waiting) {
      if (count > 0 && size + request.size > MAX_BATCH) break;
      // a batch with a clock or writes of its own travels alone
      const { now, refuse, beforehand, alongside } = request.batch;
      const alone = [now, refuse, beforehand, alongside].some((own) => own !== undefined);
      if (alone && count > 0) break;
      size += request.size;
      count += 1;
      if (alone) break;
    }
    this.#waitingSize -= size;
    return this.#waiting.splice(0, count);
  }

  async #travel(requests: Request[]): Promise<void> {
    const [first] = requests;
    try {
      if (first && requests.length === 1) return first.resolve(await this.#road.settle(first.batch));
      const result = await this.#road.settle({
        activities: requests.flatMap(({ batch }) => batch.activities),
        profiles: requests.flatMap(({ batch }) => batch.profiles ?? []),
        customerIds: requests.flatMap(({ batch }) => batch.customerIds ?? []),
      });
      let from = 0;
      for (const { batch, resolve } of requests) {
        const to = from + batch.activities.length;
        resolve({ ...result, results: result.results.slice(from, to) });
        from = to;
      }
    } catch (error) {
      // what passes was tried again already, and is nobody's fault: splitting would help nobody
      if (requests.length === 1 || isPassing(error)) {
        for (const { reject } of requests) reject(error);
        return;
      }
      const middle = requests.length >> 1;
      await this.#travel(requests.slice(0, middle));
      await this.#travel(requests.slice(middle));
    }
  }
}
