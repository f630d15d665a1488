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
  readonly max?: number;
  /**
   * What a person wrote, or is known by. Only those with `personal:read` see it, no metric looks at it, and it is removed
   * when the person is erased. Texts that are words of the business, such as the name of a shop or a plan, are not.
   */
  readonly personal?: boolean;
  /** A key in another system, which may lead to the person there: seen by all, and removed when the person is erased. */
  readonly reference?: boolean;
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
