/** A fraction of an amount, to the nearest whole unit. */
function part(of: number, by: number, whole: number): number {
  const twice = 2n * BigInt(of) * BigInt(by);
  return Number((twice + BigInt(whole)) / (2n * BigInt(whole)));
}

/**
 * How a price is divided between what was bought and the points that came with it: in proportion to what each would cost
 * alone (IFRS 15.74). All in minor units.
 */
export function allocate(
  price: number,
  alone: { readonly goods: number; readonly points: number },
): { readonly goods: number; readonly points: number } {
  const points = part(price, alone.points, alone.goods + alone.points);
  return { goods: price - points, points };
}

/**
 * What of an amount that was allocated to points becomes revenue by now, besides what did before: the part of the points
 * that are expected to be redeemed ever which were redeemed.
 */
export function recognise(
  allocated: number,
  { redeemed, expected }: { readonly redeemed: number; readonly expected: number },
  recognisedBefore: number,
): number {
  if (expected === 0) return 0;
  return part(allocated, Math.min(redeemed, expected), expected) - recognisedBefore;
}

/** What is still owed for points that may be redeemed: none for those that never will be. */
export const liabilityOf = (
  outstanding: number,
  { value, redeemedShare }: { readonly value: number; readonly redeemedShare: number },
): number => Math.round(outstanding * value * redeemedShare);
