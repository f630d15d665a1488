import { setTimeout as sleep } from 'node:timers/promises';
import type { Access } from '../../access/access.ts';
import type { Viewer } from '../../contract/viewer.ts';
import { type Connection, CREDENTIAL_ENDED, RIGHTS_CHANGED } from './sink.ts';

export interface StreamLimits {
  /** Open subscriptions of one key or token, in each process. */
  readonly streamsPerKey: number;
  /** Open WebSockets of one key or token, in each process. */
  readonly socketsPerKey: number;
  /** Open subscriptions of one WebSocket. */
  readonly streamsPerSocket: number;
}

export const STREAM_LIMITS: StreamLimits = { streamsPerKey: 1000, socketsPerKey: 1000, streamsPerSocket: 20 };

/** How often it is looked whether those who read still may, in milliseconds. */
const RENEW_EVERY = 20_000;

/** How long clients are given to take leave when the server closes. */
const FAREWELL = 2000;

/** The open connections of a process: counted for each credential, and ended when it does. */
export class Connections {
  readonly limits: StreamLimits;
  readonly #access: Access;
  readonly #open = new Set<Connection>();
  readonly #counts = new Map<string, number>();
  #renewedAt = 0;
  #closing = false;

  constructor(access: Access, limits: Partial<StreamLimits> = {}) {
    this.#access = access;
    this.limits = { ...STREAM_LIMITS, ...limits };
  }

  get size(): number {
    return this.#open.size;
  }

  get closing(): boolean {
    return this.#closing;
  }

  add(connection: Connection): void {
    this.#open.add(connection);
  }

  delete(connection: Connection): void {
    this.#open.delete(connection);
  }

  /** Counts one more for a viewer; false when they have as many as they may. */
  take(what: 'stream' | 'socket', viewer: Viewer): boolean {
    const key = countKey(what, viewer);
    const count = this.#counts.get(key) ?? 0;
    if (count >= (what === 'stream' ? this.limits.streamsPerKey : this.limits.socketsPerKey)) return false;
    this.#counts.set(key, count + 1);
    return true;
  }

  give(what: 'stream' | 'socket', viewer: Viewer): void {
    const key = countKey(what, viewer);
    const count = (this.#counts.get(key) ?? 0) - 1;
    if (count > 0) this.#counts.set(key, count);
    else this.#counts.delete(key);
  }

  async tick(now: number): Promise<void> {
    for (const one of this.#open) one.beat(now);
    if (now - this.#renewedAt < RENEW_EVERY) return;
    this.#renewedAt = now;
    await this.#renew(now);
  }

  /** Asks once for each credential whether it is still good, and for what. */
  async #renew(now: number): Promise<void> {
    const byViewer = Map.groupBy(this.#open, ({ viewer }) => viewer);
    for (const [viewer, connections] of byViewer) {
      const renewed = await this.#access.renew(viewer, now).catch(() => viewer); // not known now: at the next time
      if (renewed === viewer) continue;
      for (const one of connections) {
        if (!renewed) one.end(CREDENTIAL_ENDED);
        else if (renewed.rights !== viewer.rights) one.end(RIGHTS_CHANGED);
        else one.viewer = renewed;
      }
    }
  }

  /** Takes leave of everybody, and cuts who does not go. */
  async close(): Promise<void> {
    this.#closing = true;
    for (const one of this.#open) one.leave();
    const until = performance.now() + FAREWELL;
    while (this.#open.size > 0 && performance.now() < until) await sleep(20);
    for (const one of this.#open) one.cut();
  }
}

const countKey = (what: string, { by, id }: Viewer): string => `${what} ${by} ${id}`;
