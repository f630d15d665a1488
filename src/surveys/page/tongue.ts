import { LANGUAGES, type Language } from '../../language/language.ts';
import type { Values } from '../../language/phrase.ts';
import type { CatalogueKey } from '../../language/phrases/catalogue.ts';
import { phrase, say } from '../../language/say.ts';
import { type Told, tellIn } from '../../language/told.ts';
import type { Text } from '../document.ts';
import { type Html, html } from './html.ts';

/** In which language a page is: the survey in any, what we say ourselves in one that we speak. */
export interface Tongue {
  /** BCP 47, of the page. */
  readonly language: string;
  /** Of what we say. */
  readonly ours: Language;
  /** Whether we say it in another language than the page is in. */
  readonly foreign: boolean;
}

export function tongueOf(language: string): Tongue {
  const ours = LANGUAGES.find((one) => one === primaryOf(language));
  return { language, ours: ours ?? 'en', foreign: ours === undefined };
}

type Key = Extract<CatalogueKey, `respond.${string}`>;

/** What we say, as text; for the title of a page, where no element can say in which language it is. */
export const textOf = ({ ours }: Tongue, key: Key, values?: Values): string => say(phrase(key, values), ours);

/** What we say, marked where it is in another language than the page. */
export const saidOn = (tongue: Tongue, key: Key, values?: Values): Html => marked(tongue, textOf(tongue, key, values));

/** What is told of a fault, marked in the same way. */
export const toldOn = (tongue: Tongue, fault: Told): Html => marked(tongue, tellIn(fault, tongue.ours));

const marked = ({ ours, foreign }: Tongue, text: string): Html =>
  foreign ? html`<span lang="${ours}" dir="ltr">${text}</span>` : html`${text}`;

/** A text of the survey. Every one exists in all of its languages. */
export const readIn = ({ language }: Tongue, text: Text): string => text[language] ?? Object.values(text)[0] ?? '';

/** Which of its languages a survey is shown in: the first wish that it speaks, at least nearly; else its first one. */
export function chooseLanguage(
  languages: readonly string[],
  ...wishes: readonly (string | null | undefined)[]
): string {
  for (const wish of wishes) {
    if (!wish) continue;
    const found =
      languages.find((one) => one.toLowerCase() === wish.toLowerCase()) ??
      languages.find((one) => primaryOf(one) === primaryOf(wish));
    if (found) return found;
  }
  return languages[0] ?? 'en';
}

/** The languages of an `Accept-Language` header, the best liked one first. */
export function languagesLiked(header: string | undefined): string[] {
  const ranges = (header ?? '')
    .slice(0, 1000)
    .split(',')
    .map((range) => {
      const [tag = '', ...parameters] = range.split(';').map((part) => part.trim());
      const weight = parameters.find((parameter) => parameter.startsWith('q='));
      return { tag, liking: weight === undefined ? 1 : Number(weight.slice(2)) };
    });
  return ranges
    .filter(({ tag, liking }) => tag && liking > 0)
    .sort((a, b) => b.liking - a.liking)
    .map(({ tag }) => tag);
}

/** What a language is called by those who speak it: `Deutsch`, `中文`. */
export function nameOf(language: string): string {
  try {
    return new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language;
  } catch {
    return language;
  }
}

export const directionOf = (language: string): 'ltr' | 'rtl' =>
  RIGHT_TO_LEFT.has(primaryOf(language)) ? 'rtl' : 'ltr';

const RIGHT_TO_LEFT: ReadonlySet<string> = new Set(['ar', 'ckb', 'dv', 'fa', 'he', 'ps', 'sd', 'ug', 'ur', 'yi']);

const primaryOf = (language: string): string => language.split('-', 1)[0]?.toLowerCase() ?? '';
