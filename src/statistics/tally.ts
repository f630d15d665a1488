/** Answers that were counted: how many, the sum of their weights, and the sum of the squares of these. */
export interface Tally {
  readonly n: number;
  readonly weight: number;
  readonly squares: number;
}

export const NOTHING: Tally = { n: 0, weight: 0, squares: 0 };

export const sumOf = (tallies: Iterable<Tally>): Tally => {
  let [n, weight, squares] = [0, 0, 0];
  for (const tally of tallies) {
    n += tally.n;
    weight += tally.weight;
    squares += tally.squares;
  }
  return { n, weight, squares };
};

/**
 * As how many answers of equal weight these tell: (Σw)² / Σw² (Kish 1965, Survey Sampling, 11.7). With equal weights it
 * is their number.
 */
export const effective = ({ weight, squares }: Tally): number => (squares === 0 ? 0 : (weight * weight) / squares);
