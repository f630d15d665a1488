import type { Interval } from '../statistics/interval.ts';
import { effective, type Tally } from '../statistics/tally.ts';

/** Below so many answers a figure says little: do not rank by it, and let no rule follow from it. */
export const LOW_BASE = 30;

/** Why a figure has no value. */
export type Reason =
  | 'no-answers'
  | 'one-answer'
  | 'not-this-measure'
  | 'no-threshold'
  | 'hidden'
  | 'no-invitations'
  | 'no-detractors'
  | 'not-of-invitations';

/** A number about a group, with all that one needs to judge it. */
export interface Figure {
  readonly value: number | null;
  /** How many answers it rests on; weights do not change it. */
  readonly n: number;
  /** As how many answers of equal weight they tell. */
  readonly effective: number;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly interval: Interval | null;
  /** How much one answer varies, in the square of the value's unit; null where it is not known. */
  readonly variance: number | null;
  /** Why there is no value. */
  readonly reason: Reason | null;
  readonly lowBase: boolean;
}

/** A figure that could not be found, or may not be shown: null and never 0. */
export const unknownFigure = (reason: Reason, n = 0): Figure => ({
  value: null,
  n,
  effective: n,
  numerator: null,
  denominator: null,
  interval: null,
  variance: null,
  reason,
  lowBase: n < LOW_BASE,
});

type Parts = Pick<Figure, 'value' | 'numerator' | 'denominator' | 'interval' | 'variance'>;

export const figureOf = (all: Tally, parts: Parts): Figure => ({
  ...parts,
  n: all.n,
  effective: effective(all),
  reason: null,
  lowBase: effective(all) < LOW_BASE,
});
