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

/** A part of a profile to set; what is left out stays as it is, `null` removes. */
export interface ProfileDraft {
  readonly customer: CustomerRef;
  readonly locale?: string | null;
  readonly timeZone?: string | null;
  /** Epoch milliseconds. */
  readonly joinedAt?: number | null;
  readonly attributes?: Readonly<Record<string, string | number | boolean | null>>;
}
