import type { Texts } from '../phrase.ts';

/** What is different between two versions. */
export const differences = {
  'difference.added': { en: 'Added: {{rule}}', zh: '新增：{{rule}}' },
  'difference.removed': { en: 'Removed: {{rule}}', zh: '删除：{{rule}}' },
  'difference.name': { en: '“{{title}}” ({{key}})', zh: '“{{title}}”（{{key}}）' },
  'difference.renamed': { en: '{{before}} is now called {{after}}.', zh: '{{before}}更名为{{after}}。' },
  'difference.details': {
    en: '“{{rule}}”: instead of {{before}} now {{after}}.',
    zh: '“{{rule}}”：由{{before}}改为{{after}}。',
  },
  'difference.nothing': { en: 'nothing', zh: '无' },
  'difference.value': {
    en: '“{{rule}}” asked that {{before}}; now that {{after}}.',
    zh: '“{{rule}}”原要求{{before}}，现要求{{after}}。',
  },
  'difference.asked': { en: '“{{rule}}” now asks that {{test}}.', zh: '“{{rule}}”新增要求：{{test}}。' },
  'difference.dropped': {
    en: '“{{rule}}” asks no longer that {{test}}.',
    zh: '“{{rule}}”不再要求{{test}}。',
  },
  'difference.combined': {
    en: '“{{rule}}” combines its conditions in another way.',
    zh: '“{{rule}}”以另一种方式组合其条件。',
  },
  'difference.longRule': {
    en: {
      one: '{{outcome}}, with {{count}} line of conditions',
      other: '{{outcome}}, with {{count}} lines of conditions',
    },
    zh: '{{outcome}}，含 {{count}} 行条件',
  },
} as const satisfies Readonly<Record<string, Texts>>;
