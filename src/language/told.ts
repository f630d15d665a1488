import type { Language } from './language.ts';
import type { Phrase } from './phrase.ts';
import { say } from './say.ts';

/** What somebody is told: in English, and as a phrase where it can be said in other languages as well. */
export interface Told {
  readonly message: string;
  readonly phrase?: Phrase;
}

export const told = (said: string | Phrase): Told =>
  typeof said === 'string' ? { message: said } : { message: say(said, 'en'), phrase: said };

/** What is told, in that language where there is a phrase. */
export const tellIn = ({ message, phrase }: Told, language: Language): string =>
  phrase && language !== 'en' ? say(phrase, language) : message;
