import { failPoint } from '../db/fail-point.ts';
import type { PlacedChange } from '../feed/change-data.ts';
import { type Attempt, isDelivered } from './attempt.ts';
import { Contents } from './contents.ts';
import type { GivenUp } from './dead-letter.ts';
import type { Endpoint, Reason, Standing } from './endpoint.ts';
import { messageId } from './message.ts';
import { Abandoned, type Poster } from './post.ts';
import type { Progress } from './progress.ts';
import type { Following, Rendered } from './render.ts';
import { ATTEMPTS, delayAfter, GIVE_UP_AFTER, OPEN_AFTER, pauseAfter, type Random, retryAfter } from './schedule.ts';
import { NOT_RENDERED, type SentAttempt, sendMessage } from './send-message.ts';
import type { Time } from './time.ts';

export interface RoundOptions {
  readonly endpoint: Endpoint;
  readonly epoch: string;
  readonly standing: Standing;
  readonly progress: Progress<PlacedChange>;
  readonly poster: Poster;
  readonly time: Time;
  readonly random: Random;
  /** Whether no further message is to be begun. */
  isOver(): boolean;
}

/** Why an endpoint is to be disabled. */
export interface Verdict {
  readonly reason: Reason;
  readonly message: string;
}

type Moving = {
  -readonly [K in 'failures' | 'failingSince' | 'notBefore' | 'lastDeliveredAt' | 'lanesNow']: Standing[K];
};

/** One round of deliveries to an endpoint: what is on its way at the same time, and what became of it. */
export class Round {
  readonly attempts: Attempt[] = [];
  readonly deadLetters: GivenUp[] = [];
  verdict: Verdict | undefined;
  readonly #options: RoundOptions;
  readonly #moving: Moving;
  #stopped = false;

  constructor(options: RoundOptions) {
    this.#options = options;
    const { failures, failingSince, notBefore, lastDeliveredAt, lanesNow } = options.standing;
    this.#moving = { failures, failingSince, notBefore, lastDeliveredAt, lanesNow };
  }

  /** Sends chains of messages side by side, each chain one after the other. */
  async send(chains: readonly PlacedChange[][], following: Following): Promise<void> {
    const { endpoint, time } = this.#options;
    const contents = await Contents.of(chains.flat(), following, time);
    let next = 0;
    const lane = async (): Promise<void> => {
      for (let chain = chains[next++]; chain; chain = chains[next++]) {
        for (const change of chain) {
          if (this.#stopped || this.#options.isOver()) return;
          const content = contents.for(change);
          const rendered = content instanceof Promise ? await this.#finished(content) : content;
          if (!(await this.#deliver(change, rendered))) break;
        }
      }
    };
    const lanes = Math.min(this.#moving.lanesNow, chains.length);
    // what is on its way in other lanes is waited for, whatever breaks in one: it is told as well
    const ended = await Promise.allSettled(Array.from({ length: lanes }, lane));
    for (const one of ended) if (one.status === 'rejected') throw one.reason;
    if (this.#moving.failures === 0) this.#moving.lanesNow = Math.min(endpoint.lanes, this.#moving.lanesNow * 2);
  }

  /** When one cannot be made, no other is begun either. */
  async #finished(content: Promise<Rendered>): Promise<Rendered> {
    try {
      return await content;
    } catch (error) {
      this.#stopped = true;
      throw error;
    }
  }

  /** How far the endpoint has come by this round. */
  standing(): Standing {
    return { ...this.#options.standing, ...this.#moving, ...this.#options.progress.place() };
  }

  /** Whether the messages behind this one may go. */
  async #deliver(change: PlacedChange, rendered: Rendered): Promise<boolean> {
    const { endpoint, epoch, progress, time, poster } = this.#options;
    const { position } = change;
    const sent = {
      id: messageId(epoch, endpoint.id, endpoint.generation, position),
      replay: position <= endpoint.replayTo,
      number: (progress.waitingOf(change)?.attempts ?? 0) + 1,
      change,
    };
    let attempt: SentAttempt;
    try {
      attempt = await sendMessage({ poster, time, epoch }, endpoint, rendered, sent);
    } catch (error) {
      if (!(error instanceof Abandoned)) throw error;
      this.#stopped = true;
      return false;
    }
    const pause = failPoint('after-post-before-cursor');
    if (pause) await pause;
    this.attempts.push(attempt);
    if (isDelivered(attempt)) {
      this.#moving.failures = 0;
      this.#moving.failingSince = null;
      this.#moving.lastDeliveredAt = time.now();
      progress.done(change);
      return true;
    }
    return this.#fail(change, attempt);
  }

  #fail(change: PlacedChange, attempt: SentAttempt): boolean {
    const { endpoint, progress, random } = this.#options;
    const now = this.#options.time.now();
    const moving = this.#moving;
    const asked = retryAfter(attempt.retryAfter, now);
    // what could not be made into a message is not the endpoint's fault
    if (attempt.error !== NOT_RENDERED) {
      // what was on its way when the endpoint was left alone says nothing new
      if (!this.#stopped) moving.failures += 1;
      moving.failingSince ??= now;
      this.#spare(attempt.status, asked, now);
    }
    const since = progress.waitingOf(change)?.since ?? now;
    const wait = Math.max(delayAfter(attempt.number, random), asked ?? 0);
    progress.failed(change, { attempts: attempt.number, since, next: now + wait });
    if (attempt.status === 410) return this.#disable('GONE', 'The endpoint answered 410 Gone.');
    if (moving.failingSince !== null && now - moving.failingSince >= GIVE_UP_AFTER)
      return this.#disable('FAILING', `Last: ${tell(attempt)}`);
    // while nothing gets through, it is the endpoint that is at fault and not this message
    const othersGotThrough = moving.lastDeliveredAt !== null && moving.lastDeliveredAt > since;
    if (attempt.number < ATTEMPTS || !othersGotThrough) return false;
    if (endpoint.onPoison === 'block')
      return this.#disable(
        'POISON',
        `Message ${attempt.messageId} failed ${attempt.number} times. Last: ${tell(attempt)}`,
      );
    this.deadLetters.push({ ...attempt, change });
    progress.done(change);
    return true;
  }

  /** Leaves an endpoint alone that asks for it, or that keeps failing. */
  #spare(status: number | null, asked: number | undefined, now: number): void {
    const moving = this.#moving;
    const throttled = asked !== undefined || status === 429 || status === 502 || status === 504;
    if (throttled) moving.lanesNow = Math.max(1, moving.lanesNow >> 1);
    if (!throttled && moving.failures < OPEN_AFTER) return;
    const pause = Math.max(asked ?? 0, pauseAfter(moving.failures, this.#options.random));
    moving.notBefore = Math.max(moving.notBefore ?? 0, now + pause);
    this.#stopped = true;
  }

  #disable(reason: Reason, message: string): false {
    this.verdict ??= { reason, message };
    this.#stopped = true;
    return false;
  }
}

const tell = ({ status, error }: Attempt): string => (status === null ? (error ?? '') : `status ${status}.`);
