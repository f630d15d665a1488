import { quantile } from './quantile.ts';

const density = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);

/** How many standard errors wide half an interval of this level is: 1.96 at 0.95. */
export const zOf = (level: number): number => quantile(1 - level, twoSided, density);

/**
 * How probable it is that a standard normal variable lies at least as far from zero as `z`, on either side: the
 * complementary error function of |z|/√2. Near zero by its series, beyond by its continued fraction (Abramowitz and
 * Stegun 7.1.6, 7.1.14).
 */
export function twoSided(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  return x < 2 ? 1 - series(x) : fraction(x);
}

function series(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; term > 1e-17 * sum; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** At 2, where it converges slowest, so many steps give 16 digits. */
const STEPS = 80;

function fraction(x: number): number {
  let value = x;
  for (let n = STEPS; n >= 1; n--) value = x + n / 2 / value;
  return Math.exp(-x * x) / (value * Math.sqrt(Math.PI));
}
