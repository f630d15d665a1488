import { setTimeout as sleep } from 'node:timers/promises';
import { Random } from '../../src/demo/random.ts';
import { type Crowd, drawActivity, type Sent } from './activities.ts';
import type { Answered, Ledger } from './ledger.ts';

/** Records activities. */
export const RECORD = `mutation ($input: RecordActivitiesInput!) {
  recordActivities(input: $input) {
    __typename
    ... on RecordActivitiesSuccess { results { status activityId } }
    ... on UserError { code message }
  }
}`;

/** A batch as {@link RECORD} takes it. */
export const inputOf = (batch: readonly Sent[]): { readonly input: object } => ({
  input: {
    activities: batch.map(({ customer, key, kind, input, occurredAt }) => ({
      customer: { externalId: customer },
      key,
      ...(occurredAt === undefined ? {} : { occurredAt: new Date(occurredAt).toISOString() }),
      activity: { [kind]: input },
    })),
  },
});

export interface LoadOptions {
  readonly seed: number;
  /** How many activities. */
  readonly total: number;
  readonly customers: number;
  readonly ledger: Ledger;
  readonly key: string;
  readonly urls: () => readonly string[];
  /** The share of activities that belong to few customers. */
  readonly hot?: number;
  /** How many callers send at the same time. */
  readonly senders?: number;
  readonly biggestBatch?: number;
  /** Draws an activity in place of the usual crowd. */
  readonly draw?: (random: Random, key: string) => Sent;
  /** How long a caller waits for an answer, in ms. */
  readonly patience?: number;
}

/** The share of batches that are sent twice on purpose: half of them at the same time, half of them later. */
const TWICE = 0.05;

/** Callers that record activities over HTTP, and send a batch again until somebody acknowledges it. */
export class Load {
  /** Attempts that came to nothing: the connection broke, or nobody answered in time. */
  broken = 0;
  /** Attempts that were answered with an error. */
  refused = 0;
  acknowledged = 0;
  readonly #options: LoadOptions;
  readonly #random: Random;
  readonly #crowd: Crowd;
  readonly #later: (readonly Sent[])[] = [];
  #drawn = 0;
  #open = 0;
  #stopped = false;
  #batches = 0;

  constructor(options: LoadOptions) {
    this.#options = options;
    this.#random = new Random(options.seed, 1);
    this.#crowd = { customers: options.customers, hot: options.hot ?? 0.02, start: Date.now() };
  }

  /** Lets callers send this share of all activities, 0 to 1. */
  open(share: number): void {
    this.#open = Math.round(this.#options.total * share);
  }

  get drawn(): number {
    return this.#drawn;
  }

  /** Resolves when what was opened is acknowledged. */
  async settled(): Promise<void> {
    while (!this.#stopped && this.acknowledged < this.#open) await sleep(5);
  }

  stop(): void {
    this.#stopped = true;
  }

  /** Resolves when everything is acknowledged. */
  async run(): Promise<void> {
    const { total, senders = 8 } = this.#options;
    const send = async (): Promise<void> => {
      while (!this.#stopped) {
        const batch = this.#draw();
        if (batch) await this.#sendMaybeTwice(batch);
        else if (this.#drawn >= total) break;
        else await sleep(2);
      }
      for (let batch = this.#later.pop(); batch && !this.#stopped; batch = this.#later.pop()) await this.#send(batch);
    };
    await Promise.all(Array.from({ length: senders }, send));
  }

  #draw(): readonly Sent[] | undefined {
    const { total, ledger, biggestBatch = 40, draw } = this.#options;
    const size = Math.min(this.#random.whole(1, biggestBatch), Math.min(this.#open, total) - this.#drawn);
    if (size <= 0) return undefined;
    const random = new Random(this.#options.seed, 1000 + this.#batches++);
    const batch = Array.from({ length: size }, (_, i) => {
      const key = `k-${this.#batches}-${i}`;
      return draw?.(random, key) ?? drawActivity(random, this.#crowd, key);
    });
    this.#drawn += size;
    ledger.send(batch);
    return batch;
  }

  async #sendMaybeTwice(batch: readonly Sent[]): Promise<void> {
    const twice = this.#random.chance(TWICE);
    const atOnce = this.#random.chance(0.5);
    const sends = [this.#send(batch), ...(twice && atOnce ? [this.#send(batch)] : [])];
    await Promise.all(sends);
    this.acknowledged += batch.length;
    if (twice && !atOnce) this.#later.push(batch);
  }

  /** Sends a batch to any server that is there, again and again until it is acknowledged. */
  async #send(batch: readonly Sent[]): Promise<void> {
    const body = JSON.stringify({ query: RECORD, variables: inputOf(batch) });
    while (!this.#stopped) {
      const urls = this.#options.urls();
      if (urls.length === 0) {
        await sleep(20);
        continue;
      }
      const answers = await this.#post(this.#random.pick(urls), body);
      if (answers) {
        this.#options.ledger.acknowledge(batch, answers);
        return;
      }
      await sleep(this.#random.whole(5, 100));
    }
  }

  async #post(url: string, body: string): Promise<readonly Answered[] | undefined> {
    const { key, patience = 30_000 } = this.#options;
    try {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
        body,
        signal: AbortSignal.timeout(patience),
      });
      const answer = (await response.json()) as { data?: { recordActivities?: { results?: Answered[] } } };
      const results = answer.data?.recordActivities?.results;
      if (!results) this.refused += 1;
      return results;
    } catch {
      this.broken += 1;
      return undefined;
    }
  }
}
