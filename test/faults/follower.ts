/** A change as a follower was told it. */
export interface Told {
  readonly cursor: string;
  readonly position: number;
  readonly previousPosition: number;
  readonly changeSeq: number;
  /** The customer's id as this follower sees it. */
  readonly customerId: string;
  readonly type: string;
}

export const TOLD = 'cursor position previousPosition changeSeq customerId type';

/** What every follower notes, whichever way it follows. */
export class Notes {
  readonly name: string;
  /** What lies up to here it did not ask for. */
  readonly from: number;
  /** Which changes it may see; left out: all. */
  maySee: ((change: { readonly key: string }) => boolean) | undefined;
  /** Each change by customer and number, in the order in which it was first told. */
  readonly firsts = new Map<string, Told>();
  deliveries = 0;
  /** Times the link to the change before was broken: something was left out. */
  gaps = 0;
  /** Times it had to connect again. */
  connections = 0;

  constructor(name: string, from: number) {
    this.name = name;
    this.from = from;
  }

  /** Notes a change; `expected` is the position after which it was asked for, or of the change before it. */
  take(change: Told, expected: number | undefined): void {
    this.deliveries += 1;
    if (expected !== undefined && change.previousPosition > expected) this.gaps += 1;
    const key = `${change.customerId}:${change.changeSeq}`;
    if (!this.firsts.has(key)) this.firsts.set(key, change);
  }

  get repeats(): number {
    return this.deliveries - this.firsts.size;
  }
}

/** Follows the feed while a run goes on. */
export interface Follower {
  readonly notes: Notes;
  start(): void;
  /** The follower itself dies, and comes back with the last cursor that it had put away. */
  drop(): void;
  stop(): Promise<void>;
}

/** Which changes a follower asks for, and whether it may see all. */
export interface Wanted {
  readonly key: string;
  readonly segments?: readonly string[];
  /** Cursor to begin after. */
  readonly after: string;
  readonly afterPosition: number;
}
