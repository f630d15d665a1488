import type { Feed, FeedChange } from './feed.ts';
import type { FeedFilter } from './filter.ts';

/** Positions that one statement looks at: where few changes fit, it must not look through the whole feed. */
const WINDOW = 50_000;

/** A piece of the feed. */
export interface FeedPage {
  readonly changes: readonly FeedChange[];
  /** Whatever fits up to here is in this page or before it. */
  readonly reached: number;
}

/** The first changes that fit after a position, up to another one and at most `limit`. */
export async function readWindow(
  feed: Feed,
  filter: FeedFilter,
  { after, upTo, limit }: { readonly after: number; readonly upTo: number; readonly limit: number },
): Promise<FeedPage> {
  const end = Math.min(upTo, after + WINDOW);
  const changes = await feed.read({ after, before: end + 1, limit }, filter);
  return { changes, reached: changes.length < limit ? end : (changes.at(-1) as FeedChange).position };
}
