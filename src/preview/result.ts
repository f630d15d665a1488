import type { Forecast } from '../contract/forecast.ts';

/** How often something moves in a preview. */
export interface MoveCount {
  readonly type: string;
  readonly key: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly count: number;
}

export interface OutcomeCount {
  readonly key: string;
  /** For how many it holds by what is published, and by what is previewed. */
  readonly before: number;
  readonly after: number;
  readonly enter: number;
  readonly leave: number;
}

/** What a preview says of one rule set. */
export interface RuleSetResult {
  readonly key: string;
  readonly kind: string;
  /** False: its document stays, and it reads something that moves. */
  readonly draft: boolean;
  /** For how many each rule holds, in the order of the document. */
  readonly rules: readonly { readonly name: string; readonly holds: number }[];
  readonly outcomes: readonly OutcomeCount[];
  readonly moves: readonly MoveCount[];
}

/** How the values of a metric lie, by its definition now and by the one that is previewed. */
export interface MetricResult {
  readonly key: string;
  readonly before: Spread | null;
  readonly after: Spread;
}

export interface Spread {
  /** How many customers have a value. */
  readonly known: number;
  readonly least: number | null;
  readonly greatest: number | null;
  readonly mean: number | null;
}

/** The exact difference, but for who moves: that lies in a table. */
export interface PreviewResult {
  readonly customers: number;
  /** Customers of whom anything moves. */
  readonly moved: number;
  readonly ruleSets: readonly RuleSetResult[];
  readonly metrics: readonly MetricResult[];
  /**
   * For how many customers time alone may flip a condition of what is previewed: steps of `FLIP_STEP` from the instant,
   * and how many in each. Nothing is said of what lies `flipSteps` or further away.
   */
  readonly flips: readonly (readonly [step: number, count: number])[];
  readonly flipSteps: number;
  /** Not part of what was found: it follows from what is left of caps and budgets as well. */
  readonly forecasts?: readonly ForecastResult[];
}

/** An hour. */
export const FLIP_STEP = 3_600_000;
export const FLIP_STEPS = 30 * 24;

/** What would be done at once to those for whom an outcome would begin. */
export interface ForecastResult extends Pick<Forecast, 'type' | 'key' | 'customers' | 'withheld'> {
  readonly ruleSet: string;
}
