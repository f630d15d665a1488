import { type Difference, npsDifference, shareDifference } from '../statistics/difference.ts';
import { welch } from '../statistics/mean.ts';
import type { NpsMethod } from '../statistics/nps.ts';
import { sumOf } from '../statistics/tally.ts';
import type { Distribution } from './distribution.ts';
import type { Reason } from './figure.ts';
import { meanOf } from './means.ts';
import { type Making, satisfied } from './measures.ts';
import { isDetractor, isPromoter, shareFigure, sharesOf } from './shares.ts';

/** How far two groups of answers lie apart, or why that cannot be told. */
export type Compared = Difference | Reason;

/** Two groups of answers that share no respondent's answer: what is compared, and with what. */
export interface Sides {
  readonly these: Distribution;
  readonly those: Distribution;
}

const empty = ({ these, those }: Sides): boolean => [these, those].some((side) => sumOf(side).weight === 0);

/** Difference of the Net Promoter Scores, in points. */
export function compareNps(sides: Sides, { scale, level }: Making, method: NpsMethod): Compared {
  if (scale.measure !== 'nps') return 'not-this-measure';
  if (empty(sides)) return 'no-answers';
  const shares = (of: Distribution) => sharesOf(of, isPromoter, isDetractor);
  return npsDifference(shares(sides.those), shares(sides.these), level, method);
}

/** Difference of the shares of the satisfied, −1 to 1. */
export function compareSatisfied(sides: Sides, { scale, level }: Making): Compared {
  const test = satisfied(scale);
  if (!test) return 'no-threshold';
  if (empty(sides)) return 'no-answers';
  const share = (of: Distribution) => {
    const { value, effective } = shareFigure(of, test, level);
    return { p: value ?? 0, n: effective };
  };
  return shareDifference(share(sides.those), share(sides.these), level);
}

/** Difference of the mean scores. */
export function compareMeans({ these, those }: Sides, { level }: Making): Compared {
  const [one, two] = [meanOf(those), meanOf(these)];
  if (!one || !two) return 'no-answers';
  return welch(one, two, level) ?? 'one-answer';
}
