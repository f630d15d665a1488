/** What the bench tells its server and gets from it. */
export interface ServerReady {
  readonly port: number;
}

export interface Memory {
  readonly rss: number;
  readonly heap: number;
}

/** What the bench tells the process with the subscribers. */
export interface Subscribe {
  readonly port: number;
  readonly count: number;
  readonly authorization: string;
  /** Their bodies; subscriber n sends number n modulo their length. */
  readonly bodies: readonly string[];
}

export interface Counted {
  readonly events: number;
  readonly bytes: number;
  /** From an event's `occurredAt` to its arrival in milliseconds, of some subscribers. */
  readonly latencies: readonly number[];
  /** When the last event came, in epoch milliseconds. */
  readonly lastAt: number;
}
