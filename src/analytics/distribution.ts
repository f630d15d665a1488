import { sumOf, type Tally } from '../statistics/tally.ts';

/** The answers with one score. */
export interface Scored extends Tally {
  readonly score: number;
}

/** How often each score was given, lowest first: all that figures of a group of answers follow from. */
export type Distribution = readonly Scored[];

/** The answers whose score passes the test. */
export const among = (distribution: Distribution, test: (score: number) => boolean): Tally =>
  sumOf(distribution.filter(({ score }) => test(score)));
