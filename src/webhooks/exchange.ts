import type { Dispatcher } from 'undici';

/** How a request ended: with a status, or without one and by this error. */
export interface Ending {
  readonly status: number | null;
  /** Undefined: the status says it all. */
  readonly error: Error | undefined;
  readonly retryAfter: string | undefined;
  /** The first kilobyte of the body, as text; null: it was empty. */
  readonly text: string | null;
}

const MOST_READ = 64 * 1024;
const MOST_KEPT = 1024;

/**
 * One request and the beginning of its answer. Once there is a status, whatever breaks afterwards does not undo it. A body
 * is read to its end, so that the connection serves again, or until it is longer than anybody needs.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  /** Where whoever began it keeps it. */
  place = -1;
  /** When whoever began it gives it up, on the clock of `performance`. */
  readonly deadline: number;
  readonly #end: (ending: Ending) => void;
  #ended = false;
  #controller: Dispatcher.DispatchController | undefined;
  #status: number | null = null;
  #retryAfter: string | undefined;
  #body: Buffer[] | undefined;
  #read = 0;

  constructor(deadline: number, end: (ending: Ending) => void) {
    this.deadline = deadline;
    this.#end = end;
  }

  /** Ends it now: no answer is waited for any longer. */
  abort(error: Error): void {
    if (this.#ended) return;
    this.#finish(error);
    this.#controller?.abort(error);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#ended) controller.abort(new Error('ended before it began'));
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (status < 200) return; // what follows counts
    this.#status = status;
    const after = headers['retry-after'];
    this.#retryAfter = Array.isArray(after) ? after[0] : after;
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#read < MOST_KEPT) {
      this.#body ??= [];
      this.#body.push(Buffer.from(chunk.subarray(0, MOST_KEPT - this.#read)));
    }
    this.#read += chunk.length;
    if (this.#read < MOST_READ) return;
    this.#finish();
    controller.abort(new Error('longer than anybody needs'));
  }

  onResponseEnd(): void {
    this.#finish();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#finish(error);
  }

  #finish(error?: Error): void {
    if (this.#ended) return;
    this.#ended = true;
    const status = this.#status;
    // as it can be kept: what is no text becomes a mark, and so does a zero
    const text = this.#body ? Buffer.concat(this.#body).toString().replaceAll('\0', '\ufffd') : null;
    this.#end({ status, error: status === null ? error : undefined, retryAfter: this.#retryAfter, text });
  }
}
