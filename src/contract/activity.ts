import type { Issue } from '../errors.ts';
import type { CommentClassifier } from './classifier.ts';
import type { RoadTransaction } from './transaction.ts';

/**
 * What a field of an activity may hold. Stored forms: `money` an integer in minor units beside the activity's
 * `currency`; `duration` an integer in milliseconds; `instant` epoch milliseconds; `decimal` a number with at most six
 * decimals; `items` a list of `{ sku, quantity, amount }`.
 */
export type FieldType =
  | 'money'
  | 'integer'
  | 'decimal'
  | 'text'
  | 'boolean'
  | 'instant'
  | 'duration'
  | 'enum'
  | 'items';

export interface Field {
  readonly type: FieldType;
  readonly description: string;
  readonly required?: boolean;
  /** For `enum`: the allowed words, lowerCamelCase. */
  readonly values?: readonly string[];
  readonly min?: number;
  /** The greatest number, or how many characters a text may have. */
  readonly max?: number;
  /**
   * What a person wrote, or is known by. Only those with `personal:read` see it, no metric looks at it, and it is removed
   * when the person is erased. Texts that are words of the business, such as the name of a shop or a plan, are not.
   */
  readonly personal?: boolean;
  /** A key in another system, which may lead to the person there: seen by all, and removed when the person is erased. */
  readonly reference?: boolean;
  /** Added by a follower and never taken from a caller: it is read, counted and shown like any other field. */
  readonly filled?: boolean;
}

/** A kind of activity: what happened, and which fields tell more about it. Declared once, as data. */
export interface ActivityKind {
  /** lowerCamelCase; also the name of the input field in the API. */
  readonly key: string;
  readonly title: string;
  readonly description: string;
  readonly fields: Readonly<Record<string, Field>>;
  /** The thread this activity belongs to, and the field that holds the thread's key. */
  readonly thread?: { readonly type: string; readonly by: string };
}

/** An activity as the road carries it. Times are epoch milliseconds. */
export interface Activity {
  readonly id: string;
  readonly customerId: string;
  readonly kind: string;
  readonly occurredAt: number;
  /** Order in which the customer's activities were accepted: 1, 2, 3 … */
  readonly seq: number;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** How a caller names a customer: by our id, or by the caller's own. An unknown `externalId` makes a new customer. */
export type CustomerRef =
  | { readonly id: string; readonly externalId?: never }
  | { readonly externalId: string; readonly id?: never };

/** An activity that passed every check that needs no database. `payload` holds stored forms (see `FieldType`). */
export interface ActivityDraft {
  readonly customer: CustomerRef;
  readonly kind: string;
  /** Idempotency key, unique for the customer and source. */
  readonly key: string;
  readonly source: string;
  /** Epoch milliseconds; absent: the instant at which the road settles it. */
  readonly occurredAt?: number;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** Fields to add to an activity. They are no part of what tells a repeat from a conflict. */
export type Fill = Readonly<Record<string, unknown>>;

/** What a follower says of an activity before it is recorded: what to add, or why it cannot be recorded. */
export type Preparation = { readonly fill: Fill } | { readonly issues: readonly Issue[] };

/** What a follower may look at before the transaction. */
export interface Outlook extends Pick<RoadTransaction, 'query' | 'now'> {
  readonly classifiers: readonly CommentClassifier[];
}

/** An activity that is being recorded for the first time, before it has its place in the customer's order. */
export interface FreshActivity extends Omit<Activity, 'seq'> {
  readonly source: string;
  readonly key: string;
}

/**
 * Whoever looks at activities of some kinds as they are recorded, by whatever way they come: it completes or refuses
 * them, and keeps tables of its own. Each step gets all activities of a batch that concern it at once, and is not
 * called when there is none.
 */
export interface ActivityFollower {
  /** Kinds of activity, those of plugins included when it is everything. */
  readonly of: readonly string[] | 'everything';
  /**
   * Before the transaction: one answer for each draft, in their order; undefined where there is nothing to say. A repeat
   * of what is recorded already stays a repeat, even if it would be refused today.
   */
  prepare?(drafts: readonly ActivityDraft[], look: Outlook): Promise<readonly (Preparation | undefined)[]>;
  /**
   * In the road's transaction and under the customers' locks, for activities that are fresh, before anything follows from
   * them: why those cannot be recorded of which only this moment tells. One answer for each, in their order; undefined where
   * there is nothing to say.
   */
  refuse?(
    activities: readonly FreshActivity[],
    tx: RoadTransaction,
  ): Promise<readonly (readonly Issue[] | undefined)[]>;
  /**
   * In the road's transaction and under the customers' locks, for activities that are fresh: set-based, idempotent writes
   * to own tables. May add what only this moment tells, in the order of the activities.
   */
  follow?(
    activities: readonly FreshActivity[],
    tx: RoadTransaction,
  ): Promise<readonly (Fill | undefined)[] | undefined>;
}

/**
 * Activities that belong together, such as one complaint from opened to resolved. `apply` folds one activity into the
 * thread's state and must not depend on the order of arrival: it decides by `occurredAt`, then `seq`. `view` gives the
 * fields that metrics count and sum; a field that is not known yet is left out.
 */
export interface ThreadType<S = never> {
  readonly key: string;
  readonly title: string;
  readonly fields: Readonly<Record<string, Field>>;
  apply(state: S | undefined, activity: Activity): S;
  view(state: S): Readonly<Record<string, number | boolean | string | undefined>>;
}

export const defineActivity = (kind: ActivityKind): ActivityKind => Object.freeze(kind);
export const defineThread = <S>(type: ThreadType<S>): ThreadType<never> =>
  Object.freeze(type) as unknown as ThreadType<never>;
