import type { Builder } from '../contract/graphql.ts';
import { needs } from '../contract/scope.ts';
import { ValidationError } from '../errors.ts';
import { type Cursor, decodeCursor, encodeCursor } from '../feed/cursor.ts';
import type { Feed, FeedChange } from '../feed/feed.ts';
import { type FeedFilter, filterFor } from '../feed/filter.ts';
import { readWindow, readWindowBackwards } from '../feed/read-window.ts';
import { PAGE, pageComplexity } from './builder.ts';
import type { ChangeTypes, ToldChange } from './changes.ts';
import { core } from './context.ts';
import { feedCursorOf } from './feed-cursor.ts';

/** Cost of looking for what fits, besides what is found. */
const LOOK = 100;

interface PageArgs {
  readonly first?: number | null;
  readonly last?: number | null;
  readonly after?: string | null;
  readonly before?: string | null;
}

/** `Query.changes` and `Query.feedCursor`: the feed as pages, for partners who pull and for reconciling. */
export function changesPage(builder: Builder, { Change, Type }: ChangeTypes): void {
  builder.queryFields((t) => ({
    changes: t.connection(
      {
        extensions: needs('feed:read'),
        type: Change,
        description:
          'The feed of all changes in one order without gaps, the oldest first. Its cursors are those of the subscription ' +
          '`changes`: read up to now, then follow from there. Where few changes fit, a page may have fewer than were asked ' +
          'for, or none, and a next one: go on after its `endCursor`.',
        complexity: (args) => ({ ...pageComplexity(args), field: LOOK }),
        args: {
          segments: t.arg.stringList({ description: 'Only changes of the segments with these keys.' }),
          types: t.arg({ type: [Type], description: 'Only changes of these types.' }),
        },
        resolve: (_root, { segments, types, ...args }, context) =>
          readPage(
            core(context).services.feed,
            args,
            filterFor(context.viewer, { segments: segments ?? null, types: (types as string[] | null) ?? null }),
          ),
      },
      { name: 'ChangeConnection' },
      { name: 'ChangeEdge' },
    ),
    feedCursor: t.string({
      extensions: needs('feed:read'),
      description: 'The place in the feed behind the newest change: follow from here what is new from now on.',
      resolve: (_root, _args, context) => feedCursorOf(context),
    }),
  }));
}

async function readPage(feed: Feed, args: PageArgs, filter: FeedFilter) {
  const { first, last } = args;
  if (typeof first === 'number' && typeof last === 'number') throw badSize('Give either first or last, not both.');
  const size = first ?? last ?? PAGE.defaultSize;
  if (size < 0 || size > PAGE.maxSize) throw badSize(`A page has at most ${PAGE.maxSize} changes.`);
  const [epoch, head] = await Promise.all([feed.epoch(), feed.head()]);
  const from = args.after ? decodeCursor(args.after, epoch) : await beginning(feed);
  const before = args.before ? decodeCursor(args.before, epoch).position : undefined;
  const backwards = typeof last === 'number';
  const range = { from, upTo: Math.min(head, (before ?? Number.POSITIVE_INFINITY) - 1), size };
  const { changes, previous, more, start, end } = await (backwards ? readLast : readFirst)(feed, filter, range);
  const edges = changes.map((change, i) => ({
    cursor: encodeCursor({ epoch, position: change.position }),
    node: { ...change, epoch, previousPosition: changes[i - 1]?.position ?? previous } satisfies ToldChange,
  }));
  return {
    edges,
    pageInfo: {
      startCursor: start ? encodeCursor({ epoch, ...start }) : (edges[0]?.cursor ?? null),
      endCursor: end ? encodeCursor({ epoch, ...end }) : (edges.at(-1)?.cursor ?? null),
      hasNextPage: backwards ? before !== undefined : more,
      hasPreviousPage: backwards ? more : from.position > 0,
    },
  };
}

type Place = Omit<Cursor, 'epoch'>;

interface Range {
  readonly from: Required<Place>;
  readonly upTo: number;
  readonly size: number;
}

interface Found {
  readonly changes: readonly FeedChange[];
  /** Nothing that fits lies between this position and the first of them. */
  readonly previous: number;
  readonly more: boolean;
  /** Where the next page goes on, when that is not at one of them: few fit, and not all was looked at. */
  readonly start?: Place;
  readonly end?: Place;
}

async function readFirst(feed: Feed, filter: FeedFilter, { from, upTo, size }: Range): Promise<Found> {
  const page = await readWindow(feed, filter, { after: from.position, upTo, limit: size + 1 });
  const changes = page.changes.slice(0, size);
  const found = { changes, previous: from.previous };
  if (page.changes.length > size || page.reached >= upTo) return { ...found, more: page.changes.length > size };
  return { ...found, more: true, end: { position: page.reached, previous: changes.at(-1)?.position ?? from.previous } };
}

async function readLast(feed: Feed, filter: FeedFilter, { from, upTo, size }: Range): Promise<Found> {
  const { changes, reached } = await readWindowBackwards(feed, filter, { after: from.position, upTo, limit: size + 1 });
  if (changes.length > size)
    return { changes: changes.slice(1), previous: (changes[0] as FeedChange).position, more: true };
  if (reached <= from.position) return { changes, previous: from.previous, more: false };
  return { changes, previous: reached, more: true, start: { position: reached + 1 } };
}

async function beginning(feed: Feed): Promise<Required<Place>> {
  const position = await feed.start();
  return { position, previous: position };
}

const badSize = (message: string): ValidationError =>
  new ValidationError([{ path: ['first'], code: 'BAD_PAGE_SIZE', message }]);
