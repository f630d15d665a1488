/** One result: a ratio measured in one run, what it was measured against, and the absolute figures beside it. */
export interface BenchLine {
  readonly name: string;
  readonly figure: string;
  readonly ratio: number;
  readonly goal?: number;
  /** Whether a smaller ratio is the better one. */
  readonly smaller?: boolean;
  readonly against: string;
}

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
};

export function print(line: BenchLine): void {
  const { name, figure, ratio, goal, smaller, against } = line;
  const met = goal === undefined ? '' : (smaller ? ratio <= goal : ratio >= goal) ? ' (met)' : ' (NOT met)';
  const wanted = goal === undefined ? '' : `, goal ${smaller ? 'at most' : 'at least'} ${goal}${met}`;
  console.log(`${name}\n  ratio ${ratio.toFixed(2)}${wanted}\n  ${figure}\n  against ${against}`);
}
