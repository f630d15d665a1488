import { type Problem, refusal } from '../../contract/condition.ts';
import { phrase } from '../../language/say.ts';
import { under } from '../../rules/pointer.ts';
import { listed, quote } from '../../rules/wording.ts';
import type { SurveyDocument } from '../document.ts';
import { type PlacedText, textsOf } from '../texts-of.ts';

/** Every text exists in every language of the survey, and in no other. */
export const checkTexts = (document: SurveyDocument): Problem[] =>
  textsOf(document).flatMap((placed) => languageFaults(placed, document.languages));

function languageFaults({ pointer, text }: PlacedText, languages: readonly string[]): Problem[] {
  const missing = new Set(languages.filter((language) => !Object.hasOwn(text, language)));
  const extra = Object.keys(text).filter((language) => !languages.includes(language));
  const faults = extra.map((language) => {
    const at = under(pointer, language);
    const near = [...missing].find((one) => primary(one) === primary(language));
    if (near === undefined)
      return refusal(at, 'UNKNOWN_LANGUAGE', phrase('survey.languageExtra', { language: quote(language) }));
    // what was meant is not missing as well
    missing.delete(near);
    return refusal(at, 'UNKNOWN_LANGUAGE', phrase('survey.languageMeant', { language: quote(language), near }));
  });
  if (missing.size === 0) return faults;
  const languagesMissing = { languages: listed([...missing], 'and'), count: missing.size };
  return [...faults, refusal(pointer, 'LANGUAGE_MISSING', phrase('survey.languageMissing', languagesMissing))];
}

/** "zh" of "zh-Hans-CN". */
const primary = (language: string): string => language.split('-')[0] as string;

/** Texts that the database would not take: with the character U+0000, or with half a character. */
export function checkCharacters(value: unknown, pointer = ''): Problem[] {
  if (typeof value === 'string')
    return value.includes('\0') || !value.isWellFormed()
      ? [refusal(pointer, 'BAD_CHARACTER', phrase('survey.badCharacter'))]
      : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => [
    ...checkCharacters(key, pointer),
    ...checkCharacters(member, under(pointer, key)),
  ]);
}
