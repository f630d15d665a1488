import type { KeeperOutlook, LockedCustomer, PublishedRuleSet } from './keeper.ts';

/** A customer for whom outcomes of a keeper's kinds would begin if what is previewed were published. */
export interface Beginning extends Pick<LockedCustomer, 'customerId' | 'joinedAt' | 'erased'> {
  readonly began: readonly { readonly ruleSet: PublishedRuleSet; readonly key: string }[];
}

/** What a keeper would do at once to those for whom an outcome would begin. */
export interface Forecast {
  /** One of the keeper's types of change. */
  readonly type: string;
  /** What such changes would be about. */
  readonly key: string;
  readonly ruleSet: PublishedRuleSet;
  /** For how many customers it would do it. */
  readonly customers: number;
  /** For how many it would not, by the reason: a stable code. */
  readonly withheld: Readonly<Record<string, number>>;
}

/** Adds up what a keeper would do, customers by customers. It looks, and writes nothing. */
export interface Forecaster {
  take(customers: readonly Beginning[]): Promise<void>;
  forecasts(): readonly Forecast[];
}

/** Begins a forecast on the ground of a preview: its instant, its snapshot, and rule sets as they would be published. */
export type BeginForecast = (look: KeeperOutlook) => Forecaster;
