import type { Feed, FeedChange } from './feed.ts';
import type { FeedFilter } from './filter.ts';

/** Positions that one statement looks at: where few changes fit, it must not look through the whole feed. */
const WINDOW = 50_000;

/** A piece of the feed. */
export interface FeedPage {
  readonly changes: readonly FeedChange[];
  /** Whatever fits up to here, or backwards behind here, is in this page or was before it. */
  readonly reached: number;
}

/** What to read: what lies behind `after`, up to `upTo`, and at most so many changes. */
export interface FeedWindow {
  readonly after: number;
  readonly upTo: number;
  readonly limit: number;
}

/** The first changes of a window that fit. Of a long one only a part is looked at: `reached` says which. */
export async function readWindow(
  feed: Feed,
  filter: FeedFilter,
  { after, upTo, limit }: FeedWindow,
): Promise<FeedPage> {
  const end = Math.min(upTo, after + WINDOW);
  const changes = await feed.read({ after, before: end + 1, limit }, filter);
  return { changes, reached: changes.length < limit ? end : (changes.at(-1) as FeedChange).position };
}

/** The last changes of a window that fit, ascending, in the same way. */
export async function readWindowBackwards(
  feed: Feed,
  filter: FeedFilter,
  { after, upTo, limit }: FeedWindow,
): Promise<FeedPage> {
  const begin = Math.max(after, upTo - WINDOW);
  const changes = await feed.read({ after: begin, before: upTo + 1, limit, last: true }, filter);
  return { changes, reached: changes.length < limit ? begin : (changes[0] as FeedChange).position - 1 };
}
