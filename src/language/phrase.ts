import type { Language } from './language.ts';

/** A text with places for values, such as `{{title}}`; two forms where the number in `{{count}}` decides. */
export type Text = string | { readonly one: string; readonly other: string };

/** One text in every language. */
export type Texts = Readonly<Record<Language, Text>>;

/** Several values as they are enumerated in a sentence. */
export interface List {
  readonly list: readonly Value[];
  readonly by: 'and' | 'or' | 'comma';
  /** Whether they are whole clauses: Chinese joins these by other words than names. */
  readonly clauses?: boolean;
}

/**
 * A number that is written as people write it. `money` is in minor units of `currency`, which has so many `digits`;
 * `duration` in milliseconds; `instant` in epoch milliseconds, shown in `timeZone`; `share` is 1 for the whole.
 */
export type Quantity =
  | { readonly quantity: number; readonly as: 'number' | 'share' | 'days' | 'duration' }
  | { readonly quantity: number; readonly as: 'money'; readonly currency: string; readonly digits: number }
  | { readonly quantity: number; readonly as: 'instant'; readonly timeZone: string };

/** What a phrase says something about. Texts and plain numbers are shown as they are. */
export type Value = string | number | Phrase | List | Quantity;

export type Values = Readonly<Record<string, Value>>;

/**
 * Something that people read, before it is known in which language: plain data, so that it can be kept. `key` names it
 * in the catalogue; what the catalogue does not have brings its own `texts`.
 */
export interface Phrase {
  readonly key: string;
  readonly values?: Values;
  readonly texts?: Texts;
  /** It stands inside a sentence: where a language has cases, it begins in lower case. */
  readonly within?: boolean;
}

/** Names of the places for values in a text. */
export const placesIn = (text: Text): string[] => {
  const all = typeof text === 'string' ? text : `${text.one}${text.other}`;
  return [...new Set([...all.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] as string))].sort();
};

/**
 * Phrases that a plugin brings: for each name its texts. The places for values must be the same in all languages; the
 * result makes phrases of them. `owner` keeps its names apart from those of others.
 */
export function definePhrases<N extends string>(
  owner: string,
  texts: Readonly<Record<N, Texts>>,
): Readonly<Record<N, (values?: Values) => Phrase>> {
  const made = Object.entries<Texts>(texts).map(([name, own]) => {
    if (placesIn(own.en).join() !== placesIn(own.zh).join())
      throw new Error(`the phrase ${name} of ${owner} has other values in one language than in another`);
    const key = `${owner}.${name}`;
    return [name, (values?: Values): Phrase => ({ key, texts: own, ...(values ? { values } : {}) })];
  });
  return Object.freeze(Object.fromEntries(made));
}

/** A name or title that somebody gave, in the languages in which it was given; it is shown as it is. */
export const titled = (title: string, others: { readonly zh?: string | undefined } = {}): Phrase => ({
  key: `title.${title}`,
  texts: { en: title, zh: others.zh ?? title },
});

/** The same phrase for a place inside a sentence. */
export const within = (phrase: Phrase): Phrase => ({ ...phrase, within: true });
