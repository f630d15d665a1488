import type { Purpose, Question, Scale, SurveyDocument, SurveyKind, Text } from '../document.ts';

/** A survey to begin with. */
export interface SurveyTemplate {
  /** Also a good key for the survey. */
  readonly key: string;
  readonly kind: SurveyKind;
  readonly purpose: Purpose;
  readonly title: Text;
  readonly description: Text;
  readonly document: SurveyDocument;
}

export const both = (en: string, zh: string): Text => ({ en, zh });

export const LANGUAGES_OF_TEMPLATES = ['en', 'zh'] as const;

export const thanks = both('Thank you. Your answers help us to get better.', '感谢您的回答，这将帮助我们做得更好。');

/** From 1, very dissatisfied, to 5, very satisfied. */
export const satisfaction = (shownAs: Scale['shownAs'] = 'numbers'): Scale => ({
  min: 1,
  max: 5,
  higherIsBetter: true,
  satisfiedFrom: 4,
  shownAs,
  low: both('Very dissatisfied', '非常不满意'),
  high: both('Very satisfied', '非常满意'),
});

export const open = (key: string, text: Text, when?: Question['when']): Question => ({
  key,
  kind: 'open',
  text,
  ...(when && { when }),
});
