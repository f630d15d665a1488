import type { ActivityDraft, ProfileDraft } from '../activities/draft.ts';
import type { KeeperTransaction, LockedCustomer } from '../contract/keeper.ts';
import type { RoadTransaction } from '../contract/transaction.ts';
import type { Issue } from '../errors.ts';
import type { Candidate } from './append.ts';
import type { CustomerState } from './customer-state.ts';
import type { Engine } from './engine.ts';

/** What travels the road together. Everything in it passed the checks that need no database. */
export interface Batch {
  readonly activities: readonly ActivityDraft[];
  readonly profiles?: readonly ProfileDraft[];
  /** Customers to settle although nothing was recorded: their time has come, or a version was published. */
  readonly customerIds?: readonly string[];
  /** Leave out customers that somebody else holds at this moment, instead of waiting for them. */
  readonly skipLocked?: boolean;
  /** The instant to settle at, in epoch milliseconds; absent: the database's clock. */
  readonly now?: number;
  /**
   * Turns activities away under the customers' locks, before anything follows from them: issues by the id of the
   * activity. Asked only about those that are fresh, and only when there are any.
   */
  refuse?(
    candidates: readonly Candidate[],
    tx: RoadTransaction,
    engine: Engine,
    customers: readonly CustomerState[],
  ): Promise<ReadonlyMap<string, readonly Issue[]>>;
  /** What the caller does to the customers under their locks, before they are measured and judged. */
  beforehand?(tx: RoadTransaction, engine: Engine, customers: readonly CustomerState[]): Promise<void>;
  /** What the caller does to the customers as they are measured; they then concern every keeper. */
  act?(tx: KeeperTransaction, customers: readonly LockedCustomer[]): Promise<void>;
  /** Further writes of the caller in the same transaction, such as the progress of an import. */
  alongside?(tx: RoadTransaction, results: readonly RecordResult[]): Promise<void>;
}

/** What became of one activity. A duplicate gives the id of the first one. */
export type RecordResult =
  | { readonly status: 'accepted' | 'duplicate'; readonly activityId: string; readonly customerId: string }
  | { readonly status: 'rejected'; readonly issues: readonly Issue[] };

export interface SettleResult {
  /** One for each activity of the batch, in its order. */
  readonly results: readonly RecordResult[];
  /** The customers that were settled. */
  readonly customerIds: readonly string[];
  /** Those of them who were erased: nothing of the batch was recorded about them. */
  readonly erased: readonly string[];
  readonly changes: number;
  /** The instant at which the batch was settled. */
  readonly now: number;
}

export const ERASED: Issue = {
  path: ['customer'],
  code: 'CUSTOMER_ERASED',
  message: 'This person was erased; nothing is recorded about them any more.',
};

export const rejected = (code: string, message: string, path: string[] = []): RecordResult => ({
  status: 'rejected',
  issues: [{ path, code, message }],
});
