import { setTimeout as sleep } from 'node:timers/promises';
import { claim } from './claim.ts';
import { type DeliveryTools, Turn } from './turn.ts';

export interface DelivererSettings {
  /** Endpoints that this process delivers to at the same time. */
  readonly endpoints?: number;
  /** Besides, of those whose last attempt failed: they may be slow, and take no place of the others. */
  readonly failing?: number;
  /** No endpoint is looked at more often than this, in milliseconds. */
  readonly pace?: number;
}

/** How often is looked for retries that are due, in milliseconds; new changes are told. */
const LOOK_EVERY = 500;
/** Between two looks, in milliseconds: a busy feed is not asked about every change. */
const BREATH = 20;
/** How long messages that are on their way may still need when this process ends, in milliseconds. */
const PATIENCE = 5000;

/** Endpoints that take turns in places of their own. */
interface Group {
  readonly failing: boolean;
  readonly places: number;
  readonly turns: Set<Promise<void>>;
}

/** Delivers the feed to webhook endpoints. Any number of processes may do so at the same time. */
export class Deliverer {
  readonly #tools: DeliveryTools;
  readonly #pace: number;
  readonly #groups: readonly Group[];
  #turnEnded = Promise.withResolvers<void>();

  constructor(tools: DeliveryTools, { endpoints = 100, failing = 50, pace = 50 }: DelivererSettings = {}) {
    this.#tools = tools;
    this.#pace = pace;
    this.#groups = [
      { failing: false, places: endpoints, turns: new Set() },
      { failing: true, places: failing, turns: new Set() },
    ];
  }

  /** Works until the signal aborts; then what is on its way may end, for a while. */
  async run(signal: AbortSignal): Promise<void> {
    const { feed, log, poster } = this.#tools;
    while (!signal.aborted) {
      const { signs } = feed;
      const { promise: ended } = this.#turnEnded;
      await this.#claim(signal).catch((error: unknown) => {
        log.error('webhook endpoints could not be claimed', { error });
      });
      const enough = new AbortController();
      await Promise.race([feed.wait(LOOK_EVERY, AbortSignal.any([signal, enough.signal]), signs), ended]);
      enough.abort();
      await sleep(BREATH, undefined, { signal }).catch(() => {});
    }
    const timer = setTimeout(() => poster.abandon(), PATIENCE);
    await this.#turns();
    clearTimeout(timer);
  }

  /** Delivers all that can be delivered now. */
  async drain(signal: AbortSignal = new AbortController().signal): Promise<void> {
    while ((await this.#claim(signal)) > 0) await this.#turns();
  }

  /** Begins the turns of endpoints that are due, as far as there is room. Returns how many. */
  async #claim(signal: AbortSignal): Promise<number> {
    const { database, time } = this.#tools;
    let count = 0;
    for (const { failing, places, turns } of this.#groups) {
      const limit = places - turns.size;
      if (limit <= 0) continue;
      const { token, endpoints, now } = await claim(database, { limit, failing, pace: this.#pace, now: time.given });
      if (now !== undefined) time.follow(now);
      count += endpoints.length;
      for (const endpoint of endpoints) {
        const turn = this.#begin(new Turn(this.#tools, endpoint, token, signal), endpoint.id).finally(() => {
          turns.delete(turn);
          this.#turnEnded.resolve();
          this.#turnEnded = Promise.withResolvers();
        });
        turns.add(turn);
      }
    }
    return count;
  }

  async #begin(turn: Turn, endpointId: string): Promise<void> {
    await turn.take().catch((error: unknown) => {
      this.#tools.log.error('deliveries to a webhook endpoint failed here and go on', { endpointId, error });
    });
  }

  async #turns(): Promise<void> {
    await Promise.all(this.#groups.flatMap(({ turns }) => [...turns]));
  }
}
