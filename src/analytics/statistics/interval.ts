/** How an interval was made; each has a file of its own, where its source is named. */
export const METHODS = ['wald', 'adjusted-wald', 'wilson', 'newcombe', 'student', 'welch'] as const;
export type Method = (typeof METHODS)[number];

/** Where the true value lies: intervals made in this way hold it with the probability `level`. */
export interface Interval {
  readonly low: number;
  readonly high: number;
  readonly level: number;
  readonly method: Method;
}
