import type { Builder } from '../contract/graphql.ts';
import { needs } from '../contract/scope.ts';
import { decodeCursor } from '../feed/cursor.ts';
import type { Feed } from '../feed/feed.ts';
import { type FeedFilter, filterFor } from '../feed/filter.ts';
import type { ChangeTypes, ToldChange } from './changes.ts';
import { core } from './context.ts';
import { pull } from './pull.ts';

const PAGE = 500;

/** `Subscription.changes`: the feed from a cursor on, then as it grows. */
export function changesSubscription(builder: Builder, { Change, Type }: ChangeTypes): void {
  builder.subscriptionField('changes', (t) =>
    t.field({
      extensions: needs('feed:read'),
      type: Change,
      description:
        'Follows the feed: first everything after the cursor `after`, then what is new, each change at least once and in ' +
        'order. Keep the `cursor` of the last change that you have dealt with, and connect with it again.',
      args: {
        after: t.arg.string({ description: 'Cursor to go on after; left out: what is new from now on.' }),
        segments: t.arg.stringList({ description: 'Only changes of the segments with these keys.' }),
        types: t.arg({ type: [Type], description: 'Only changes of these types.' }),
      },
      subscribe: async (_root, { after, segments, types }, context) => {
        const { feed } = core(context).services;
        const epoch = await feed.epoch();
        const start = after ? decodeCursor(after, epoch).position : await feed.head();
        const filter = filterFor(context.viewer, {
          segments: segments ?? null,
          types: (types as string[] | null) ?? null,
        });
        return follow(feed, epoch, start, filter);
      },
      resolve: (change) => change as ToldChange,
    }),
  );
}

/** Reads from the feed only as fast as the reader takes: one that stops reading costs a page of changes, no more. */
function follow(feed: Feed, epoch: string, start: number, filter: FeedFilter): AsyncGenerator<ToldChange, void> {
  return pull(async function* (wait) {
    let after = start;
    let previousPosition = start;
    while (!wait.stopped && !feed.closed) {
      const { signs } = feed;
      const head = await feed.head();
      const page = head > after ? await feed.read({ after, before: head + 1, limit: PAGE }, filter) : [];
      for (const change of page) {
        if (wait.stopped || feed.closed) return;
        yield { ...change, epoch, previousPosition };
        previousPosition = change.position;
      }
      // everything up to the head was looked at, whether it fitted or not
      after = page.length === PAGE ? (page.at(-1)?.position ?? head) : Math.max(after, head);
      if (after === head) await feed.wait(1000, wait.signal, signs);
    }
  });
}
