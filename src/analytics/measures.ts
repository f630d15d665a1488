import type { NpsMethod } from '../statistics/nps.ts';
import { goodnessOf, type Series } from '../surveys/series.ts';
import type { Distribution } from './distribution.ts';
import { type Figure, unknownFigure } from './figure.ts';
import { linearFigure, meanFigure } from './means.ts';
import { isDetractor, netFigure, npsFigure, shareFigure, type Test } from './shares.ts';

/** The series that answers belong to, and from which score on somebody is satisfied: as the question says, or as is usual. */
export interface Scale extends Series {
  /** Null: the question does not say, and nothing is usual. Where lower is better: up to which score. */
  readonly satisfiedFrom: number | null;
}

/** What is usual: 4 of 5 and 9 of 10, promoters, 5 of 7 where effort is agreed to be low, 2 of 5 where effort is scored. */
export function usualThreshold({ measure, min, max }: Series): number | null {
  if (measure === 'nps') return 9;
  if (measure === 'ces1') return min + 1;
  if (measure === 'ces2') return max - 2;
  if (measure === 'csat') return max - 1;
  return null;
}

/** Who counts as satisfied; null when nothing says so. */
export function satisfied({ satisfiedFrom, higherIsBetter }: Scale): Test | null {
  if (satisfiedFrom === null) return null;
  return (score) => (higherIsBetter ? score >= satisfiedFrom : score <= satisfiedFrom);
}

/** As many scores at the other end of the scale. */
function dissatisfied({ satisfiedFrom, higherIsBetter, min, max }: Scale): Test | null {
  if (satisfiedFrom === null) return null;
  const mirrored = min + max - satisfiedFrom;
  return (score) => (higherIsBetter ? score <= mirrored : score >= mirrored);
}

/** How figures are made of a distribution. */
export interface Making {
  readonly scale: Scale;
  readonly level: number;
}

export const nps = (of: Distribution, { scale, level }: Making, method: NpsMethod): Figure =>
  scale.measure === 'nps' ? npsFigure(of, level, method) : unknownFigure('not-this-measure');

export const detractors = (of: Distribution, { scale, level }: Making): Figure =>
  scale.measure === 'nps' ? shareFigure(of, isDetractor, level) : unknownFigure('not-this-measure');

export function satisfiedShare(of: Distribution, { scale, level }: Making): Figure {
  const test = satisfied(scale);
  return test ? shareFigure(of, test, level) : unknownFigure('no-threshold');
}

export function netSatisfaction(of: Distribution, { scale, level }: Making): Figure {
  const [good, bad] = [satisfied(scale), dissatisfied(scale)];
  return good && bad ? netFigure(of, good, bad, level) : unknownFigure('no-threshold');
}

/** The share that gave the best score there is. */
export function topBox(of: Distribution, { scale, level }: Making): Figure {
  const best = scale.higherIsBetter ? scale.max : scale.min;
  return shareFigure(of, (score) => score === best, level);
}

export const mean = (of: Distribution, { level }: Making): Figure => meanFigure(of, level);

/** The mean from 0 to 100, 100 at the good end of the scale. */
export function goodness(of: Distribution, { scale, level }: Making): Figure {
  const offset = goodnessOf(0, scale);
  return linearFigure(of, level, { offset, factor: goodnessOf(1, scale) - offset });
}

/** Mean effort, lower being better: version 2 of the score asks for ease, which is turned. */
export function effort(of: Distribution, { scale, level }: Making): Figure {
  if (scale.measure === 'ces1') return meanFigure(of, level);
  if (scale.measure !== 'ces2') return unknownFigure('not-this-measure');
  return linearFigure(of, level, { factor: -1, offset: scale.min + scale.max });
}
