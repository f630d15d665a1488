import type { Phrase } from '../language/phrase.ts';

/** One condition on a field of the source; all conditions of a measure must hold. */
export interface MeasureCondition {
  readonly field: string;
  readonly operator: 'equal' | 'notEqual' | 'in' | 'atLeast' | 'atMost' | 'known';
  readonly value: string | number | boolean | readonly (string | number)[];
}

export type Aggregate =
  | 'count'
  | 'sum'
  | 'mean'
  | 'min'
  | 'max'
  | 'first'
  | 'last'
  | 'firstAt'
  | 'lastAt'
  | 'distinctDays'
  | 'exists';

/**
 * How a metric follows from activities, as data. A marketer's own metric is exactly this. `from` names kinds of activity,
 * or one type of thread (then `windowDays` is not allowed). The window is `(now - windowDays, now]`, exact to the
 * millisecond. Days are calendar days in the account's time zone.
 */
export interface Measure {
  readonly from: string | readonly string[];
  readonly where?: readonly MeasureCondition[];
  readonly aggregate: Aggregate;
  /** The field to sum, average, or pick; not for `count`, `exists`, `distinctDays`, `firstAt`, `lastAt`. */
  readonly of?: string;
  readonly windowDays?: number;
}

/**
 * How a metric follows from others. `daysSince` and `daysUntil` count elapsed days (24 hours), the first rounded down,
 * the second up. `rateChange` compares the rate in the recent window with the customer's own rate before it:
 * `recent / recentDays` over `(whole - recent) / (days of the whole window before the recent one, not counting days
 * before the customer's first one)`, minus 1; unknown while there is no earlier activity. `within` is true from `from` to
 * `to`, both included, and must not be asked of a metric that time alone changes.
 */
export type Derivation =
  | { readonly form: 'daysSince' | 'daysUntil'; readonly of: string }
  | { readonly form: 'ratio'; readonly of: string; readonly by: string }
  | { readonly form: 'difference'; readonly of: string; readonly minus: string }
  | { readonly form: 'within'; readonly of: string; readonly from: number; readonly to: number }
  | {
      readonly form: 'rateChange';
      readonly recent: string;
      readonly recentDays: number;
      readonly whole: string;
      readonly wholeDays: number;
      readonly since: string;
    };

/** What a metric is that a keeper gives: which one, and the value before it gave any; left out: unknown. */
export interface KeptSource {
  readonly by: string;
  readonly initial?: number;
}

/** `money` is in minor units, `duration` in milliseconds, `instant` in epoch milliseconds. */
export type MetricType = 'integer' | 'decimal' | 'money' | 'duration' | 'instant' | 'boolean';

/** What a metric says of itself in another language; `unit` is what one is. */
export interface Translation {
  readonly title: string;
  readonly description: string;
  readonly unit?: string;
}

/** A typed value about one customer that follows from activities. Exactly one of `measure`, `derive` and `kept` is given. */
export interface Metric {
  /** lowerCamelCase; the name in rules, in the API and in reports. */
  readonly key: string;
  readonly title: string;
  readonly description: string;
  /** The same in other languages. */
  readonly translations?: { readonly zh?: Translation };
  readonly type: MetricType;
  /** What one is: `orders`, `days`, `points` …; money and instants say so themselves. */
  readonly unit: string;
  readonly direction: 'higherIsBetter' | 'lowerIsBetter' | 'neutral';
  /** For `boolean` metrics: what is said when it is true, and when it is false; otherwise the title is. */
  readonly said?: { readonly yes: Phrase; readonly no: Phrase };
  readonly measure?: Measure;
  readonly derive?: Derivation;
  /** Given by a keeper, from tables of its own. Such a metric says itself in every language. */
  readonly kept?: KeptSource;
}

export const defineMetric = (metric: Metric): Metric => Object.freeze(metric);
