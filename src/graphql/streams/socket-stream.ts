import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import type { Chunk } from './chunk.ts';
import { type Ending, MARK, type Sink, type Source } from './sink.ts';

type End = IteratorResult<never, undefined>;

/**
 * A subscription of a socket. To the protocol it is a generator that yields nothing until its end: answers are written by
 * itself, around the text that all readers share.
 */
export class SocketStream implements Sink {
  source: Source | undefined;
  readonly #webSocket: WebSocket;
  readonly #socket: Socket;
  /** As JSON. */
  readonly #id: string;
  readonly #onEnd: (silently: boolean) => void;
  readonly #ended: Promise<End>;
  #finish: (end: End) => void = () => {};
  #open = true;

  /** `onEnd` is called once; silently: the client was told already, or does not listen any more. */
  constructor(id: string, webSocket: WebSocket, socket: Socket, onEnd: (silently: boolean) => void) {
    this.#id = JSON.stringify(id);
    this.#webSocket = webSocket;
    this.#socket = socket;
    this.#onEnd = onEnd;
    this.#ended = new Promise((resolve) => {
      this.#finish = resolve;
    });
  }

  get isOpen(): boolean {
    return this.#open;
  }

  write({ texts }: Chunk): boolean {
    let room = true;
    texts.forEach((text, i) => {
      room = this.#send(text, i === texts.length - 1);
    });
    return room;
  }

  tell(text: string): boolean {
    return this.#send(text, true);
  }

  #send(text: string, last: boolean): boolean {
    if (!this.#open) return true;
    const message = `{"id":${this.#id},"type":"next","payload":${text}}`;
    const room = !last || this.#socket.writableLength + message.length <= MARK;
    if (room) this.#webSocket.send(message);
    else this.#webSocket.send(message, () => this.source?.resume());
    return room;
  }

  end(ending?: Ending): void {
    if (!this.#open) return;
    if (ending) this.#webSocket.send(`{"id":${this.#id},"type":"error","payload":${JSON.stringify(ending.errors)}}`);
    this.#close(ending !== undefined);
  }

  #close(silently: boolean): void {
    if (!this.#open) return;
    this.#open = false;
    this.source?.stop();
    this.#onEnd(silently);
    this.#finish({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<End> {
    return this.#ended;
  }

  /** The client does not want it any more, or is gone. */
  return(): Promise<End> {
    this.#close(true);
    return this.#ended;
  }
}
