import type { ActivityFollower, ActivityKind, ThreadType } from './activity.ts';
import type { ChangeType } from './change.ts';
import type { Chore } from './chore.ts';
import type { CommentClassifier } from './classifier.ts';
import type { Builder } from './graphql.ts';
import type { Keeper } from './keeper.ts';
import type { Kind } from './kind.ts';
import type { Metric } from './metric.ts';
import type { PersonalRecords } from './personal.ts';

/**
 * What a folder contributes: the same plain, frozen object for a folder of core and for a plugin. Nothing registers by
 * being imported; the composition root reads these objects in order.
 */
export interface Plugin {
  /** The folder's name. */
  readonly name: string;
  readonly description: string;
  /** The version of the contract it was written for, such as `'1.0'`; core's own folders need not say it. */
  readonly contract?: string;
  readonly kinds?: readonly Kind<never>[];
  readonly metrics?: readonly Metric[];
  readonly activities?: readonly ActivityKind[];
  readonly threads?: readonly ThreadType<never>[];
  /** Who completes, refuses and notes activities as they are recorded. */
  readonly followers?: readonly ActivityFollower[];
  /** What it keeps of each customer and moves on the road. */
  readonly keepers?: readonly Keeper[];
  /** What it does by itself. */
  readonly chores?: readonly Chore[];
  /** What puts comments in classes; of two for one language the later one is asked. */
  readonly classifiers?: readonly CommentClassifier[];
  readonly changes?: readonly ChangeType[];
  /** MikroORM entities; their tables carry the plugin's name as prefix (`loyalty_tiers_…`). */
  readonly entities?: readonly object[];
  /** Folder of migrations, run after core's, in the order of the plugins. */
  readonly migrations?: URL;
  /** What it keeps of persons, and how that is erased and handed out. */
  readonly personal?: PersonalRecords;
  readonly graphql?: (builder: Builder) => void;
}

export const definePlugin = (plugin: Plugin): Plugin => Object.freeze(plugin);
