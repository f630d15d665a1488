/**
 * The language of a survey that a locale asks for: the same tag, or what it begins with, or the same language of another
 * region; otherwise the first one.
 */
export function languageFor(locale: string | null, languages: readonly string[]): string {
  const [first = 'en'] = languages;
  if (locale === null) return first;
  for (let tag = locale.toLowerCase(); tag !== ''; tag = tag.slice(0, Math.max(0, tag.lastIndexOf('-')))) {
    const found = languages.find((one) => one.toLowerCase() === tag);
    if (found !== undefined) return found;
  }
  const [language] = locale.toLowerCase().split('-');
  return languages.find((one) => one.toLowerCase().split('-')[0] === language) ?? first;
}
