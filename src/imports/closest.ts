/** “ Did you mean …?” when one of the words is a slip of the pen away, else nothing. */
export function didYouMean(word: string, words: Iterable<string>): string {
  let best: string | undefined;
  let least = Math.floor(Math.max(word.length, 3) / 3) + 1;
  for (const candidate of words) {
    const slips = distance(word.toLowerCase(), candidate.toLowerCase(), least);
    if (slips < least) {
      best = candidate;
      least = slips;
    }
  }
  return best === undefined ? '' : ` Did you mean “${best}”?`;
}

/** Letters added, dropped or replaced between two words; anything from `limit` up counts as `limit`. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const kept = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next[j] = Math.min(kept, (row[j] as number) + 1, (next[j - 1] as number) + 1);
    }
    row = next;
  }
  return row[b.length] as number;
}
