import type { ActivityDraft, FreshActivity } from './activity.ts';
import type { RoadTransaction } from './transaction.ts';

/** What a chore has in hand. */
export interface ChoreHands extends Pick<RoadTransaction, 'now' | 'query'> {
  /**
   * Records activities of customers who are there, at most 1,000, in one transaction of the road. `admit` is asked once
   * under the customers' locks, with those that are fresh and sound, before anything follows from them: it gives the ids of
   * those that are recorded, and may write to own tables. It may be asked again from the start, and is not when nothing is
   * fresh. Customers whom somebody else holds at this moment are left for the next time.
   */
  record(
    activities: readonly ActivityDraft[],
    admit: (fresh: readonly FreshActivity[], tx: RoadTransaction) => Promise<ReadonlySet<string>>,
  ): Promise<void>;
}

/**
 * Work that a plugin does by itself, in parts: whichever worker comes by does the next one. Several may be at it at the same
 * time, and any may be killed, so what is left to do stands in tables of the plugin.
 */
export interface Chore {
  /** `<plugin>` or `<plugin>.<part>`. */
  readonly key: string;
  /** Does the next part of what is to be done by now; gives whether there may be more of it at once. */
  work(hands: ChoreHands): Promise<boolean>;
}

export const defineChore = (chore: Chore): Chore => Object.freeze(chore);
