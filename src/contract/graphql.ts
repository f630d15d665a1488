import type { EntityManager } from '@mikro-orm/postgresql';
import type DataLoader from 'dataloader';

/**
 * Type names as strings: a plugin widens this with `declare module '#contract/graphql'` for names that others may use.
 * @public
 */
// biome-ignore lint/suspicious/noEmptyInterface: widened by plugins
export interface GraphObjects {}

export type BatchLoad<K, V> = (keys: readonly K[]) => Promise<ArrayLike<V | Error>>;

/** What resolvers get. Core adds its own parts by widening this interface in `graphql/context.ts`. */
export interface GraphContext {
  /** A fork of its own for this request, or for this one event of a subscription. */
  readonly em: EntityManager;
  /** Reads outside the unit of work: SQL with positional parameters, prepared once by name. */
  query<R>(name: string, text: string, values?: readonly unknown[]): Promise<R[]>;
  /** One DataLoader per name in this request; put every argument that changes the answer into the name. */
  readonly batch: { of<K, V>(name: string, load: BatchLoad<K, V>): DataLoader<K, V> };
  /** The instant of this request, in epoch milliseconds: metrics that follow from time are computed for it. */
  readonly now: number;
}

export interface BuilderTypes {
  Context: GraphContext;
  Objects: GraphObjects;
  DefaultFieldNullability: false;
  Scalars: {
    ID: { Input: string; Output: string | number };
    DateTime: { Input: Date; Output: Date };
    JSON: { Input: unknown; Output: unknown };
    Decimal: { Input: string; Output: string };
    /** Integers up to 2^53. */
    Long: { Input: number; Output: number };
  };
}

export type Builder = PothosSchemaTypes.SchemaBuilder<PothosSchemaTypes.ExtendDefaultTypes<BuilderTypes>>;
