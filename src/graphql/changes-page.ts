import type { Builder } from '../contract/graphql.ts';
import { needs } from '../contract/scope.ts';
import { ValidationError } from '../errors.ts';
import { decodeCursor, encodeCursor } from '../feed/cursor.ts';
import type { Feed } from '../feed/feed.ts';
import { type FeedFilter, filterFor } from '../feed/filter.ts';
import { PAGE, pageComplexity } from './builder.ts';
import type { ChangeTypes, ToldChange } from './changes.ts';
import { core } from './context.ts';
import { feedCursorOf } from './feed-cursor.ts';

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
          '`changes`: read up to now, then follow from there.',
        complexity: pageComplexity,
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
  const epoch = await feed.epoch();
  const after = args.after ? decodeCursor(args.after, epoch).position : await feed.start();
  const before = args.before ? decodeCursor(args.before, epoch).position : undefined;
  const backwards = typeof last === 'number';
  const window = { after, limit: size + 1, last: backwards };
  const rows = await feed.read(before === undefined ? window : { ...window, before }, filter);
  const more = rows.length > size;
  const page = more ? (backwards ? rows.slice(1) : rows.slice(0, size)) : rows;
  const beforePage = (backwards && more ? rows[0]?.position : undefined) ?? after;
  const edges = page.map((change, i) => ({
    cursor: encodeCursor({ epoch, position: change.position }),
    node: { ...change, epoch, previousPosition: page[i - 1]?.position ?? beforePage } satisfies ToldChange,
  }));
  return {
    edges,
    pageInfo: {
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
      hasNextPage: backwards ? before !== undefined : more,
      hasPreviousPage: backwards ? more : after > 0,
    },
  };
}

const badSize = (message: string): ValidationError =>
  new ValidationError([{ path: ['first'], code: 'BAD_PAGE_SIZE', message }]);
