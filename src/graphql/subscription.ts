import type { Builder } from '../contract/graphql.ts';
import { needs } from '../contract/scope.ts';
import type { ChangeTypes, ToldChange } from './changes.ts';

/** `Subscription.changes`: the feed from a cursor on, then as it grows. How it gets to readers: `streams/`. */
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
        segments: t.arg.stringList({ description: 'Only changes of the segments with these keys, at most 200.' }),
        types: t.arg({ type: [Type], description: 'Only changes of these types.' }),
      },
      subscribe: () => {
        throw new Error('changes are not followed by the executor, but by streams');
      },
      resolve: (change) => change as ToldChange,
    }),
  );
}
