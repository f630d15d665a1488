import { setTimeout as sleep } from 'node:timers/promises';
import { type Follower, Notes, readerOf, TOLD, type Told, type Wanted } from './follower.ts';

const DOCUMENT = `query ($after: String) {
  changes(first: 100, after: $after) { nodes { ${TOLD} } pageInfo { hasNextPage endCursor } }
}`;

interface Page {
  readonly nodes: readonly Told[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** A partner that reads the feed page by page. */
export class Puller implements Follower {
  readonly notes: Notes;
  readonly #wanted: Wanted;
  readonly #urls: () => readonly string[];
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;

  constructor(name: string, wanted: Wanted, urls: () => readonly string[]) {
    this.notes = new Notes(readerOf(name, wanted));
    this.#wanted = wanted;
    this.#urls = urls;
    this.#running = this.#run();
  }

  /** It has nothing to lose between two pages. */
  drop(): void {}

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    let { after, afterPosition } = this.#wanted;
    for (let turn = 0; !signal.aborted; turn++) {
      const urls = this.#urls();
      const page = await this.#read(urls[turn % Math.max(1, urls.length)], after).catch(() => undefined);
      for (const change of page?.nodes ?? []) {
        this.notes.take(change, afterPosition);
        afterPosition = change.position;
      }
      after = page?.pageInfo.endCursor ?? after;
      if (!page?.pageInfo.hasNextPage) await sleep(200, undefined, { signal }).catch(() => {});
    }
  }

  async #read(url: string | undefined, after: string): Promise<Page | undefined> {
    if (url === undefined) return undefined;
    const { key } = this.#wanted;
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify({ query: DOCUMENT, variables: { after } }),
      signal: AbortSignal.any([this.#stop.signal, AbortSignal.timeout(20_000)]),
    });
    const { data } = (await response.json()) as { data?: { changes?: Page } };
    return data?.changes;
  }
}
