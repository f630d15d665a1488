import type { Classified, CommentClassifier } from '../../contract/classifier.ts';
import { classifyChinese } from './chinese.ts';
import { classifyEnglish } from './english.ts';

/** What core brings: lists of words that anybody can read, and the words that decided. */
export const commentWords: CommentClassifier = {
  key: 'comment-words',
  languages: ['en', 'zh'],
  classify: (text, language) => (language === 'zh' ? classifyChinese(text) : classifyEnglish(text)),
};

/**
 * Puts a comment in its class by the last classifier that understands its language; undefined when none does. The
 * `language` is what is known of it; otherwise the script tells Chinese from English.
 */
export function classifyComment(
  classifiers: readonly CommentClassifier[],
  text: string,
  language?: string,
): Classified | undefined {
  const spoken = spokenIn(text, language?.split('-')[0]?.toLowerCase());
  return classifiers.findLast(({ languages }) => languages.includes(spoken))?.classify(text, spoken);
}

/** Whoever was asked in another language may still answer in Chinese: then the script counts. */
function spokenIn(text: string, language: string | undefined): string {
  const others = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
  if (/\p{Script=Han}/u.test(text) && !others.test(text)) return 'zh';
  if (language !== undefined && language !== 'zh') return language;
  return /\p{Script=Latin}/u.test(text) ? 'en' : 'und';
}
