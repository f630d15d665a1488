/** How an interval was made; each has a file of its own, where its source is named. */
export type Method = 'wald' | 'adjusted-wald' | 'wilson' | 'newcombe' | 'student' | 'welch';

/** Where the true value lies: intervals made in this way hold it with the probability `level`. */
export interface Interval {
  readonly low: number;
  readonly high: number;
  readonly level: number;
  readonly method: Method;
}
