import type { Access } from '../access/access.ts';
import type { PlacedChange } from '../feed/change-data.ts';
import { CursorExpiredError } from '../feed/cursor.ts';
import type { Feed } from '../feed/feed.ts';
import { readWindow } from '../feed/read-window.ts';
import type { Endpoint } from './endpoint.ts';
import { type Page, type Place, Progress, WINDOW } from './progress.ts';
import type { Following, Refusal, Renderer } from './render.ts';
import type { Verdict } from './round.ts';

/** How long the rights of a client are held to be what they were, in milliseconds. */
const TRUST = 1000;

/** What lies behind the place of an endpoint, as far as its client may see it now. */
export interface Sight {
  readonly following: Following;
  readonly page: Page<PlacedChange>;
  readonly progress: Progress<PlacedChange>;
}

/** Looks at the feed with the eyes of the client of an endpoint. */
export class Look {
  readonly #access: Pick<Access, 'viewerOf'>;
  readonly #feed: Feed;
  readonly #renderer: Renderer;
  #known: { readonly key: string; readonly following: Following | Refusal; readonly until: number } | undefined;

  constructor(tools: { readonly access: Pick<Access, 'viewerOf'>; readonly feed: Feed; readonly renderer: Renderer }) {
    this.#access = tools.access;
    this.#feed = tools.feed;
    this.#renderer = tools.renderer;
  }

  /** What comes next; or why the endpoint must be disabled; or undefined, when its client is disabled. */
  async at(endpoint: Endpoint, place: Place): Promise<Sight | Verdict | undefined> {
    const following = await this.#following(endpoint);
    if (!following) return undefined;
    if ('refused' in following) return { reason: 'NOT_ALLOWED', message: following.refused };
    try {
      const page = await this.#read(endpoint, place, following);
      return { following, page, progress: new Progress(place, page) };
    } catch (error) {
      if (error instanceof CursorExpiredError) return { reason: 'CURSOR_EXPIRED', message: error.message };
      throw error;
    }
  }

  async #following(endpoint: Endpoint): Promise<Following | Refusal | undefined> {
    const now = performance.now();
    const known = this.#known;
    if (known && known.until > now && known.key.startsWith(`${endpoint.version} `)) return known.following;
    const viewer = await this.#access.viewerOf(endpoint.clientId);
    if (!viewer) return undefined;
    const key = `${endpoint.version} ${viewer.rights}`;
    const following = known?.key === key ? known.following : this.#renderer(viewer, endpoint);
    this.#known = { key, following, until: now + TRUST };
    return following;
  }

  async #read({ head }: Endpoint, { cursor, previous }: Place, { filter }: Following): Promise<Page<PlacedChange>> {
    if (head <= cursor) return { changes: [], whole: true, head };
    const epoch = await this.#feed.epoch();
    const { changes, reached } = await readWindow(this.#feed, filter, { after: cursor, upTo: head, limit: WINDOW });
    const placed = changes.map((change, i) => {
      const previousPosition = changes[i - 1]?.position ?? previous;
      return { ...change, epoch, previousPosition };
    });
    return { changes: placed, whole: placed.length < WINDOW, head: reached };
  }
}
