import type { ServerResponse } from 'node:http';
import type { Viewer } from '../../contract/viewer.ts';
import { type Chunk, eventText } from './chunk.ts';
import { type Connection, type Ending, MARK, PING_EVERY, type Sink, type Source, slowConsumer } from './sink.ts';
import { Stuck } from './stuck.ts';

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache',
  // proxies must pass on what comes at once
  'x-accel-buffering': 'no',
};

const PING = Buffer.from(':\n\n');

/** How long one that was ended may still take what waits for it. */
const GRACE = 10_000;

/**
 * A response as a stream of server-sent events, in the form of GraphQL over SSE with one connection for each operation.
 * Without the event `complete`, its end makes clients connect again.
 */
export class EventStream implements Sink, Connection {
  viewer: Viewer;
  source: Source | undefined;
  readonly #response: ServerResponse;
  readonly #stuck = new Stuck();
  #pingAt = 0;
  #open = true;

  constructor(response: ServerResponse, viewer: Viewer, onClose: (stream: EventStream) => void) {
    this.#response = response;
    this.viewer = viewer;
    response.writeHead(200, HEADERS);
    response.write(PING);
    response.once('close', () => {
      this.#open = false;
      this.source?.stop();
      onClose(this);
    });
  }

  get isOpen(): boolean {
    return this.#open;
  }

  write(chunk: Chunk): boolean {
    return this.#send(chunk.events);
  }

  tell(text: string): boolean {
    return this.#send(Buffer.from(eventText(text, null)));
  }

  #send(events: Buffer): boolean {
    if (!this.#open) return true;
    const room = this.#response.writableLength + events.length <= MARK;
    if (room) this.#response.write(events);
    else this.#response.write(events, () => this.source?.resume());
    return room;
  }

  end(ending?: Ending): void {
    if (!this.#open) return;
    const cursor = this.source?.cursor() ?? null;
    this.#open = false;
    this.source?.stop();
    if (ending) this.#response.write(eventText(JSON.stringify({ errors: ending.errors }), cursor));
    if (ending?.comeBack) this.#endLater();
    else this.#response.end('event: complete\ndata: \n\n');
    setTimeout(() => this.cut(), GRACE).unref();
  }

  beat(now: number): void {
    const { socket } = this.#response;
    if (!this.#open || !socket) return;
    if (this.#stuck.check(now, socket)) this.end(slowConsumer(this.source?.cursor() ?? null));
    else if (now - this.#pingAt >= PING_EVERY && socket.writableLength === 0) {
      this.#pingAt = now;
      this.#response.write(PING);
    }
  }

  leave(): void {
    if (!this.#open) return;
    this.#open = false;
    this.source?.stop();
    // not all at the same instant
    this.#response.write(`: the server closes\nretry: ${500 + Math.floor(Math.random() * 2500)}\n\n`);
    this.#endLater();
  }

  cut(): void {
    this.#response.destroy();
  }

  /** A client may not expect the end while it still deals with the event before it. */
  #endLater(): void {
    setTimeout(() => this.#response.end(), 100).unref();
  }
}
