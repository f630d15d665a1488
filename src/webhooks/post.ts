import { Agent, errors } from 'undici';
import { AddressError, type AddressGuard } from './guard-address.ts';

/** What came of one request. Either a status, or an error that kept one from coming. */
export interface Answer {
  readonly status: number | null;
  readonly error: string | null;
  /** The first kilobyte of the body, as text. */
  readonly text: string | null;
  readonly retryAfter: string | undefined;
  readonly ms: number;
}

export interface PostSettings {
  /** Milliseconds until a connection stands. */
  readonly connectTimeout?: number;
  /** Milliseconds until the answer is here, connecting included. */
  readonly timeout?: number;
}

const MOST_READ = 64 * 1024;
const MOST_KEPT = 1024;

/** A request that was given up by this process, because it ends. What became of it is not known. */
export class Abandoned extends Error {}

/** Sends messages, to allowed addresses only, and follows no redirects. */
export class Poster {
  readonly #guard: AddressGuard;
  readonly #agent: Agent;
  readonly #timeout: number;
  readonly #connectTimeout: number;
  readonly #running = new Set<AbortController>();

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

  /** Never throws for what the other side does; throws `Abandoned` after `abandon`. */
  async post(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<Answer> {
    const began = performance.now();
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(new errors.HeadersTimeoutError()), this.#timeout);
    this.#running.add(stop);
    let status: number | null = null;
    let retryAfter: string | undefined;
    let error: string | null = null;
    const read = new Head();
    try {
      const { origin, pathname, search } = this.#guard.check(url);
      const { signal } = stop;
      const response = await this.#agent.request({
        ...{ origin, path: pathname + search, method: 'POST', headers, body, signal },
      });
      status = response.statusCode;
      const after = response.headers['retry-after'];
      retryAfter = Array.isArray(after) ? after[0] : after;
      for await (const chunk of response.body) if (read.add(chunk as Buffer) >= MOST_READ) break;
    } catch (thrown) {
      if (status === null) {
        if (stop.signal.reason instanceof Abandoned) throw stop.signal.reason;
        error = this.#tell(thrown as Error, stop.signal);
      }
    } finally {
      clearTimeout(timer);
      this.#running.delete(stop);
    }
    return { status, error, text: read.text(), retryAfter, ms: Math.round(performance.now() - began) };
  }

  /** Gives up what is on its way. */
  abandon(): void {
    for (const stop of this.#running) stop.abort(new Abandoned('this process ends'));
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  #tell(error: Error, { aborted }: AbortSignal): string {
    if (aborted) return `TIMEOUT: no answer within ${this.#timeout / 1000} seconds.`;
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

/** The beginning of a body. */
class Head {
  readonly #chunks: Buffer[] = [];
  #kept = 0;
  #bytes = 0;

  /** Returns how many bytes there were. */
  add(chunk: Buffer): number {
    this.#bytes += chunk.length;
    if (this.#kept < MOST_KEPT) {
      const part = chunk.subarray(0, MOST_KEPT - this.#kept);
      this.#chunks.push(part);
      this.#kept += part.length;
    }
    return this.#bytes;
  }

  /** As it can be kept: what is no text becomes a mark, and so does a zero. */
  text(): string | null {
    return this.#kept === 0 ? null : Buffer.concat(this.#chunks).toString().replaceAll('\0', '\ufffd');
  }
}
