import type { FeedRow } from './check-feed.ts';

/** A change as a follower was told it. */
export interface Told {
  /** The global id of the change. */
  readonly id: string;
  readonly cursor: string;
  readonly position: number;
  readonly previousPosition: number;
  readonly type: string;
}

export const TOLD = 'id cursor position previousPosition type';

/** What a follower has to be told, and how. */
export interface Terms {
  readonly name: string;
  /** What lies up to here it did not ask for. */
  readonly from: number;
  /** Which changes it may see; left out: all. */
  readonly maySee?: (change: FeedRow) => boolean;
  /** Whether first tellings are in the order of the feed, or only in that of each customer. */
  readonly inOneOrder: boolean;
  /** After how long without a word we take it that it hears nothing more, in ms. */
  readonly patience: number;
}

/** What every follower notes, whichever way it follows. */
export class Notes {
  readonly terms: Terms;
  /** Each change by its id, in the order in which it was first told. */
  readonly firsts = new Map<string, Told>();
  deliveries = 0;
  /** Changes whose link to the one before was broken: something was left out. */
  readonly gaps: string[] = [];
  /** What came otherwise than it must: not signed, or once more under another id. */
  wrong = 0;

  constructor(terms: Terms) {
    this.terms = terms;
  }

  /** Notes a change; `expected` is the position after which it was asked for, or of the change before it. */
  take(change: Told, expected: number | undefined): void {
    this.deliveries += 1;
    if (expected !== undefined && change.previousPosition > expected) this.gaps.push(describeGap(change, expected));
    if (!this.firsts.has(change.id)) this.firsts.set(change.id, change);
  }

  get repeats(): number {
    return this.deliveries - this.firsts.size;
  }
}

/** The link of a change that should lead to `before`. */
export const describeGap = ({ position, previousPosition }: Told, before: number): string =>
  `${position} after ${previousPosition} where it had all up to ${before}`;

/** Follows the feed while a run goes on. */
export interface Follower {
  readonly notes: Notes;
  /** The follower itself dies, and comes back with the last cursor that it had put away. */
  drop(): void;
  stop(): Promise<void>;
}

/** By which key, and from where on, a follower follows. */
export interface Wanted {
  readonly key: string;
  /** Cursor to begin after. */
  readonly after: string;
  readonly afterPosition: number;
}

/** The terms of somebody who reads the feed as it is. */
export const readerOf = (name: string, { afterPosition }: Wanted, maySee?: Terms['maySee']): Terms => ({
  name,
  from: afterPosition,
  inOneOrder: true,
  patience: 15_000,
  ...(maySee && { maySee }),
});

/** Whether a change concerns one of these segments. */
export const ofSegments =
  (segments: readonly string[]): NonNullable<Terms['maySee']> =>
  ({ type, key }) =>
    type.startsWith('segment.') && segments.includes(key);

/** `segment.entered` is told as SEGMENT_ENTERED by the API. */
export const constantCase = (type: string): string => type.replace('.', '_').toUpperCase();
