import { Agent, errors } from 'undici';
import { type Ending, Exchange } from './exchange.ts';
import { AddressError, type AddressGuard } from './guard-address.ts';

/** What came of one request. Either a status, or an error that kept one from coming. */
export interface Answer extends Pick<Ending, 'status' | 'text' | 'retryAfter'> {
  readonly error: string | null;
  readonly ms: number;
}

export interface PostSettings {
  /** Milliseconds until a connection stands. */
  readonly connectTimeout?: number;
  /** Milliseconds until the answer is here, connecting included; a tenth of it more, a second at most, may pass. */
  readonly timeout?: number;
}

/** A request that was given up by this process, because it ends. What became of it is not known. */
export class Abandoned extends Error {}

/** Sends messages, to allowed addresses only, and follows no redirects. */
export class Poster {
  readonly #guard: AddressGuard;
  readonly #agent: Agent;
  readonly #timeout: number;
  readonly #connectTimeout: number;
  readonly #running: Exchange[] = [];
  #watch: NodeJS.Timeout | undefined;

  constructor(guard: AddressGuard, { connectTimeout = 5000, timeout = 15_000 }: PostSettings = {}) {
    this.#guard = guard;
    this.#timeout = timeout;
    this.#connectTimeout = connectTimeout;
    this.#agent = new Agent({
      connect: { lookup: guard.lookup, timeout: connectTimeout },
      // the time of a whole request is ours to watch
      headersTimeout: 0,
      bodyTimeout: 0,
      allowH2: false,
    });
  }

  /** Never rejects for what the other side does; rejects with `Abandoned` after `abandon`. */
  post(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<Answer> {
    const began = performance.now();
    return new Promise((resolve, reject) => {
      const exchange = new Exchange(began + this.#timeout, ({ status, error, text, retryAfter }) => {
        this.#forget(exchange);
        const ms = Math.round(performance.now() - began);
        if (error instanceof Abandoned) reject(error);
        else resolve({ status, error: error ? this.#tell(error) : null, text, retryAfter, ms });
      });
      exchange.place = this.#running.push(exchange) - 1;
      this.#watch ??= setInterval(() => this.#endLate(), Math.min(1000, this.#timeout / 10)).unref();
      try {
        const { origin, path } = this.#guard.check(url);
        this.#agent.dispatch({ origin, path, method: 'POST', headers, body }, exchange);
      } catch (error) {
        exchange.abort(error as Error);
      }
    });
  }

  /** Gives up what is on its way. */
  abandon(): void {
    for (const exchange of [...this.#running]) exchange.abort(new Abandoned('this process ends'));
  }

  async close(): Promise<void> {
    clearInterval(this.#watch);
    await this.#agent.destroy();
  }

  /** One watch for all, which looks ten times within the time that each has: a timer for each costs more than it tells. */
  #endLate(): void {
    const now = performance.now();
    for (const exchange of [...this.#running])
      if (exchange.deadline <= now) exchange.abort(new errors.HeadersTimeoutError());
    if (this.#running.length > 0) return;
    clearInterval(this.#watch);
    this.#watch = undefined;
  }

  /**
   * The last one takes its place. A `Set` would do but for what it leaves behind: each time it makes itself anew the former
   * one holds on to what was in it, and to the next one, until the whole heap is looked through.
   */
  #forget(exchange: Exchange): void {
    const last = this.#running.pop() as Exchange;
    if (last === exchange) return;
    this.#running[exchange.place] = last;
    last.place = exchange.place;
  }

  #tell(error: Error): string {
    if (error instanceof errors.HeadersTimeoutError)
      return `TIMEOUT: no answer within ${this.#timeout / 1000} seconds.`;
    if (error instanceof errors.ConnectTimeoutError)
      return `CONNECT_TIMEOUT: no connection within ${this.#connectTimeout / 1000} seconds.`;
    if (error instanceof AddressError) return `${error.code}: ${error.message}`;
    const { code } = error as { code?: unknown };
    return typeof code === 'string' ? `${code}: ${TOLD[code] ?? 'the connection failed'}.` : 'The connection failed.';
  }
}

const TOLD: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the other side closed the connection',
  UND_ERR_SOCKET: 'the other side closed the connection',
  CERT_HAS_EXPIRED: 'the certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is not signed by anybody we trust',
  SELF_SIGNED_CERT_IN_CHAIN: 'the certificate is not signed by anybody we trust',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the certificate is not signed by anybody we trust',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is for another host',
};
