/**
 * How far from zero a symmetric variable lies with the probability `outside`, by Newton's steps from zero: beyond zero
 * such tails are convex, so no step leads too far. `tail` is of both sides together, `density` of one.
 */
export function quantile(outside: number, tail: (x: number) => number, density: (x: number) => number): number {
  let x = 0;
  for (;;) {
    const step = (tail(x) - outside) / (2 * density(x));
    if (!(step > 1e-15 * x)) return x;
    x += step;
  }
}
