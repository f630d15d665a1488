import type { List, Phrase } from '../language/phrase.ts';
import { phrase } from '../language/say.ts';

const LONGEST_QUOTE = 60;

/** A name or value as it is shown inside a sentence; long ones are cut. */
export function quote(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length <= LONGEST_QUOTE ? text : `${text.slice(0, LONGEST_QUOTE - 1)}…`;
}

/** At most `most` values, quoted, and how many were left out. */
export function listed(values: readonly unknown[], by: 'and' | 'or', most = 20): List | Phrase {
  if (values.length <= most) return { list: values.map(quote), by };
  const list: List = { list: values.slice(0, most).map(quote), by: 'comma' };
  return phrase('list.andMore', { list, count: values.length - most });
}
