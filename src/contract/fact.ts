import { type Phrase, titled } from '../language/phrase.ts';

/** What kind of value a fact has, and so which operators fit it. `instant` is epoch milliseconds, `text` a string. */
export type FactType = 'number' | 'text' | 'boolean' | 'instant';

/** How a fact changes by itself as time goes on; `of` and `anchor` are places in `Facts.numbers`. A day is 24 hours. */
export type FactTiming =
  | { readonly form: 'daysSince' | 'daysUntil'; readonly of: number }
  /** May take another value at each whole day after the instant at `anchor`. */
  | { readonly form: 'eachDaySince'; readonly anchor: number };

/** What a fact says of itself in other languages than English. */
export interface FactTranslations {
  readonly zh?: { readonly title: string; readonly description?: string; readonly unit?: string };
}

/** Something a condition can test: a metric, an attribute of the customer, or the outcome of an earlier rule set. */
export interface Fact {
  readonly name: string;
  readonly title: string;
  readonly description?: string;
  /** The same, and the unit, in other languages. */
  readonly translations?: FactTranslations;
  readonly type: FactType;
  /** Where its value lies: in `Facts.texts` for `text`, otherwise in `Facts.numbers`. */
  readonly index: number;
  readonly unit?: string;
  /** How its numbers are written for people; as plain numbers when it says nothing. */
  readonly writtenAs?: 'money' | 'duration' | 'share' | 'days';
  /** For `text` facts with a closed list of values. */
  readonly values?: readonly string[];
  /** For `boolean` facts: what is said when it is true, and when it is false; otherwise its title is. */
  readonly said?: { readonly yes: Phrase; readonly no: Phrase };
  /** Present when the value follows from time as well. */
  readonly timing?: FactTiming;
  /** False for a fact that is declared and that nothing measures (no source brings it). */
  readonly measured?: boolean;
}

/** The title of a fact, to be said in any language. */
export const factTitle = ({ title, translations }: Pick<Fact, 'title' | 'translations'>): Phrase =>
  titled(title, { zh: translations?.zh?.title });

/** All facts that exist, by name; `number` to `instant` facts share one index space, `text` facts have another. */
export interface FactCatalogue {
  readonly facts: ReadonlyMap<string, Fact>;
  readonly numbers: number;
  readonly texts: number;
  /** Names that are taken by personal data: they look like facts, and no condition may test them. */
  readonly personal?: ReadonlySet<string>;
  /** Index of the calendar day of an instant in the account's time zone (days since 1970-01-01). */
  calendarDay(at: number): number;
  /** The instant at which that calendar day begins in the account's time zone. */
  startOfDay(day: number): number;
}

/** One customer's values. `NaN` and `undefined` mean unknown; booleans are 0 and 1. Reused between customers. */
export interface Facts {
  readonly numbers: Float64Array;
  readonly texts: (string | undefined)[];
  now: number;
}
