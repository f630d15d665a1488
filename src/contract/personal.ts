import type { RoadTransaction } from './transaction.ts';

/** The person that is to be erased, as the customer's row tells under its lock. */
export interface Person {
  readonly customerId: string;
  readonly externalId: string;
  /** Texts by which the person can be recognised where no id stands: the ids, and what attributes say. */
  readonly texts: readonly string[];
}

/**
 * A table that says something about customers. Every table with a customer's id in it is declared by whoever brings it:
 * a test fails for one that is not.
 */
export interface PersonalTable {
  readonly name: string;
  /** The column with the customer's id; `customer_id` when left out. */
  readonly column?: string;
  /**
   * What becomes of the customer's rows when the person is erased: they are deleted, or `erase` takes from them what is
   * personal, or they stay, for the reason given.
   */
  readonly onErase: 'delete' | 'rewrite' | { readonly keep: string };
  /**
   * What an export hands out of it: the rows as they are, unless this is a query of its own with the customer's id as
   * `$1`, or the reason for which there is nothing to hand out.
   */
  readonly onExport?: { readonly query: string } | { readonly nothing: string };
}

/** What a folder keeps of persons. */
export interface PersonalRecords {
  readonly tables: readonly PersonalTable[];
  /**
   * Takes out whatever tells of the person and is not deleted with the tables: set-based, in the transaction that erases
   * and under the customer's lock. Nothing is recorded of the person afterwards, so what is gone stays gone.
   */
  erase?(person: Person, tx: RoadTransaction): Promise<void>;
  /**
   * Removes, after the commit, what `erase` only marked, because it is too large for the transaction: files. A worker
   * must do the same from time to time, so this may fail.
   */
  tidy?(sql: Pick<RoadTransaction, 'query'>): Promise<void>;
}
