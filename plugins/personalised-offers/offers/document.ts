import type { Condition } from '#contract';

/** At most so many, in any so many days of 24 hours; left out: ever. */
export interface Cap {
  readonly most: number;
  readonly days?: number;
}

/** A moment at which an offer is made: soon after an activity, or after each anniversary of the day the customer joined. */
export type Moment =
  | { readonly after: string; readonly withinHours: number }
  | { readonly anniversary: 'joined'; readonly withinDays: number };

/** What the customer bought not long ago, and did not buy along with it. */
export interface CrossSell {
  readonly any: readonly string[];
  readonly without?: readonly string[];
  readonly withinDays: number;
}

/** An offer. Amounts of money are minor units of the account's currency. */
export interface Offer {
  readonly key: string;
  readonly title: string;
  /** What is said to the customer, by language. */
  readonly message?: { readonly en?: string; readonly zh?: string };
  /** Who is eligible. */
  readonly when: Condition;
  /** Made from then on, and until then, as instants in ISO 8601. */
  readonly from?: string;
  readonly until?: string;
  readonly upon?: Moment;
  readonly bought?: CrossSell;
  /** How long it stands once it is made. */
  readonly openDays: number;
  /** Offers of higher priority are made first; of equal ones those of higher value. */
  readonly priority?: number;
  readonly value?: number;
  /** A customer has at most one open offer of a group, whichever rule set it is of. */
  readonly group?: string;
  /** What it costs when it is redeemed, and the budget that pays. */
  readonly cost?: number;
  readonly budget?: string;
  /** How often it is made to one customer; left out: once. In all: how many stand or are redeemed. */
  readonly caps?: { readonly perCustomer?: Cap; readonly inAll?: Cap };
  /** False: it waits until the customer comes by, so nobody is contacted. */
  readonly contact?: boolean;
  readonly channels?: readonly string[];
}

/** Who is made no offers so that it is seen what offers do, and what counts as their effect. */
export interface Experiment {
  /** Customers are drawn anew under another key; rule sets with the same one share the draw. Left out: the rule set's. */
  readonly key?: string;
  /** The share of customers who are made no offers. */
  readonly holdout: number;
  /** A customer is won by such an activity so soon after the first offer, made or held back. */
  readonly won: { readonly by: string; readonly withinDays: number };
}

interface Budget {
  readonly key: string;
  readonly title: string;
  readonly amount: number;
}

/** The document of the kind `personalised-offers`. */
export interface OffersDocument {
  readonly experiment?: Experiment;
  readonly budgets?: readonly Budget[];
  readonly offers: readonly Offer[];
}

/** The kind of the rule sets that are offers. */
export const OFFERS = 'personalised-offers';

/** An instant of a document. */
export const instantOf = (text: string | undefined, otherwise: number): number =>
  text === undefined ? otherwise : Date.parse(text);
