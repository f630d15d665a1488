import type { Access } from '../access/access.ts';
import { system } from '../access/audit.ts';
import type { Database, Sql } from '../db/database.ts';
import { failPoint } from '../db/fail-point.ts';
import type { PlacedChange } from '../feed/change-data.ts';
import { CursorExpiredError } from '../feed/cursor.ts';
import type { Feed } from '../feed/feed.ts';
import type { FeedFilter } from '../feed/filter.ts';
import { readWindow } from '../feed/read-window.ts';
import type { Log } from '../log.ts';
import { LEASE } from './claim.ts';
import { keepDeadLetters } from './dead-letter.ts';
import type { Endpoint, Standing } from './endpoint.ts';
import type { Poster } from './post.ts';
import { type Page, Progress, WINDOW } from './progress.ts';
import type { Following, Refusal, Renderer } from './render.ts';
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
/** How long the rights of a client are held to be what they were, in milliseconds. */
const TRUST = 1000;
/** How long an endpoint rests after something failed here and not there, in milliseconds. */
const REST = 5000;

interface Rights {
  readonly key: string;
  readonly following: Following | Refusal;
  readonly until: number;
}

/**
 * The turn of one endpoint that was claimed: page after page goes out, until there is nothing to send now or the turn is
 * over. What became of a page is written together with what is sent next. After a crash between the two the page is sent
 * once more, under the same ids.
 */
export class Turn {
  readonly #tools: DeliveryTools;
  readonly #lease: Lease;
  readonly #stopping: AbortSignal;
  readonly #began = performance.now();
  #endpoint: Endpoint;
  #standing: Standing;
  /** What became of it is not written yet. */
  #round: Round | undefined;
  #rights: Rights | undefined;

  constructor(tools: DeliveryTools, claimed: Endpoint, token: string, stopping: AbortSignal) {
    this.#tools = tools;
    this.#lease = { endpointId: claimed.id, token };
    this.#stopping = stopping;
    this.#endpoint = claimed;
    this.#standing = standingOf(claimed);
  }

  async take(): Promise<void> {
    try {
      while (await this.#page());
    } catch (error) {
      const notBefore = Math.max(this.#standing.notBefore ?? 0, this.#tools.time.now() + REST);
      this.#standing = { ...(this.#round?.standing() ?? this.#standing), notBefore };
      await this.#leave().catch(() => {}); // then the lease runs out
      throw error;
    }
  }

  /** Sends a page. Returns whether there may be another one. */
  async #page(): Promise<boolean> {
    const { time, poster, random } = this.#tools;
    const following = await this.#following();
    if (!following) return this.#leave(); // its client is disabled
    if ('refused' in following) return this.#leave({ reason: 'NOT_ALLOWED', message: following.refused });
    const page = await this.#read(following.filter);
    if (page instanceof CursorExpiredError) return this.#leave({ reason: 'CURSOR_EXPIRED', message: page.message });
    const progress = new Progress(this.#standing, page);
    const now = time.now();
    const ready = progress.chains(now, this.#endpoint.lanes === 1);
    const chains = this.#isOver() || (this.#standing.notBefore ?? 0) > now ? [] : this.#sparing(ready);
    if (chains.length === 0) {
      await this.#write(atRest(this.#standing, progress, page, ready.length > 0), null);
      return false;
    }
    const next = {
      ...{ ...this.#standing, ...progress.place() },
      ...{ inFlightTo: progress.end, nextAttemptAt: progress.nextDue() },
    };
    const endpoint = await this.#write(next, now + LEASE);
    if (!endpoint) return false;
    if (endpoint.disabledAt !== null) return this.#leave();
    const epoch = await this.#tools.feed.epoch();
    const isOver = (): boolean => this.#isOver();
    const round = new Round({ endpoint, epoch, standing: next, progress, poster, time, random, isOver });
    this.#round = round;
    await round.send(chains, following);
    await failPoint('after-post-before-cursor');
    this.#standing = round.standing();
    return round.verdict ? this.#leave(round.verdict) : true;
  }

  #isOver(): boolean {
    return this.#stopping.aborted || performance.now() - this.#began > LONGEST;
  }

  /** After failures in a row a single message shows whether the endpoint is back. */
  #sparing(chains: PlacedChange[][]): PlacedChange[][] {
    const first = chains[0]?.[0];
    return this.#standing.failures >= OPEN_AFTER && first ? [[first]] : chains;
  }

  /** What may be followed for the endpoint now; undefined: its client is disabled. */
  async #following(): Promise<Following | Refusal | undefined> {
    const { access, renderer } = this.#tools;
    const { clientId, version } = this.#endpoint;
    const now = performance.now();
    if (this.#rights && this.#rights.until > now && this.#rights.key.startsWith(`${version} `))
      return this.#rights.following;
    const viewer = await access.viewerOf(clientId);
    if (!viewer) return undefined;
    const key = `${version} ${viewer.rights}`;
    const following = this.#rights?.key === key ? this.#rights.following : renderer(viewer, this.#endpoint);
    this.#rights = { key, following, until: now + TRUST };
    return following;
  }

  async #read(filter: FeedFilter): Promise<Page<PlacedChange> | CursorExpiredError> {
    const { feed } = this.#tools;
    const { cursor, previous } = this.#standing;
    const { head } = this.#endpoint;
    if (head <= cursor) return { changes: [], whole: true, head };
    const epoch = await feed.epoch();
    try {
      const found = await readWindow(feed, filter, { after: cursor, upTo: head, limit: WINDOW });
      const changes = found.changes.map((change, i) => {
        const previousPosition = found.changes[i - 1]?.position ?? previous;
        return { ...change, epoch, previousPosition };
      });
      return { changes, whole: changes.length < WINDOW, head: found.reached };
    } catch (error) {
      if (error instanceof CursorExpiredError) return error;
      throw error;
    }
  }

  /** Lets go of the endpoint; whoever comes next looks for itself what is left. Always false: there is no other page. */
  async #leave(verdict?: Verdict): Promise<false> {
    await this.#write({ ...this.#standing, inFlightTo: this.#standing.cursor }, null, verdict);
    return false;
  }

  /** Writes how far the endpoint has come, and what became of the last round. */
  async #write(standing: Standing, until: number | null, verdict?: Verdict): Promise<Endpoint | undefined> {
    const { database, feed, log } = this.#tools;
    const { attempts = [], deadLetters = [] } = this.#round ?? {};
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
    this.#round = undefined;
    this.#standing = standing;
    if (endpoint) this.#endpoint = endpoint;
    return endpoint;
  }
}

const SELF = system('webhooks');

/** How an endpoint is left when nothing can be sent now. */
function atRest(
  standing: Standing,
  progress: Progress<PlacedChange>,
  page: Page<PlacedChange>,
  isLeft: boolean,
): Standing {
  const place = progress.place();
  const nextAttemptAt = progress.nextDue();
  // a full page of messages that wait: what is new would have to wait as well
  const notBefore = page.whole || isLeft ? standing.notBefore : Math.max(standing.notBefore ?? 0, nextAttemptAt ?? 0);
  return { ...standing, ...place, nextAttemptAt, notBefore, inFlightTo: isLeft ? place.cursor : progress.end };
}
