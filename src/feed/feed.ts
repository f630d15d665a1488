import pg from 'pg';
import type { Cause } from '../contract/change.ts';
import type { Database } from '../db/database.ts';
import { PATIENCE } from '../db/timeouts.ts';
import { CursorExpiredError } from './cursor.ts';
import { EVERYTHING, type FeedFilter, filterSql, filterValues } from './filter.ts';
import { CHANNEL, sequence } from './sequencer.ts';

/** A change as the feed tells it. */
export interface FeedChange {
  readonly position: number;
  readonly customerId: string;
  readonly changeSeq: number;
  readonly createdAt: Date;
  readonly type: string;
  /** Null: no rule set says so. */
  readonly ruleSetId: string | null;
  readonly versionId: string | null;
  /** The only client that may see it; null: everybody who may see its type. */
  readonly clientId: string | null;
  readonly key: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly cause: Cause;
  readonly why: unknown;
  /** What its type says besides; null: nothing. */
  readonly details: Readonly<Record<string, string>> | null;
}

interface Row {
  position: string;
  customer_id: string;
  change_seq: number;
  at: number;
  type: string;
  rule_set_id: string | null;
  version_id: string | null;
  client_id: string | null;
  key: string;
  from: string | null;
  to: string | null;
  cause: Cause;
  why: unknown;
  details: Record<string, string> | null;
}

/** The log of all changes in one gapless order, and what wakes its readers. */
export class Feed {
  readonly #database: Database;
  #epoch: string | undefined;
  #listener: pg.Client | undefined;
  #closed = false;
  #waiting = new Set<() => void>();
  #sequencing: (() => void) | undefined;
  #woken = false;
  #signs = 0;

  constructor(database: Database) {
    this.#database = database;
  }

  async epoch(): Promise<string> {
    this.#epoch ??=
      (await this.#database.query<{ epoch: string }>('feed-epoch', 'select epoch from feed_head'))[0]?.epoch ?? '';
    return this.#epoch;
  }

  /** Position of the newest change that has one. */
  async head(): Promise<number> {
    const [row] = await this.#database.query<{ position: string }>(
      'feed-position',
      'select position from feed_head',
      [],
      PATIENCE.feed,
    );
    return Number(row?.position ?? 0);
  }

  /** The position after which changes are kept: 0, until old ones are forgotten. */
  async start(): Promise<number> {
    const [row] = await this.#database.query<{ at: string }>('feed-start', 'select forgotten as at from feed_head');
    return Number(row?.at ?? 0);
  }

  /**
   * Changes after (or, for `before`, before) a position that fit the filter, ascending; at most `limit`. Throws
   * `CursorExpiredError` when changes behind `after` are not kept any more.
   */
  async read(
    window: { after: number; before?: number; limit: number; last?: boolean },
    filter: FeedFilter = EVERYTHING,
  ): Promise<FeedChange[]> {
    const order = window.last ? 'desc' : 'asc';
    const rows = await this.#database.query<Row>(
      `read-feed-${order}`,
      `select position, customer_id, change_seq, (extract(epoch from created_at) * 1000)::float8 as at, type, rule_set_id,
              version_id, client_id, key, "from", "to", cause, why, details
         from change where position > $1 and ($2::bigint is null or position < $2) and ${filterSql(4)}
          and (select forgotten <= $1 from feed_head)
        order by position ${order} limit $3`,
      [window.after, window.before ?? null, window.limit, ...filterValues(filter)],
      PATIENCE.feed,
    );
    if (rows.length === 0 && (await this.start()) > window.after) throw new CursorExpiredError();
    const changes = rows.map(toChange);
    return window.last ? changes.reverse() : changes;
  }

  /**
   * Numbers what was committed, again and again, until the signal; woken by `wake`, and at least every 250 ms. `onError`
   * is told when it begins to fail, and not each time after that.
   */
  async runSequencer(signal: AbortSignal, onError: (error: unknown) => void = () => {}): Promise<void> {
    let failing = false;
    const number = (): Promise<number | undefined> =>
      sequence(this.#database).then(
        (count) => {
          failing = false;
          return count;
        },
        (error: unknown) => {
          if (!failing) onError(error);
          failing = true;
          return 0;
        },
      );
    while (!signal.aborted) {
      this.#woken = false;
      const count = await number();
      if (count) this.#wakeReaders();
      if (count || this.#woken) continue;
      // another process is at it, and may have begun before our last commit
      const pause = count === undefined ? 10 : 250;
      await new Promise<void>((resolve) => {
        const go = (): void => {
          clearTimeout(timer);
          signal.removeEventListener('abort', go);
          resolve();
        };
        const timer = setTimeout(go, pause);
        this.#sequencing = go;
        signal.addEventListener('abort', go, { once: true });
      });
    }
  }

  /** Something was committed in this process. */
  wake(): void {
    this.#woken = true;
    this.#sequencing?.();
  }

  /** Counts signs of new changes; a reader that notes it before it reads misses none that come meanwhile. */
  get signs(): number {
    return this.#signs;
  }

  /** Resolves at the next sign of new changes after `seen`, after `ms`, or when the signal aborts. */
  async wait(ms: number, signal: AbortSignal, seen: number = this.#signs): Promise<void> {
    if (signal.aborted || this.#closed || seen !== this.#signs) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.#waiting.add(done);
      signal.addEventListener('abort', done, { once: true });
    });
  }

  /** Whether readers are to end: this process is closing. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Listens for sequencers of other processes; a lost connection only means that readers poll until it is back. */
  async listen(): Promise<void> {
    // through a pooler notifications go to nobody: readers poll
    if (this.#closed || this.#listener || this.#database.pooled) return;
    const connectionTimeoutMillis = PATIENCE.connection;
    const client = new pg.Client({ connectionString: this.#database.url, connectionTimeoutMillis, keepAlive: true });
    const lost = (): void => {
      if (this.#listener !== client) return;
      this.#listener = undefined;
      if (!this.#closed) setTimeout(() => void this.listen().catch(() => {}), 1000).unref();
    };
    client.on('error', lost);
    client.on('end', lost);
    client.on('notification', () => this.#wakeReaders());
    this.#listener = client;
    await client.connect();
    await client.query(`listen ${CHANNEL}`);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#wakeReaders();
    const listener = this.#listener;
    this.#listener = undefined;
    await listener?.end().catch(() => {});
  }

  #wakeReaders(): void {
    this.#signs += 1;
    for (const done of [...this.#waiting]) done();
  }
}

const toChange = (row: Row): FeedChange => ({
  position: Number(row.position),
  customerId: row.customer_id,
  changeSeq: row.change_seq,
  createdAt: new Date(row.at),
  type: row.type,
  ruleSetId: row.rule_set_id,
  versionId: row.version_id,
  clientId: row.client_id,
  key: row.key,
  from: row.from,
  to: row.to,
  cause: row.cause,
  why: row.why,
  details: row.details,
});
