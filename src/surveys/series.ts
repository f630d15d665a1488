import type { Question, RatingMeasure } from './document.ts';

/**
 * What the answers to a rating can be counted together with: the same measure on the same scale in the same direction.
 * Answers of two series are never merged, whatever their questions are called.
 */
export interface Series {
  readonly measure: RatingMeasure;
  readonly min: number;
  readonly max: number;
  readonly higherIsBetter: boolean;
}

/** The series of a question; undefined for one that is no rating. */
export function seriesOf({ measure, scale }: Question): Series | undefined {
  if (!measure || !scale) return undefined;
  const { min, max, higherIsBetter } = scale;
  return { measure, min, max, higherIsBetter };
}

/** The name of a series: two are the same when their names are. */
export const seriesKey = ({ measure, min, max, higherIsBetter }: Series): string =>
  `${measure} ${min}..${max} ${higherIsBetter ? 'up' : 'down'}`;

/** How good a score is, from 0 to 100, whichever end of the scale is the good one. */
export function goodnessOf(score: number, { min, max, higherIsBetter }: Series): number {
  const share = (score - min) / (max - min);
  return 100 * (higherIsBetter ? share : 1 - share);
}
