export const LANGUAGES = ['en', 'zh'] as const;

/** A language in which people are told things. */
export type Language = (typeof LANGUAGES)[number];

/** How numbers, dates and lists are written in each language. */
export const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', zh: 'zh-CN' };

/** Headers beyond this have nothing to do with what a person reads. */
const LONGEST_HEADER = 1_000;

/** Of the languages that an `Accept-Language` header asks for, the one we speak that it likes best; else English. */
export function preferredLanguage(header: string | null | undefined): Language {
  let best: Language = 'en';
  let liking = 0;
  for (const range of (header ?? '').slice(0, LONGEST_HEADER).split(',')) {
    const [tag = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const language = LANGUAGES.find((one) => tag === one || tag.startsWith(`${one}-`));
    const weight = parameters.find((parameter) => parameter.startsWith('q='));
    const quality = weight === undefined ? 1 : Number(weight.slice(2));
    if (language !== undefined && quality > liking && quality <= 1) {
      best = language;
      liking = quality;
    }
  }
  return best;
}
