import type { Activity, FreshActivity } from './activity.ts';
import type { Condition } from './condition.ts';
import type { BeginForecast } from './forecast.ts';
import type { HeldOutcome } from './kind.ts';
import type { RoadTransaction } from './transaction.ts';

/** A published rule set, as keepers see it: which one, and what it says. */
export interface PublishedRuleSet {
  readonly id: string;
  readonly key: string;
  readonly kind: string;
  readonly versionId: string;
  readonly document: unknown;
}

/** What a keeper may look at when nothing is to be written. */
export interface KeeperOutlook extends Pick<RoadTransaction, 'now' | 'query'> {
  /** The published rule sets of a kind. */
  ruleSets(kind: string): readonly PublishedRuleSet[];
  /** Index of the calendar day of an instant in the account's time zone, and the instant at which that day begins. */
  calendarDay(at: number): number;
  startOfDay(day: number): number;
}

/** The road's transaction, with what holds for everybody. */
export interface KeeperTransaction extends RoadTransaction, KeeperOutlook {}

/** An outcome that holds, and the rule set that says so. */
export interface Holding extends HeldOutcome {
  readonly ruleSet: PublishedRuleSet;
}

/** A customer under its lock. Times are epoch milliseconds. */
export interface LockedCustomer {
  readonly customerId: string;
  /** The instant at which it is settled; never before that of the last time. */
  readonly now: number;
  readonly locale: string | null;
  readonly timeZone: string | null;
  readonly joinedAt: number | null;
  /** Who it was is not known any more. */
  readonly erased: boolean;
  /** What holds by the rule sets of a kind: what held before as long as nothing is judged, then what holds now. */
  holds(kind: string): readonly Holding[];
  /**
   * The published rule sets of a kind in the versions that are for this customer: while one is rolled out, others may have
   * another. The same list for everybody as long as none is.
   */
  ruleSets(kind: string): readonly PublishedRuleSet[];
  /** The value of a metric; NaN is unknown. */
  metric(key: string): number;
  /** Whether conditions of a published document hold, by what `metric` and `holds` say at this moment. */
  meets(when: Condition): boolean;
}

/** An activity that was just recorded. */
export interface KeptActivity extends Activity, Pick<FreshActivity, 'source' | 'key'> {}

/** A customer that concerns a keeper. */
export interface KeptCustomer extends LockedCustomer {
  /** Activities that are new and of the keeper's kinds, by time. */
  readonly activities: readonly KeptActivity[];
  /** Its own time has come, or somebody acted on the customer. */
  readonly called: boolean;
  /** All its values are wanted: it was settled before the keeper had them, or what they follow from was erased. */
  readonly anew: boolean;
}

/** What moved by one rule set. */
export interface Moved {
  readonly ruleSet: PublishedRuleSet;
  readonly before: readonly HeldOutcome[];
  readonly after: readonly HeldOutcome[];
}

/** A customer that was decided on. */
export interface DecidedCustomer extends KeptCustomer {
  /** What began, ended or moved by rule sets of the keeper's kinds. */
  readonly moved: readonly Moved[];
}

/** A change to be told, of a type that the keeper names. `key`, `from` and `to` have at most 64 characters. */
export interface KeptChange {
  readonly type: string;
  readonly key: string;
  readonly from: string | null;
  readonly to: string | null;
  /** The rule set that says so, if any does. */
  readonly ruleSet?: PublishedRuleSet;
  /** What decided, for whoever may see rules. */
  readonly why?: readonly unknown[];
  /** What else its type says, by name: text, or an instant in ISO 8601. */
  readonly details?: Readonly<Record<string, string>>;
}

/** What a keeper has done to a customer. */
export interface Settled {
  readonly customerId: string;
  /**
   * When it wants to be called next although nothing happens. Left out: never. After `settle` it may be an instant that
   * has come: then the sweeper calls it at once, which is how what `settle` wrote comes into metrics.
   */
  readonly next?: number;
  /** In the order in which they are told. */
  readonly changes?: readonly KeptChange[];
}

/** What a keeper has measured of a customer. */
export interface Kept extends Settled {
  /** Values of its metrics that may be others than before, by key; NaN is unknown. */
  readonly values?: Readonly<Record<string, number>>;
}

/** What a keeper will do at an instant, unless something happens before. */
export interface Foreseen extends Omit<Kept, 'next'> {
  readonly at: number;
}

/**
 * What a plugin keeps of each customer in tables of its own, and moves on the road. Both steps run in the road's
 * transaction under the customers' locks, set-based, for all customers of a batch that concern it at once; neither is
 * called when there is none. A customer concerns it who has fresh activities of its kinds, whose own time has come, who
 * was acted upon (`context.act`), or whose metrics are computed anew. Both may run again from the start when the database
 * asks for it.
 */
export interface Keeper {
  /** `<plugin>` or `<plugin>.<part>`. */
  readonly key: string;
  /** Kinds of activity that concern it; every kind for whoever learns only from rule sets which ones do. */
  readonly activities?: readonly string[] | 'all';
  /** Kinds of rule set whose outcomes concern it once they move. */
  readonly kinds?: readonly string[];
  /** Types of change that it tells. */
  readonly changes?: readonly string[];
  /**
   * After the activities are appended and counted, and before rules are judged: posts to own tables, and gives the values
   * of the metrics that name it (`kept`). Of a customer that it leaves out nothing is different.
   */
  measure?(customers: readonly KeptCustomer[], tx: KeeperTransaction): Promise<readonly Kept[]>;
  /**
   * After rules are judged, for those who were measured and for those for whom something moved by rule sets of `kinds`:
   * writes to own tables. Each step has a next instant of its own; when either comes, both are called.
   */
  settle?(customers: readonly DecidedCustomer[], tx: KeeperTransaction): Promise<readonly Settled[]>;
  /** What it will do from `look.now` until an instant when nothing else happens, by time. */
  agenda?(customerIds: readonly string[], until: number, look: KeeperOutlook): Promise<readonly Foreseen[]>;
  /** For previews of rule sets of `kinds`: what it would do when they were published. */
  forecast?: BeginForecast;
}

export const defineKeeper = (keeper: Keeper): Keeper => Object.freeze(keeper);
