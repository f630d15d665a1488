import type { Socket } from 'node:net';
import type pg from 'pg';

/** Messages of PostgreSQL's protocol that come while rows are copied. */
const COPY_DATA = 0x64;
const PASSED_OVER: ReadonlySet<number> = new Set([0x48, 0x53, 0x4e]); // begin of the copy, settings, notices
const HEADER = 5; // kind and length of a message

/** The first bytes of a binary copy, with no extensions: `PGCOPY…`, flags, and the length of extensions. */
const SIGNATURE = 0x5047434f;
const SIGNATURE_BYTES = 19;
const END = -1;

/** What the driver hands to a statement of ours, and what it asks of it. */
interface Connection {
  readonly stream: Socket;
  query(text: string): void;
}

type DataListener = (chunk: Buffer) => void;

/**
 * Takes rows. `at` is the place of the number of fields in `row`, which holds whatever else has arrived: both are good only
 * until `take` returns. When it returns true, nothing more is read until `whenFull` resolves.
 */
export interface RowTaker {
  take(row: DataView, at: number): boolean;
  whenFull(): Promise<void>;
}

/**
 * Reads the rows of `COPY (query) TO STDOUT (FORMAT BINARY)` straight from the connection: nothing is made of a row but
 * what the taker makes. Rejects when the statement or the taker fails; the connection is good for nothing then.
 */
export function copyOut(client: pg.Client, query: string, taker: RowTaker): Promise<void> {
  return new Promise((resolve, reject) => {
    client.query(new CopyOut(`copy (${query}) to stdout (format binary)`, taker, resolve, reject) as never);
  });
}

class CopyOut {
  readonly #text: string;
  readonly #taker: RowTaker;
  readonly #resolve: () => void;
  readonly #reject: (error: unknown) => void;
  #connection: Connection | undefined;
  #driver: DataListener | undefined;
  #rest: Buffer = Buffer.alloc(0);
  #paused = false;

  constructor(text: string, taker: RowTaker, resolve: () => void, reject: (error: unknown) => void) {
    this.#text = text;
    this.#taker = taker;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  /** Called by the driver when it is our turn: what arrives from now on comes to us, not to the driver. */
  submit(connection: Connection): void {
    const { stream } = connection;
    const [driver] = stream.listeners('data') as DataListener[];
    if (!driver) throw new Error('the driver does not read its connection');
    this.#connection = connection;
    this.#driver = driver;
    stream.removeListener('data', driver);
    stream.on('data', this.#onData);
    connection.query(this.#text);
  }

  readonly #onData = (chunk: Buffer): void =>
    this.#goOn(this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk);

  #goOn(bytes: Buffer): void {
    try {
      this.#read(bytes);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** What is still on its way is of no use: the connection ends with it. */
  #fail(error: unknown): void {
    this.#connection?.stream.destroy();
    this.#reject(error);
  }

  #read(bytes: Buffer): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    let at = 0;
    while (at + HEADER <= bytes.length) {
      const kind = bytes[at] as number;
      const end = at + 1 + view.getInt32(at + 1);
      if (kind !== COPY_DATA && !PASSED_OVER.has(kind)) {
        this.#giveBack(bytes.subarray(at));
        return;
      }
      if (end > bytes.length) break;
      if (kind === COPY_DATA && this.#isFullAfter(view, at + HEADER, end)) {
        this.#pause(bytes.subarray(end));
        return;
      }
      at = end;
    }
    this.#rest = bytes.subarray(at);
  }

  #isFullAfter(view: DataView, start: number, end: number): boolean {
    // the signature comes in one message with the first row, or with the end
    const first = end - start >= SIGNATURE_BYTES && view.getInt32(start) === SIGNATURE;
    const at = first ? start + SIGNATURE_BYTES : start;
    return at < end && view.getInt16(at) !== END && this.#taker.take(view, at);
  }

  /** Lets the taker work, and then goes on with what is left of the bytes. */
  #pause(bytes: Buffer): void {
    const stream = this.#connection?.stream;
    stream?.pause();
    this.#paused = true;
    this.#taker.whenFull().then(
      () => {
        this.#paused = false;
        this.#goOn(bytes);
        if (!this.#paused) stream?.resume();
      },
      (error: unknown) => this.#fail(error),
    );
  }

  /** The copy has ended, well or not: the driver understands the rest. */
  #giveBack(bytes: Buffer): void {
    const { stream } = this.#connection as Connection;
    const driver = this.#driver as DataListener;
    stream.removeListener('data', this.#onData);
    stream.on('data', driver);
    driver(bytes);
  }

  handleError(error: unknown): void {
    this.#reject(error);
  }

  handleReadyForQuery(): void {
    this.#resolve();
  }

  handleCommandComplete(): void {}
}
