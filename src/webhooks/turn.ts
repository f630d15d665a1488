import type { Access } from '../access/access.ts';
import { system } from '../access/audit.ts';
import type { Database, Sql } from '../db/database.ts';
import type { PlacedChange } from '../feed/change-data.ts';
import type { Feed } from '../feed/feed.ts';
import type { Log } from '../log.ts';
import { LEASE } from './claim.ts';
import { keepDeadLetters } from './dead-letter.ts';
import type { Endpoint, Standing } from './endpoint.ts';
import { Look, type Sight } from './look.ts';
import type { Poster } from './post.ts';
import type { Renderer } from './render.ts';
import { Round, type Verdict } from './round.ts';
import { OPEN_AFTER, type Random } from './schedule.ts';
import { type Lease, standingOf, writeStanding } from './standing.ts';
import { disable } from './switch.ts';
import type { Time } from './time.ts';

/** What deliveries need. */
export interface DeliveryTools {
  readonly database: Database;
  readonly feed: Feed;
  readonly access: Pick<Access, 'viewerOf'>;
  readonly renderer: Renderer;
  readonly poster: Poster;
  readonly time: Time;
  readonly random: Random;
  readonly log: Log;
}

/** No message is begun later than this after an endpoint was claimed: then it is the turn of others. Milliseconds. */
const LONGEST = 5000;
/** How long an endpoint rests after something failed here and not there, in milliseconds. */
const REST = 5000;

/** A page of which the database knows that it may go out. */
interface OpenPage extends Sight {
  readonly chains: PlacedChange[][];
}

/**
 * The turn of one endpoint that was claimed: page after page goes out, until there is nothing to send now or the turn is
 * over. How far messages may have been sent is written before, and what became of them afterwards. After a crash between
 * the two they are sent once more, under the same ids.
 */
export class Turn {
  readonly #tools: DeliveryTools;
  readonly #look: Look;
  readonly #lease: Lease;
  readonly #stopping: AbortSignal;
  readonly #began = performance.now();
  #endpoint: Endpoint;
  #standing: Standing;
  /** Rounds of which is not written yet what became of them. */
  #unwritten: Round[] = [];

  constructor(tools: DeliveryTools, claimed: Endpoint, token: string, stopping: AbortSignal) {
    this.#tools = tools;
    this.#look = new Look(tools);
    this.#lease = { endpointId: claimed.id, token };
    this.#stopping = stopping;
    this.#endpoint = claimed;
    this.#standing = standingOf(claimed);
  }

  async take(): Promise<void> {
    try {
      for (let page = await this.#open(); page; ) page = await this.#send(page);
    } catch (error) {
      const notBefore = Math.max(this.#standing.notBefore ?? 0, this.#tools.time.now() + REST);
      this.#standing = { ...this.#standing, notBefore };
      await this.#leave().catch(() => {}); // then the lease runs out
      throw error;
    }
  }

  /** Opens the page that comes next. Undefined: there is nothing to send now, and the endpoint is free. */
  async #open(): Promise<OpenPage | undefined> {
    const sight = await this.#look.at(this.#endpoint, this.#standing);
    if (!sight || 'reason' in sight) return this.#leave(sight);
    const { progress } = sight;
    const now = this.#tools.time.now();
    const ready = progress.chains(now, this.#endpoint.lanes === 1);
    const rests = this.#isOver() || (this.#standing.notBefore ?? 0) > now;
    const chains = rests ? [] : this.#sparing(ready);
    if (chains.length === 0) {
      await this.#write(atRest(this.#standing, sight, ready.length > 0), null);
      return undefined;
    }
    const place = { ...progress.place(), inFlightTo: progress.end, nextAttemptAt: progress.nextDue() };
    const endpoint = await this.#write({ ...this.#standing, ...place }, now + LEASE);
    if (!endpoint) return undefined;
    return endpoint.disabledAt === null ? { ...sight, chains } : this.#leave();
  }

  /** Sends a page; returns the next one. */
  async #send(page: OpenPage): Promise<OpenPage | undefined> {
    const { feed, time, poster, random } = this.#tools;
    const [endpoint, standing, epoch] = [this.#endpoint, this.#standing, await feed.epoch()];
    const isOver = (): boolean => this.#isOver();
    const round = new Round({ endpoint, epoch, standing, progress: page.progress, poster, time, random, isOver });
    const sent = round.send(page.chains, page.following);
    const [behind] = await Promise.allSettled([this.#openBehind(page), sent]);
    this.#unwritten.push(round);
    this.#standing = round.standing();
    await sent;
    if (round.verdict) return this.#leave(round.verdict);
    const { cursor, ahead, failures, waiting } = this.#standing;
    const isDone = cursor === page.progress.end && failures + ahead.length + Object.keys(waiting).length === 0;
    return isDone && behind.status === 'fulfilled' && behind.value ? behind.value : this.#open();
  }

  /**
   * Opens the page behind the one that is on its way, which is the next one if everything gets through; meanwhile it is
   * written what became of the page before.
   */
  async #openBehind({ page, progress }: OpenPage): Promise<OpenPage | undefined> {
    const previous = page.changes.at(-1)?.position;
    if (page.whole || previous === undefined || this.#standing.failures > 0 || this.#isOver()) return undefined;
    const place = { cursor: progress.end, previous, ahead: [], waiting: {} };
    const sight = await this.#look.at(this.#endpoint, place);
    if (!sight || 'reason' in sight || sight.page.changes.length === 0) return undefined;
    const now = this.#tools.time.now();
    const endpoint = await this.#write({ ...this.#standing, inFlightTo: sight.progress.end }, now + LEASE);
    if (!endpoint || endpoint.disabledAt !== null) return undefined;
    return { ...sight, chains: sight.progress.chains(now, endpoint.lanes === 1) };
  }

  #isOver(): boolean {
    return this.#stopping.aborted || performance.now() - this.#began > LONGEST;
  }

  /** After failures in a row a single message shows whether the endpoint is back. */
  #sparing(chains: PlacedChange[][]): PlacedChange[][] {
    const first = chains[0]?.[0];
    return this.#standing.failures >= OPEN_AFTER && first ? [[first]] : chains;
  }

  /** Lets go of the endpoint; whoever comes next looks for itself what is left. */
  async #leave(verdict?: Verdict): Promise<undefined> {
    await this.#write({ ...this.#standing, inFlightTo: this.#standing.cursor }, null, verdict);
  }

  /** Writes how far the endpoint has come, and what became of the last rounds. */
  async #write(standing: Standing, until: number | null, verdict?: Verdict): Promise<Endpoint | undefined> {
    const { database, feed, log } = this.#tools;
    const rounds = this.#unwritten;
    const attempts = rounds.flatMap((round) => round.attempts);
    const deadLetters = rounds.flatMap((round) => round.deadLetters);
    const write = (sql: Sql) => writeStanding(sql, this.#lease, standing, attempts, until);
    let disabled = false;
    const endpoint =
      !verdict && deadLetters.length === 0
        ? await write(database)
        : await database.transact(async (sql) => {
            const written = await write(sql);
            if (!written) return undefined;
            await keepDeadLetters(sql, written.id, deadLetters);
            disabled = verdict !== undefined && (await disable(sql, SELF, written.id, verdict.reason, verdict.message));
            return written;
          });
    if (disabled) {
      feed.wake();
      log.warn('a webhook endpoint was disabled', { endpointId: this.#lease.endpointId, code: verdict?.reason });
    }
    this.#unwritten = [];
    this.#standing = standing;
    if (endpoint) this.#endpoint = endpoint;
    return endpoint;
  }
}

const SELF = system('webhooks');

/** How an endpoint is left when nothing can be sent now. */
function atRest(standing: Standing, { page, progress }: Sight, isLeft: boolean): Standing {
  const place = progress.place();
  const nextAttemptAt = progress.nextDue();
  // a full page of messages that wait: what is new would have to wait as well
  const notBefore = page.whole || isLeft ? standing.notBefore : Math.max(standing.notBefore ?? 0, nextAttemptAt ?? 0);
  return { ...standing, ...place, nextAttemptAt, notBefore, inFlightTo: isLeft ? place.cursor : progress.end };
}
