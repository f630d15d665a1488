import type { Classified } from '../../contract/classifier.ts';
import { AS_A_WHOLE, BAD, GOOD, NEGATORS, NEUTRAL } from './english-words.ts';
import { type Mark, weigh } from './weigh.ts';

/** How a proposal is begun. What stands in it is no praise: "would be nice if". */
const PROPOSALS = [
  /\b(?:it )?(?:would|'d|might) be (?:\w+ )?(?:nice|great|good|better|best|helpful|lovely|useful|awesome|perfect|cool|ideal|appreciated|wonderful|easier)(?: (?:if|to|for|when|with)\b|(?= had| we))/g,
  /\b(?:i|we)(?:'d| would)? (?:really )?(?:wish|suggest|propose|advise)\b(?: (?:that |if )?(?:you|there|it|they|the))?/g,
  /\b(?:my|one|a|only) suggestions?\b/g,
  /\b(?:i|we)(?:'d| would) (?:really )?(?:like|love|prefer)(?: to (?:see|have)| it if| if| more)\b/g,
  /\bplease (?:do )?(?:add|make|consider|offer|provide|improve|fix|bring|allow|let|give|include|put|open|change|support|send|try|keep adding)\b/g,
  /\b(?:you|they|there|it|staff|the \w+|the \w+ \w+) (?:really )?(?:should|could|ought to|might want to) (?:\w+ )?(?:be|have|offer|add|include|provide|make|consider|improve|use|give|get|try|do|open|train|allow|send|let|show|put|hire)\b/g,
  /\b(?:hope|hoping) (?:that )?(?:you|they|to see|for more|there will|the next)\b/g,
  /\b(?:how about|why not|if only|what if you|any chance (?:of|you)|could you (?:please )?(?:add|make|offer|consider|include|provide|bring|send)|can you (?:please )?(?:add|make|offer|consider|include|provide|bring))\b/g,
  /\b(?:needs?|could use|could do with|want|we need) (?:to (?:be|have|improve)|more|better|some more|an? (?:better|option|way|dark))\b/g,
  /\b(?:could|can|should) be (?:\w+ )?(?:improved|better|faster|quicker|cheaper|easier|clearer|cleaner|bigger|larger|longer|shorter|simpler)\b/g,
  /\b(?:room|area)s? for improvement\b/g,
];

/** A clause ends what a negation reaches. */
const CLAUSE = /[.,;:!?()\n]|\b(?:but|however|although|though|and|because|yet)\b/g;
const BUT = /\b(?:but|however|although|though|yet|unfortunately)\b/g;
/** So many words may stand between a negation and the word that it turns: "not at all very good". */
const REACH = 3;

const SIGNS = new Map<string, 1 | 0 | -1>([
  ...GOOD.map((words) => [words, 1] as const),
  ...BAD.map((words) => [words, -1] as const),
  ...NEUTRAL.map((words) => [words, 0] as const),
  ...AS_A_WHOLE,
]);
const WHOLE = new Set(AS_A_WHOLE.map(([words]) => words));
const LONGEST = Math.max(...[...SIGNS.keys()].map((words) => words.split(' ').length));

/** Classes an English comment by lists of words, with negations, and by the ways in which something is proposed. */
export function classifyEnglish(comment: string): Classified {
  const text = comment.toLowerCase().replaceAll('’', "'").replaceAll('-', ' ');
  const proposals: string[] = [];
  let rest = text;
  for (const pattern of PROPOSALS)
    rest = rest.replace(pattern, (found) => {
      proposals.push(found);
      return ' '.repeat(found.length);
    });
  const but = [...rest.matchAll(BUT)].at(-1)?.index ?? -1;
  return weigh(markEnglish(rest), proposals, but);
}

interface Word {
  readonly at: number;
  readonly word: string;
  /** Number of the clause in which it stands. */
  readonly clause: number;
}

function markEnglish(text: string): Mark[] {
  const words = wordsOf(text);
  const marks: Mark[] = [];
  for (let i = 0; i < words.length; ) {
    const [length, sign] = longestAt(words, i);
    if (length > 0 && sign !== 0) marks.push(markAt(words, i, length, sign));
    i += Math.max(length, 1);
  }
  return marks;
}

function markAt(words: readonly Word[], from: number, length: number, sign: 1 | -1): Mark {
  const { at, clause } = words[from] as Word;
  const said = (start: number): string =>
    words
      .slice(start, from + length)
      .map(({ word }) => word)
      .join(' ');
  const plain = { at, words: said(from), sign };
  if (WHOLE.has(plain.words)) return plain;
  for (let i = from - 1; i >= Math.max(0, from - REACH) && words[i]?.clause === clause; i--) {
    if (NEGATORS.has(words[i]?.word ?? '') && !isNeutral(words, i))
      return { at, words: said(i), sign: sign === 1 ? -1 : 1 };
  }
  return plain;
}

/** "Not only good" negates nothing. */
const isNeutral = (words: readonly Word[], at: number): boolean =>
  SIGNS.get(`${words[at]?.word} ${words[at + 1]?.word}`) === 0;

function longestAt(words: readonly Word[], from: number): readonly [length: number, sign: 1 | 0 | -1] {
  for (let length = Math.min(LONGEST, words.length - from); length > 0; length--) {
    const sign = SIGNS.get(
      words
        .slice(from, from + length)
        .map(({ word }) => word)
        .join(' '),
    );
    if (sign !== undefined) return [length, sign];
  }
  return [0, 0];
}

function wordsOf(text: string): Word[] {
  const ends = [...text.matchAll(CLAUSE)].map(({ index }) => index);
  let clause = 0;
  return [...text.matchAll(/[\p{L}\p{N}']+/gu)].map(({ 0: word, index: at }) => {
    while (clause < ends.length && (ends[clause] as number) <= at) clause++;
    return { at, word, clause };
  });
}
