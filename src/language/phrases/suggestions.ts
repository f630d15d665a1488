import type { Texts } from '../phrase.ts';

/** What would make an outcome begin or end. */
export const suggestions = {
  'suggestion.change': {
    en: '"{{title}}" from {{from}} to {{to}}',
    zh: '“{{title}}”从{{from}}变为{{to}}',
  },
  'suggestion.changes': { en: '{{changes}}', zh: '{{changes}}' },
  'suggestion.before': { en: '{{changes}}, before {{instant}} UTC', zh: '{{changes}}，须在 UTC {{instant}} 之前' },
  'suggestion.byItself': {
    en: 'Nothing has to be done: it happens by itself on {{instant}} UTC',
    zh: '无需任何操作：UTC {{instant}} 会自动发生',
  },
  'suggestion.unknown': { en: 'unknown', zh: '未知' },
  'suggestion.yes': { en: 'yes', zh: '是' },
  'suggestion.no': { en: 'no', zh: '否' },
  'suggestion.text': { en: '"{{text}}"', zh: '“{{text}}”' },
} as const satisfies Readonly<Record<string, Texts>>;
