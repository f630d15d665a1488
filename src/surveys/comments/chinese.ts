import type { Classified } from '../../contract/classifier.ts';
import { BAD, GOOD, NEGATION, NEUTRAL, PROPOSALS } from './chinese-words.ts';
import { type Mark, weigh } from './weigh.ts';

const SIGNS = new Map<string, 1 | 0 | -1>([
  ...GOOD.map((words) => [words, 1] as const),
  ...BAD.map((words) => [words, -1] as const),
  ...NEUTRAL.map((words) => [words, 0] as const),
]);
const LONGEST = Math.max(...[...SIGNS.keys()].map((words) => words.length));
const BUT = /但是?|可是|然而|不过|只是|就是|可惜|遗憾/gu;
/** So far before a word its negation may begin. */
const REACH = 9;
const SEPARATES = /[，。！？；、,.!?;\s]/u;

/** Classes a Chinese comment by lists of words, the longest first, with negations, and by the ways of proposing. */
export function classifyChinese(comment: string): Classified {
  const proposals: string[] = [];
  let rest = comment;
  for (const pattern of PROPOSALS)
    rest = rest.replace(pattern, (found) => {
      proposals.push(found);
      return '，'.repeat(found.length);
    });
  const but = [...rest.matchAll(BUT)].at(-1)?.index ?? -1;
  return weigh(markChinese(rest), proposals, but);
}

function markChinese(text: string): Mark[] {
  const marks: Mark[] = [];
  // a negation does not reach back over a word that was found already
  let free = 0;
  for (let at = 0; at < text.length; ) {
    const word = longestAt(text, at);
    const sign = word === undefined ? 0 : SIGNS.get(word);
    if (word !== undefined && sign) {
      const negation = NEGATION.exec(sameClause(text.slice(Math.max(free, at - REACH), at)))?.[0] ?? '';
      const opposite = sign === 1 ? -1 : 1;
      marks.push({ at, words: negation + word, sign: negation === '' ? sign : opposite });
    }
    at += word?.length ?? 1;
    if (word !== undefined) free = at;
  }
  return marks;
}

const sameClause = (before: string): string => before.split(SEPARATES).at(-1) ?? '';

function longestAt(text: string, at: number): string | undefined {
  for (let length = Math.min(LONGEST, text.length - at); length > 0; length--) {
    const word = text.slice(at, at + length);
    if (SIGNS.has(word)) return word;
  }
  return undefined;
}
