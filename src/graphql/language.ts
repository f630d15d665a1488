import type { Builder } from '../contract/graphql.ts';
import { LANGUAGES, type Language } from '../language/language.ts';
import { constantCase } from './activity-inputs.ts';

/** The enum of languages in which people are told things. */
export type LanguageType = ReturnType<typeof languageType>;

const MEANS: Readonly<Record<Language, string>> = { en: 'English.', zh: 'Chinese, in simplified characters.' };

export const languageType = (builder: Builder) =>
  builder.enumType('Language', {
    description: 'A language in which people are told things.',
    values: Object.fromEntries(
      LANGUAGES.map((language) => [constantCase(language), { value: language, description: MEANS[language] }]),
    ),
  });
