import type { Classified } from '../../contract/classifier.ts';

/** Words of a comment that say something good (1) or bad (-1), as they stand in it, and where. */
export interface Mark {
  readonly at: number;
  readonly words: string;
  readonly sign: 1 | -1;
}

/** A comment that complains so much is a complaint, whatever it proposes besides. */
const COMPLAINS = -2;

/**
 * The class that follows from what was found. A proposal is one unless the comment mainly complains. Otherwise the greater
 * number of good or bad words decides; when they are even, those behind the last "but" do.
 */
export function weigh(marks: readonly Mark[], proposals: readonly string[], but: number): Classified {
  const sum = marks.reduce((total, { sign }) => total + sign, 0);
  if (proposals.length > 0 && sum > COMPLAINS) return { label: 'suggestion', why: proposals };
  const behind = marks.filter(({ at }) => at > but);
  const leaning = sum !== 0 || but < 0 ? sum : behind.reduce((total, { sign }) => total + sign, 0);
  if (leaning === 0) return { label: 'neutral', why: marks.map(({ words }) => words) };
  const deciding = marks.filter(({ sign }) => sign === Math.sign(leaning));
  return { label: leaning > 0 ? 'positive' : 'negative', why: deciding.map(({ words }) => words) };
}
