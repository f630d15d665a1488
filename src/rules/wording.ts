const LONGEST_QUOTE = 60;

/** A name or value as it is shown inside a sentence; long ones are cut. */
export function quote(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length <= LONGEST_QUOTE ? text : `${text.slice(0, LONGEST_QUOTE - 1)}…`;
}

/** Words joined as in a sentence: `a`, `a and b`, `a, b and c`. */
export function joined(words: readonly string[], conjunction: 'and' | 'or'): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${conjunction} ${words.at(-1)}`;
}

/** At most `most` words, quoted, and how many were left out. */
export function listed(words: readonly string[], conjunction: 'and' | 'or', most = 20): string {
  if (words.length <= most) return joined(words.map(quote), conjunction);
  return `${words.slice(0, most).map(quote).join(', ')} (and ${words.length - most} more)`;
}
