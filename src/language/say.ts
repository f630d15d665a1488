import { createInstance } from 'i18next';
import { LANGUAGES, type Language, LOCALES } from './language.ts';
import type { List, Phrase, Text, Value, Values } from './phrase.ts';
import { type CatalogueKey, catalogue } from './phrases/catalogue.ts';
import { writeQuantity } from './quantity.ts';

/** The texts of one language as i18next keeps them: a form for each plural. */
function resources(language: Language): Record<string, string> {
  const entries = Object.entries(catalogue).flatMap(([key, texts]): [string, string][] => {
    const text: Text = texts[language];
    if (typeof text === 'string') return [[key, text]];
    return Object.entries(text).map(([form, words]) => [`${key}_${form}`, words]);
  });
  return Object.fromEntries(entries);
}

const i18n = createInstance({
  lng: 'en',
  resources: Object.fromEntries(LANGUAGES.map((language) => [language, { translation: resources(language) }])),
  keySeparator: false,
  nsSeparator: false,
  initAsync: false,
});
void i18n.init();

/** A phrase of the catalogue. */
export const phrase = (key: CatalogueKey, values?: Values): Phrase => (values ? { key, values } : { key });

/** Says a phrase in a language. */
export function say(said: Phrase, language: Language): string {
  const { key, values = {}, texts } = said;
  const count = countOf(values.count);
  const own = texts?.[language];
  const brought =
    own === undefined
      ? {}
      : typeof own === 'string'
        ? { defaultValue: own }
        : { defaultValue: own.other, defaultValue_one: own.one, defaultValue_other: own.other };
  // i18next chooses the form; values are put in here, in one go, so that nothing in them is ever taken for a place
  const text = i18n.t(key, {
    lng: language,
    skipInterpolation: true,
    ...(count === undefined ? {} : { count }),
    ...brought,
  });
  const filled = text.replace(PLACE, (place, name: string) =>
    Object.hasOwn(values, name) ? sayValue(values[name] as Value, language) : place,
  );
  return said.within && language === 'en' ? lowered(filled) : filled;
}

const PLACE = /\{\{(\w+)\}\}/g;

function countOf(value: Value | undefined): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'object' && 'quantity' in value ? value.quantity : undefined;
}

function sayValue(value: Value, language: Language): string {
  if (typeof value !== 'object') return String(value);
  if ('list' in value) return sayList(value, language);
  return 'quantity' in value ? writeQuantity(value, language) : say(value, language);
}

function sayList({ list, by, clauses }: List, language: Language): string {
  if (clauses && language === 'zh') return list.map((one) => sayValue(one, language)).join(by === 'and' ? '且' : '或');
  const type = by === 'or' ? 'disjunction' : 'conjunction';
  const style = by === 'comma' ? 'narrow' : 'long';
  return new Intl.ListFormat(LOCALES[language], { type, style }).format(list.map((one) => sayValue(one, language)));
}

/** "Spend" within a sentence is "spend", and "NPS" stays "NPS". */
const lowered = (text: string): string =>
  /^\p{Lu}(?!\p{Lu}|\d)/u.test(text) ? `${text.charAt(0).toLowerCase()}${text.slice(1)}` : text;
