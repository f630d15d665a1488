import { type Problem, warning } from '../../contract/condition.ts';
import { phrase } from '../../language/say.ts';
import { under } from '../../rules/pointer.ts';
import { listed } from '../../rules/wording.ts';
import type { SurveyDocument } from '../document.ts';
import { type PlacedText, textsOf } from '../texts-of.ts';

/** Texts that are longer than people read, and texts that were never translated. */
export const lintTexts = (document: SurveyDocument): Problem[] =>
  textsOf(document).flatMap((placed) => [...tooLong(placed), ...untranslated(placed)]);

/** A question is read at a glance, an introduction or thanks in one go. */
const GLANCE = { letters: 160, signs: 60 };
const ONE_GO = { letters: 500, signs: 200 };

function tooLong({ pointer, text }: PlacedText): Problem[] {
  const most = pointer.startsWith('/questions/') || pointer === '/title' ? GLANCE : ONE_GO;
  return Object.entries(text).flatMap(([language, words]) => {
    // a sign of Chinese or Japanese says as much as a few letters
    const count = /\p{Script=Han}/u.test(words) ? most.signs : most.letters;
    if ([...words].length <= count) return [];
    return [warning(under(pointer, language), 'LONG_TEXT', phrase('lint.longText', { most: count }))];
  });
}

/** Names and marks may be the same everywhere; words are not. */
const WORDS = /\p{L}{2,}\s+\p{L}{2,}|\p{Script=Han}{3,}/u;

function untranslated({ pointer, text }: PlacedText): Problem[] {
  const byWords = Map.groupBy(Object.keys(text), (language) => text[language] as string);
  return [...byWords].flatMap(([words, languages]) => {
    const isSame = new Set(languages.map((language) => language.split('-')[0])).size > 1;
    if (!isSame || !WORDS.test(words)) return [];
    const said = phrase('lint.untranslated', { languages: listed(languages, 'and') });
    return [warning(under(pointer, languages.at(-1) as string), 'NOT_TRANSLATED', said)];
  });
}
