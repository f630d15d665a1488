import type { Texts } from '../phrase.ts';

/** What is wrong with a condition on the fields of activities. */
export const measures = {
  'measure.unknownField': {
    en: 'There is no field {{name}}; there are {{fields}}.',
    zh: '没有字段 {{name}}；现有字段：{{fields}}。',
  },
  'measure.fieldMeant': {
    en: 'There is no field {{name}}; did you mean "{{near}}"?',
    zh: '没有字段 {{name}}；您是否想写 "{{near}}"？',
  },
  'measure.personalField': {
    en: '{{name}} is what a person wrote or is known by; nothing is decided by it.',
    zh: '{{name}} 是个人所写或可识别个人的内容；不得据此作出判断。',
  },
  'measure.items': { en: 'Lists of items cannot be compared.', zh: '商品列表不能用于比较。' },
  'measure.knownTakes': { en: '"known" is compared with true or false.', zh: '"known" 只能与 true 或 false 比较。' },
  'measure.listNeeded': { en: '"in" needs a list.', zh: '"in" 需要一个列表。' },
  'measure.oneNeeded': { en: '"{{operator}}" needs one value.', zh: '"{{operator}}" 需要一个值。' },
  'measure.unfitOperator': {
    en: '"{{operator}}" does not fit {{name}}, which is of type {{type}}.',
    zh: '"{{operator}}" 不适用于 {{name}}，其类型为 {{type}}。',
  },
  'measure.howMany': { en: 'A list has 1 to {{most}} values.', zh: '列表应有 1 至 {{most}} 个值。' },
  'measure.wantsNumber': { en: '{{name}} is compared with a number.', zh: '{{name}} 应与数字比较。' },
  'measure.wantsBoolean': { en: '{{name}} is compared with true or false.', zh: '{{name}} 应与 true 或 false 比较。' },
  'measure.wantsText': { en: '{{name}} is compared with text.', zh: '{{name}} 应与文本比较。' },
  'measure.never': {
    en: '{{name}} is never {{value}}; it is one of {{values}}.',
    zh: '{{name}} 不会是 {{value}}；可取值：{{values}}。',
  },
  'measure.valueMeant': {
    en: '{{name}} is never {{value}}; did you mean "{{near}}"?',
    zh: '{{name}} 不会是 {{value}}；您是否想写 "{{near}}"？',
  },
  'measure.textTooLong': { en: 'A text has at most {{most}} characters.', zh: '文本最多 {{most}} 个字符。' },
} as const satisfies Readonly<Record<string, Texts>>;
