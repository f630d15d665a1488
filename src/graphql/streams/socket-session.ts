import type { Socket } from 'node:net';
import { CloseCode } from 'graphql-ws';
import type { WebSocket } from 'ws';
import type { Viewer } from '../../contract/viewer.ts';
import { type Connection, CREDENTIAL_ENDED, type Ending, PATIENCE, PING_EVERY, slowConsumer } from './sink.ts';
import type { SocketStream } from './socket-stream.ts';
import { Stuck } from './stuck.ts';

/** Close codes of RFC 6455 after which clients come back. */
const RESTART = 1012;
export const TRY_AGAIN = 1013;

/** A socket whose client has shown who it is, with its subscriptions. */
export class SocketSession implements Connection {
  viewer: Viewer;
  readonly streams = new Set<SocketStream>();
  readonly #webSocket: WebSocket;
  readonly #socket: Socket;
  readonly #stuck = new Stuck();
  #pingAt = 0;
  /** When a ping was sent that nobody has answered; 0: none. */
  #unanswered = 0;

  constructor(webSocket: WebSocket, socket: Socket, viewer: Viewer) {
    this.#webSocket = webSocket;
    this.#socket = socket;
    this.viewer = viewer;
    webSocket.on('pong', () => {
      this.#unanswered = 0;
    });
  }

  beat(now: number): void {
    if (this.#webSocket.readyState !== this.#webSocket.OPEN) return;
    if (this.#stuck.check(now, this.#socket)) this.#endStuck();
    else if (this.#unanswered > 0 && now - this.#unanswered >= PATIENCE) this.cut();
    else if (now - this.#pingAt >= PING_EVERY && this.#socket.writableLength === 0) {
      this.#pingAt = now;
      this.#unanswered ||= now;
      this.#webSocket.ping();
    }
  }

  #endStuck(): void {
    for (const stream of this.streams) stream.end(slowConsumer(stream.source?.cursor() ?? null));
    this.#close(TRY_AGAIN, 'SLOW_CONSUMER');
  }

  /** Clients of the protocol come back after 4403, and do not after 4401. */
  end(ending: Ending): void {
    const code = ending === CREDENTIAL_ENDED ? CloseCode.Unauthorized : CloseCode.Forbidden;
    this.#close(code, String(ending.errors[0]?.extensions.code));
  }

  leave(): void {
    this.#close(RESTART, 'the server closes');
  }

  #close(code: number, reason: string): void {
    this.#webSocket.close(code, reason);
    for (const stream of this.streams) void stream.return();
  }

  cut(): void {
    this.#webSocket.terminate();
  }
}
