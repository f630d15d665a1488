/** A type of change on the feed, declared once; the API gets an object type for it. */
export interface ChangeType {
  /** Dotted, past tense: `segment.entered`, `tier.changed`. */
  readonly type: string;
  /** Name of the object type in the API: `SegmentEntered`. */
  readonly name: string;
  readonly description: string;
  /** What it is about. Other than a customer: then only the client that owns it is told. */
  readonly subject?: 'customer' | 'webhook-endpoint' | 'rule-set';
  /** What `key`, `from` and `to` of such a change mean; a part that is left out is not shown. */
  readonly fields: {
    readonly key?: { readonly name: string; readonly description: string };
    readonly from?: { readonly name: string; readonly description: string };
    readonly to?: { readonly name: string; readonly description: string };
  };
  /** What else it says, by name, as text or as an instant in ISO 8601. Never anything personal. */
  readonly details?: Readonly<Record<string, { readonly type: 'text' | 'instant'; readonly description: string }>>;
}

/**
 * Why a change happened: an activity, an edit of the profile, something that was done by hand, time alone, a published
 * version, a new metric, the erasure of a person, or what became of deliveries.
 */
export interface Cause {
  readonly by: 'activity' | 'profile' | 'action' | 'time' | 'publish' | 'metric' | 'erasure' | 'delivery';
  /** The activity that caused it, when `by` is `activity`. */
  readonly activityId?: string;
  /** The version that was published, when `by` is `publish`. */
  readonly versionId?: string;
}

export const defineChange = (change: ChangeType): ChangeType => Object.freeze(change);
