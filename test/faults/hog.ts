import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';

const DOCUMENT = `subscription ($after: String) { changes(after: $after) {
  cursor position previousPosition changeSeq customerId type ruleSet cause { by }
  customer { externalId segments { segment { key } since } metrics { ordersEver ordersLast30Days openComplaints spendEver { amount currencyCode } } }
} }`;

/** What a hog does to a connection that brings it more than it wants. */
interface Line {
  pause(): void;
  resume(): void;
  /** Ends it without a word. */
  cut(): void;
  /** Resolves when it has ended. */
  readonly closed: Promise<unknown>;
}

/** Counts bytes that came, and says whether more are wanted. */
type Take = (count: number) => boolean;

export interface HogOptions {
  readonly url: string;
  readonly key: string;
  readonly after: string;
  readonly over: 'sse' | 'websocket';
  /** Bytes that it takes at once, every `every` ms; 0: none, ever. */
  readonly portion: number;
  readonly every: number;
  /** How long one that takes nothing stays, in ms: the end of a connection that is not read cannot be seen. */
  readonly stays: number;
}

/** A client that asks for everything from the beginning, takes next to nothing of it, and comes again when it is thrown out. */
export class Hog {
  /** Times the server ended its connection. */
  ended = 0;
  bytes = 0;
  connections = 0;
  readonly #options: HogOptions;
  readonly #stop = new AbortController();

  constructor(options: HogOptions) {
    this.#options = options;
  }

  async run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      await this.#sit(signal).catch(() => {});
      await sleep(1000, undefined, { signal }).catch(() => {});
    }
  }

  stop(): void {
    this.#stop.abort();
  }

  async #sit(signal: AbortSignal): Promise<void> {
    const { over, portion, every, stays } = this.#options;
    let left = portion;
    const take: Take = (count) => {
      this.bytes += count;
      left -= count;
      return left > 0;
    };
    const line = await (over === 'sse' ? openStream : openSocket)(this.#options, take);
    this.connections += 1;
    let closed = false;
    void line.closed.then(() => {
      closed = true;
    });
    const until = performance.now() + (portion > 0 ? Number.POSITIVE_INFINITY : stays);
    while (!closed && !signal.aborted && performance.now() < until) {
      await Promise.race([line.closed, sleep(Math.min(every, stays), undefined, { signal }).catch(() => {})]);
      left = portion;
      if (portion > 0) line.resume();
    }
    if (!signal.aborted) {
      left = Number.POSITIVE_INFINITY;
      line.resume(); // only now it learns whether anybody is still there
      await Promise.race([line.closed, sleep(20_000)]);
      if (closed) this.ended += 1;
    }
    line.cut();
  }
}

const requestOf = ({ after }: HogOptions) => ({ query: DOCUMENT, variables: { after } });

function openStream(options: HogOptions, take: Take): Promise<Line> {
  const body = JSON.stringify(requestOf(options));
  const socket = connect(Number(new URL(options.url).port), '127.0.0.1');
  socket.write(
    `POST /graphql HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${options.key}\r\n` +
      `content-type: application/json\r\naccept: text/event-stream\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
  socket.on('data', (data) => {
    if (!take(data.length)) socket.pause();
  });
  socket.on('error', () => {});
  const line: Line = {
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    cut: () => socket.destroy(),
    closed: new Promise((resolve) => socket.once('close', resolve)),
  };
  return opened(line, new Promise((resolve) => socket.once('data', resolve)));
}

function openSocket(options: HogOptions, take: Take): Promise<Line> {
  const socket = new WebSocket(`${options.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const say = (message: object): void => socket.send(JSON.stringify(message));
  socket.on('open', () => say({ type: 'connection_init', payload: { authorization: `Bearer ${options.key}` } }));
  const begun = new Promise<void>((resolve) =>
    socket.on('message', (data: Buffer) => {
      if (data.includes('"connection_ack"')) {
        say({ id: '1', type: 'subscribe', payload: requestOf(options) });
        resolve();
      } else if (!take(data.length)) socket.pause();
    }),
  );
  socket.on('error', () => {});
  const line: Line = {
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    cut: () => socket.terminate(),
    closed: new Promise((resolve) => socket.once('close', resolve)),
  };
  return opened(line, begun);
}

async function opened(line: Line, begun: Promise<unknown>): Promise<Line> {
  await Promise.race([begun, line.closed.then(() => Promise.reject(new Error('it ended at once')))]);
  return line;
}
