import { nearest } from '../rules/nearest.ts';

/** The end of a sentence about a word that is not known: what was probably meant, if anything is near. */
export function meant(word: string, words: Iterable<string>): string {
  const near = nearest(word, words);
  return near === undefined ? '' : ` Did you mean "${near}"?`;
}
