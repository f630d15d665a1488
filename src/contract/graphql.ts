import type { EntityManager } from '@mikro-orm/postgresql';
import type DataLoader from 'dataloader';
import type { Language } from '../language/language.ts';
import type { Value } from '../language/phrase.ts';
import type { Cause } from './change.ts';
import type { KeeperTransaction, LockedCustomer } from './keeper.ts';
import type { Metric } from './metric.ts';
import type { Viewer } from './viewer.ts';

/**
 * Type names as strings: a plugin widens this with `declare module '#contract/graphql'` for names that others may use.
 * @public
 */
// biome-ignore lint/suspicious/noEmptyInterface: widened by plugins
export interface GraphObjects {}

/**
 * Input types by name, in the same way.
 * @public
 */
// biome-ignore lint/suspicious/noEmptyInterface: widened by core and plugins
export interface GraphInputs {}

export type BatchLoad<K, V> = (keys: readonly K[]) => Promise<ArrayLike<V | Error>>;

/** What holds for a customer by one rule set, as the customer's row says. */
export interface HoldingOutcome {
  /** Kind of the rule set, such as `loyalty-tiers`. */
  readonly kind: string;
  /** Key of the rule set. */
  readonly ruleSet: string;
  readonly key: string;
  readonly title: string;
  /** What the kind says about the outcome, as `Kind.outcomes` gave it. */
  readonly data: unknown;
  readonly since: Date;
}

/** An outcome that the published version of a rule set can lead to. */
export type PossibleOutcome = Omit<HoldingOutcome, 'since'>;

/** Why an outcome holds: what made it begin, the number of the version that decided, and the explained conditions. */
export interface OutcomeReason {
  readonly cause: Cause;
  readonly version: number;
  readonly why: readonly unknown[];
}

/** What resolvers get. Core adds its own parts by widening this interface in `graphql/context.ts`. */
export interface GraphContext {
  /** In which people are told things, as the request asks for. */
  readonly language: Language;
  /** Who asks. What an operation selects was held against its scopes before anything was resolved. */
  readonly viewer: Viewer;
  /** A fork of its own for this request, or for this one event of a subscription. */
  readonly em: EntityManager;
  /** Reads outside the unit of work: SQL with positional parameters, prepared once by name. */
  query<R>(name: string, text: string, values?: readonly unknown[]): Promise<R[]>;
  /** One DataLoader per name in this request; put every argument that changes the answer into the name. */
  readonly batch: { of<K, V>(name: string, load: BatchLoad<K, V>): DataLoader<K, V> };
  /** What holds for a customer of this answer, in the order of the rule sets. Costs no statement. */
  outcomes(customer: object): readonly HoldingOutcome[];
  /** What published rule sets of a kind can lead to, in the order of their documents; kept between requests. */
  possibleOutcomes(kind: string): Promise<readonly PossibleOutcome[]>;
  /** Why an outcome of this customer holds; one statement for all that the answer asks for. Null: it just ended. */
  reason(customer: object, outcome: HoldingOutcome): Promise<OutcomeReason | null>;
  /** A metric of a customer of this answer, and its value (NaN is unknown); undefined: there is none of this key. Costs no statement. */
  metric(customer: object, key: string): { readonly metric: Metric; readonly value: number } | undefined;
  /** What is fixed for the account; `money` makes an amount of minor units of its currency, to be said. */
  readonly account: { readonly timeZone: string; readonly currency: string; money(minor: number): Value };
  /** The id under which the account knows a customer that a caller named; of one who is not there as well. */
  customerId(reference: GraphInputs['CustomerReference']): string;
  /** The customer of such an id, as it is now; many are read together. */
  customer(id: string): Promise<never>;
  /** The opaque id under which this viewer knows the customer, for cursors as well; `customerId` leads back. */
  globalId(customerId: string): string;
  /**
   * Does something to customers by hand: `work` runs in the road's transaction under the locks of those who are there,
   * keepers then measure and settle them, and rules judge them. It may run again from the start, so it has no effect but
   * on the database. Gives what `work` gave, once everything is committed; nothing is when it throws.
   */
  act<T>(
    customerIds: readonly string[],
    work: (tx: KeeperTransaction, customers: readonly LockedCustomer[]) => Promise<T>,
  ): Promise<T>;
  /** The instant of this request, in epoch milliseconds: metrics that follow from time are computed for it. */
  readonly now: number;
}

export interface BuilderTypes {
  Context: GraphContext;
  Objects: GraphObjects;
  Inputs: GraphInputs;
  DefaultFieldNullability: false;
  Scalars: {
    ID: { Input: string; Output: string | number };
    DateTime: { Input: Date; Output: Date };
    /** A calendar day: `2026-11-23`. */
    Date: { Input: string; Output: string };
    JSON: { Input: unknown; Output: unknown };
    Decimal: { Input: string; Output: string };
    /** Integers up to 2^53. */
    Long: { Input: number; Output: number };
  };
}

export type Builder = PothosSchemaTypes.SchemaBuilder<PothosSchemaTypes.ExtendDefaultTypes<BuilderTypes>>;
