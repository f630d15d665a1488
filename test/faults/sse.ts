import { setTimeout as sleep } from 'node:timers/promises';
import { type Follower, Notes, readerOf, type Terms, TOLD, type Told, type Wanted } from './follower.ts';

const DOCUMENT = `subscription ($after: String) { changes(after: $after) { ${TOLD} } }`;

/** How many changes a follower deals with before it puts its cursor away. */
const PUT_AWAY_EVERY = 20;

/** A subscriber over server-sent events that comes back with its cursor whenever the stream ends, however it ends. */
export class SseFollower implements Follower {
  readonly notes: Notes;
  readonly #wanted: Wanted;
  readonly #urls: () => readonly string[];
  readonly #stop = new AbortController();
  #connection = new AbortController();
  #after: string;
  #afterPosition: number;
  readonly #running: Promise<void>;

  constructor(name: string, wanted: Wanted, urls: () => readonly string[], maySee?: Terms['maySee']) {
    this.notes = new Notes(readerOf(name, wanted, maySee));
    this.#wanted = wanted;
    this.#urls = urls;
    this.#after = wanted.after;
    this.#afterPosition = wanted.afterPosition;
    this.#running = this.#run();
  }

  drop(): void {
    this.#connection.abort();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    for (let turn = 0; !signal.aborted; turn++) {
      const urls = this.#urls();
      const url = urls[turn % Math.max(1, urls.length)];
      if (url !== undefined) {
        this.#connection = new AbortController();
        await this.#follow(url, AbortSignal.any([signal, this.#connection.signal])).catch(() => {});
      }
      await sleep(50, undefined, { signal }).catch(() => {});
    }
  }

  async #follow(url: string, signal: AbortSignal): Promise<void> {
    const { key } = this.#wanted;
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        authorization: `Bearer ${key}`,
      },
      body: JSON.stringify({ query: DOCUMENT, variables: { after: this.#after } }),
      signal,
    });
    let expected = this.#afterPosition;
    let since = 0;
    for await (const change of eventsOf(response)) {
      this.notes.take(change, expected);
      expected = change.position;
      since += 1;
      if (since % PUT_AWAY_EVERY === 0) [this.#after, this.#afterPosition] = [change.cursor, change.position];
    }
  }
}

/** The changes of a stream; it ends with the stream, or with an error that is told in it. */
async function* eventsOf(response: Response): AsyncGenerator<Told, void> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true });
    const events = text.split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) {
      const data = /^data: ?(.*)$/m.exec(event)?.[1];
      if (!data) continue;
      const { data: told } = JSON.parse(data) as { data?: { changes?: Told } | null };
      if (!told?.changes) return;
      yield told.changes;
    }
  }
}
