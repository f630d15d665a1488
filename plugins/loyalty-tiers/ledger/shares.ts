/** `of` times `by` divided by `whole`, rounded down; exact, however large. */
export const portion = (of: number, by: number, whole: number): number =>
  Number((BigInt(of) * BigInt(by)) / BigInt(whole));

/**
 * Divides a whole number in proportion to weights without losing or making one: everybody gets the whole part, and those
 * with the largest remainders one more; of equal remainders the first.
 */
export function shares(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((all, weight) => all + BigInt(weight), 0n);
  if (sum === 0n) return weights.map(() => 0);
  const exact = weights.map((weight) => BigInt(total) * BigInt(weight));
  const given = exact.map((product) => Number(product / sum));
  const left = total - given.reduce((all, one) => all + one, 0);
  const order = exact
    .map((product, place) => ({ place, remainder: product % sum }))
    .sort((a, b) => (a.remainder === b.remainder ? a.place - b.place : a.remainder > b.remainder ? -1 : 1));
  for (const { place } of order.slice(0, left)) given[place] = (given[place] as number) + 1;
  return given;
}
