/** A symmetric matrix by rows, at most a dozen wide. */
export type Matrix = readonly (readonly number[])[];

/** Below this a direction is held to be no direction of its own: what it says, the others say already. */
const NONE = 1e-10;

/** One row of Cholesky's factor: the predictor it belongs to, and what the outcome has in its direction. */
interface Direction {
  readonly of: number;
  readonly row: readonly number[];
  readonly length: number;
  readonly projection: number;
}

/**
 * The part of an outcome's variance that predictors explain together (R²), from their correlations with each other and
 * with the outcome: by Cholesky's factors, passing over predictors that follow from those before.
 */
export function explained(correlations: Matrix, outcome: readonly number[], chosen: readonly number[]): number {
  const directions: Direction[] = [];
  for (const of of chosen) {
    const row: number[] = [];
    let rest = correlations[of]?.[of] ?? 0;
    let left = outcome[of] ?? 0;
    for (const other of directions) {
      let product = correlations[of]?.[other.of] ?? 0;
      row.forEach((value, m) => {
        product -= value * (other.row[m] as number);
      });
      const value = product / other.length;
      row.push(value);
      rest -= value ** 2;
      left -= value * other.projection;
    }
    if (rest < NONE) continue;
    const length = Math.sqrt(rest);
    directions.push({ of, row, length, projection: left / length });
  }
  return directions.reduce((sum, { projection }) => sum + projection ** 2, 0);
}

export interface Eigen {
  readonly values: readonly number[];
  /** Column k belongs to value k. */
  readonly vectors: Matrix;
}

/** Eigenvalues and eigenvectors of a symmetric matrix, by Jacobi's rotations (Golub and Van Loan, 8.5). */
export function eigen(symmetric: Matrix): Eigen {
  const size = symmetric.length;
  const a = symmetric.map((row) => [...row]);
  const v = a.map((_, i) => a.map((__, j) => (i === j ? 1 : 0)));
  for (let sweep = 0; sweep < 100 && offDiagonal(a) > 1e-30; sweep++)
    for (let p = 0; p < size; p++) for (let q = p + 1; q < size; q++) rotate(a, v, p, q);
  return { values: a.map((row, i) => row[i] as number), vectors: v };
}

function offDiagonal(a: Matrix): number {
  return a.flatMap((row, i) => row.filter((_, j) => i !== j)).reduce((sum, value) => sum + value * value, 0);
}

function rotate(a: number[][], v: number[][], p: number, q: number): void {
  const [rowP, rowQ] = [a[p] as number[], a[q] as number[]];
  const off = rowP[q] as number;
  if (off === 0) return;
  const theta = ((rowQ[q] as number) - (rowP[p] as number)) / (2 * off);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const c = 1 / Math.hypot(t, 1);
  const s = t * c;
  for (const rows of [a, v]) for (const row of rows) turn(row, p, q, c, s);
  for (let k = 0; k < a.length; k++) {
    const [x, y] = [rowP[k] as number, rowQ[k] as number];
    rowP[k] = c * x - s * y;
    rowQ[k] = s * x + c * y;
  }
}

function turn(row: number[], p: number, q: number, c: number, s: number): void {
  const [x, y] = [row[p] as number, row[q] as number];
  row[p] = c * x - s * y;
  row[q] = s * x + c * y;
}
