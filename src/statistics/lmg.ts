import { explained, type Matrix } from './matrix.ts';

/**
 * How much each driver explains of an outcome: its gain in R², averaged over all orders in which drivers can be taken in
 * (Lindeman, Merenda and Gold 1980; the Shapley value). The weights sum to R². Cost grows with 2^drivers.
 */
export function lmgWeights(correlations: Matrix, outcome: readonly number[]): number[] {
  const size = outcome.length;
  const fits = Array.from({ length: 2 ** size }, (_, set) => explained(correlations, outcome, membersOf(set, size)));
  const shares = sharesOf(size);
  return outcome.map((_, driver) => {
    const bit = 1 << driver;
    let weight = 0;
    for (let set = 0; set < fits.length; set++)
      if (!(set & bit))
        weight +=
          (shares[membersOf(set, size).length] as number) * ((fits[set | bit] as number) - (fits[set] as number));
    return weight;
  });
}

const membersOf = (set: number, size: number): number[] =>
  Array.from({ length: size }, (_, i) => i).filter((i) => set & (1 << i));

/** In what part of all orders exactly a given set of k others stands before: k! (size − k − 1)! / size! */
function sharesOf(size: number): number[] {
  const factorials = [1];
  for (let i = 1; i <= size; i++) factorials.push(i * (factorials[i - 1] as number));
  const at = (i: number): number => factorials[i] as number;
  return Array.from({ length: size }, (_, k) => (at(k) * at(size - k - 1)) / at(size));
}
