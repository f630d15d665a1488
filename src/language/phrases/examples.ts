import type { Texts } from '../phrase.ts';

/** Examples inside documents: what is wrong with them, and what came of them. */
export const examples = {
  'example.atExpected': {
    en: '"at" is a date and time: write an existing one with its zone, such as "2026-01-31T09:00:00+01:00", not {{value}}.',
    zh: '"at" 是日期时间：请写存在的、带时区的日期时间，例如 "2026-01-31T09:00:00+01:00"，而不是 {{value}}。',
  },
  'example.needsTime': {
    en: 'This example gives "{{title}}", and a rule asks how long ago it is or how far ahead. Add "at", the instant at which the example is judged.',
    zh: '此示例给出了“{{title}}”，而有规则询问它距今多久。请添加 "at"，即判断此示例的时刻。',
  },
  'example.unknownOutcome': {
    en: 'This document has no outcome {{key}}. There are {{keys}}.',
    zh: '此文档没有结果 {{key}}。现有结果：{{keys}}。',
  },
  'example.outcomeMeant': {
    en: 'This document has no outcome {{key}}; did you mean "{{near}}"?',
    zh: '此文档没有结果 {{key}}；您是否想写 "{{near}}"？',
  },
  'example.fails': {
    en: 'The example "{{name}}" expects {{expected}}, and {{came}} came.',
    zh: '示例“{{name}}”期望{{expected}}，实际得到{{came}}。',
  },
  'example.failsBecause': {
    en: 'The example "{{name}}" expects {{expected}}, and {{came}} came: {{reasons}}.',
    zh: '示例“{{name}}”期望{{expected}}，实际得到{{came}}：{{reasons}}。',
  },
  'example.nothing': { en: 'nothing', zh: '无' },
  'example.holds': { en: '{{key}} holds by {{tests}}', zh: '{{key}} 成立，依据：{{tests}}' },
  'example.holdsNot': { en: '{{key}} fails by {{tests}}', zh: '{{key}} 不成立，依据：{{tests}}' },
  'example.test': {
    en: '“{{title}} {{operator}}{{value}}” with {{seen}}',
    zh: '“{{title}}{{operator}}{{value}}”（给出 {{seen}}）',
  },
  'example.below': { en: '{{title}}: just below {{value}}', zh: '{{title}}：略低于 {{value}}' },
  'example.at': { en: '{{title}}: exactly {{value}}', zh: '{{title}}：正好 {{value}}' },
  'example.above': { en: '{{title}}: just above {{value}}', zh: '{{title}}：略高于 {{value}}' },
  'editor.example.examples': {
    en: 'Customers made up, and what the document is to say of them: tried at every save.',
    zh: '虚构的客户，以及文档对他们应得出的结果：每次保存时都会检验。',
  },
  'editor.example.name': { en: 'What it shows.', zh: '此示例说明什么。' },
  'editor.example.given': {
    en: 'What is known of the customer; all else is unknown.',
    zh: '对客户的已知情况；其余均未知。',
  },
  'editor.example.at': { en: 'When it is judged.', zh: '在何时判断。' },
  'editor.example.expect': { en: 'Keys of all that holds then.', zh: '届时成立的所有结果的键。' },
} as const satisfies Readonly<Record<string, Texts>>;
