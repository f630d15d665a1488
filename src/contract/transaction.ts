import type { Contacts } from './contact.ts';

/** Row values as PostgreSQL's text protocol gives them: numbers of 64 bits and times are strings. */
export type Row = Record<string, unknown>;

/**
 * The road's transaction: SQL with positional parameters, prepared once by name. `now` is the instant at which the
 * batch is settled, in epoch milliseconds.
 */
export interface RoadTransaction {
  readonly now: number;
  query<R = Row>(name: string, text: string, values?: readonly unknown[]): Promise<R[]>;
  /**
   * A statement whose answer nobody waits for: PostgreSQL is at it while the road goes on. When it fails, the transaction
   * fails, at the latest when it commits.
   */
  send(name: string, text: string, values?: readonly unknown[]): void;
  /** Whether customers of the batch may be contacted, and the reservation of their attention. */
  readonly contacts: Contacts;
  /** Another one whenever other surveys are published: what was read under it need not be read again. */
  readonly surveysStamp?: string;
}
