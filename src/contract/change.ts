/** A type of change on the feed, declared once; the API gets an object type for it. */
export interface ChangeType {
  /** Dotted, past tense: `segment.entered`, `tier.changed`. */
  readonly type: string;
  /** Name of the object type in the API: `SegmentEntered`. */
  readonly name: string;
  readonly description: string;
  /** What `key`, `from` and `to` of such a change mean; a part that is left out is not shown. */
  readonly fields: {
    readonly key?: { readonly name: string; readonly description: string };
    readonly from?: { readonly name: string; readonly description: string };
    readonly to?: { readonly name: string; readonly description: string };
  };
}

/** Why a change happened: an activity, an edit of the profile, time alone, or a published version. */
export interface Cause {
  readonly by: 'activity' | 'profile' | 'time' | 'publish' | 'metric';
  /** The activity that caused it, when `by` is `activity`. */
  readonly activityId?: string;
  /** The version that was published, when `by` is `publish`. */
  readonly versionId?: string;
}

export const defineChange = (change: ChangeType): ChangeType => Object.freeze(change);
