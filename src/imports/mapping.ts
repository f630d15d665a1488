/** How a text becomes a value. Which of these a value may have depends on the field's type. */
export interface Conversion {
  /** Unit in which the column is written. Money: `major` (12.50) or `minor` (1250). Durations: the unit of time. */
  readonly as?: Unit;
  /** Turns the sign round, for files that write money given back as a negative amount. */
  readonly negate?: boolean;
  /** Rounds what has too many decimals, half away from zero. Without it such a row is an error. */
  readonly round?: boolean;
  /** For times: see `TimeFormat`. */
  readonly format?: string;
  readonly timeZone?: string;
  /** What a text stands for: `{ "Yes": "true" }`. A text that is not among them stands for itself. */
  readonly values?: Readonly<Record<string, string | number | boolean>>;
}

export type Unit = 'major' | 'minor' | 'milliseconds' | 'seconds' | 'minutes' | 'boolean';

/** A value from a column. Several columns must say the same; the empty ones among them do not count. */
export interface ColumnValue extends Conversion {
  readonly column: string | readonly string[];
}

/** The same value for every row. */
export interface ConstantValue extends Conversion {
  readonly value: unknown;
}

/**
 * Where a value comes from; a text is short for `{ column }`. Columns of NDJSON may lead inwards: `customer.externalId`.
 */
export type ValueMapping = string | ColumnValue | ConstantValue;

/** A time; `optional` lets a row leave it empty. */
export type TimeMapping = string | (ColumnValue & { readonly optional?: boolean });

/** A test of one column; all that are named must hold. Texts are compared without the white space around them. */
export interface Condition {
  readonly column: string;
  readonly equals?: string | number | boolean;
  readonly in?: readonly (string | number | boolean)[];
  readonly startsWith?: string;
  /** A regular expression (RE2: linear time), found anywhere unless anchored. */
  readonly matches?: string;
  readonly greaterThan?: number;
  readonly lessThan?: number;
  /** Whether anything stands there. */
  readonly filled?: boolean;
}

/** One kind of activity that a row may be, and where its fields come from. */
export interface ActivityEntry {
  /** All must hold; without conditions the entry always applies. */
  readonly when?: readonly Condition[];
  readonly kind: string;
  readonly fields?: Readonly<Record<string, ValueMapping>>;
}

/** How the columns of a file become activities. Plain JSON. */
export interface ActivityMapping {
  /** Where the activities come from; `{ "value": "import" }` when left out. Keys are unique within a source. */
  readonly source?: ValueMapping;
  /** The caller's own id of the customer. */
  readonly customer?: ValueMapping;
  /** Our id of the customer; counts before `customer` where both are filled. */
  readonly customerId?: ValueMapping;
  /** The columns that name an activity for ever. Without it: a hash of the row and its number among equal rows. */
  readonly key?: string | readonly string[];
  /** When it happened. Without it: when it is imported. */
  readonly occurredAt?: TimeMapping;
  /** Whether a row that fits several entries is an error. Otherwise the first decides. */
  readonly exclusive?: boolean;
  /** The first entry whose conditions hold decides the kind of a row. */
  readonly activities: readonly ActivityEntry[];
}

/** How the columns of a file become parts of profiles. Plain JSON. */
export interface CustomerMapping {
  readonly externalId?: ValueMapping;
  readonly customerId?: ValueMapping;
  readonly locale?: ValueMapping;
  readonly timeZone?: ValueMapping;
  readonly joinedAt?: ValueMapping;
  readonly attributes?: Readonly<Record<string, ValueMapping>>;
}

/** What an import has to know of an attribute of customers. */
export interface AttributeDeclaration {
  readonly key: string;
  readonly type: 'string' | 'number' | 'boolean' | 'date' | 'enum';
  readonly options?: readonly string[];
}

export type AttributeDeclarations = ReadonlyMap<string, AttributeDeclaration>;
