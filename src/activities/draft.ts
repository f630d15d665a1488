import type { CustomerRef } from '../contract/activity.ts';

export type { ActivityDraft, CustomerRef } from '../contract/activity.ts';

/** A part of a profile to set; what is left out stays as it is, `null` removes. */
export interface ProfileDraft {
  readonly customer: CustomerRef;
  readonly locale?: string | null;
  readonly timeZone?: string | null;
  /** Epoch milliseconds. */
  readonly joinedAt?: number | null;
  readonly attributes?: Readonly<Record<string, string | number | boolean | null>>;
}
