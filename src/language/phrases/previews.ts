import type { Texts } from '../phrase.ts';

/** What is wrong with the wish for a preview. */
export const previews = {
  'preview.nothing': {
    en: 'Name a version, a document or a metric to preview.',
    zh: '请指定要预览的版本、文档或指标。',
  },
  'preview.tooMany': {
    en: 'At most {{most}} documents are previewed together.',
    zh: '最多可同时预览 {{most}} 个文档。',
  },
  'preview.forEverybody': {
    en: 'A metric is measured for everybody; restrict a preview of documents.',
    zh: '指标针对所有客户计算；只能限制文档的预览范围。',
  },
  'preview.badTime': { en: 'This is no time.', zh: '这不是有效的时间。' },
  'preview.either': {
    en: 'Give either the number of a version or a document.',
    zh: '请提供版本号或文档，二者择一。',
  },
  'preview.twice': {
    en: '"{{key}}" is named twice; name one document of it.',
    zh: '"{{key}}" 被列出两次；请只列出其中一个文档。',
  },
  'preview.sayKind': {
    en: 'Say of which kind "{{key}}" is: {{kinds}}.',
    zh: '请说明 "{{key}}" 属于哪种类型：{{kinds}}。',
  },
} as const satisfies Readonly<Record<string, Texts>>;
