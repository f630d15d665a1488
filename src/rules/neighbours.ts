const float = new Float64Array(1);
const bits = new BigInt64Array(float.buffer);

/** The next number above, so that `x > n` can be written `x >= floatAbove(n)`. */
export function floatAbove(n: number): number {
  if (n === 0) return Number.MIN_VALUE;
  float[0] = n;
  bits[0] = (bits[0] as bigint) + (n > 0 ? 1n : -1n);
  return float[0] as number;
}

/** The next number below. */
export const floatBelow = (n: number): number => -floatAbove(-n);
