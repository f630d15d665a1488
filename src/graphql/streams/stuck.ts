import type { Socket } from 'node:net';
import { PATIENCE } from './sink.ts';

/** Notices a connection whose reader takes nothing. */
export class Stuck {
  #flushed = -1;
  #since = 0;

  /** True when something waits to be taken, and nothing was for too long. */
  check(now: number, socket: Socket): boolean {
    const waiting = socket.writableLength;
    const flushed = socket.bytesWritten - waiting;
    if (waiting === 0 || flushed !== this.#flushed) {
      this.#flushed = flushed;
      this.#since = now;
      return false;
    }
    return now - this.#since >= PATIENCE;
  }
}
