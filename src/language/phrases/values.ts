import type { Texts } from '../phrase.ts';

/** Faults of the values that conditions compare with. */
export const values = {
  'value.isFact': {
    en: 'A fact is compared with a fixed value, not with another fact. Write the value itself; to compare two facts, test a metric that is their difference or ratio.',
    zh: '字段只能与固定值比较，不能与另一个字段比较。请直接写值；要比较两个字段，请判断表示其差或比的指标。',
  },
  'value.listExpected': {
    en: '"{{operator}}" takes a list in square brackets, such as {{example}}.',
    zh: '"{{operator}}" 需要方括号中的列表，例如 {{example}}。',
  },
  'value.listEmpty': {
    en: 'The list of "{{operator}}" is empty. Put at least one value into it.',
    zh: '"{{operator}}" 的列表为空。请至少放入一个值。',
  },
  'value.listTooLong': {
    en: 'The list of "{{operator}}" has {{count}} values; {{most}} is the most. Split it into several conditions.',
    zh: '"{{operator}}" 的列表有 {{count}} 个值，最多 {{most}} 个。请拆分为多个条件。',
  },
  'value.repeats': {
    en: '{{value}} is in this list more than once. Remove the repetition.',
    zh: '{{value}} 在此列表中出现不止一次。请删除重复项。',
  },
  'value.rangeExpected': {
    en: '"{{operator}}" takes two numbers in square brackets, the lower one first, such as [10, 20].',
    zh: '"{{operator}}" 需要方括号中的两个数字，小的在前，例如 [10, 20]。',
  },
  'value.rangeReversed': {
    en: 'The lower number comes first: write [{{low}}, {{high}}].',
    zh: '小的数字在前：请写 [{{low}}, {{high}}]。',
  },
  'value.numberExpected': {
    en: '"{{title}}" is a number: write a number, not {{value}}.',
    zh: '“{{title}}”是数字：请写数字，而不是 {{value}}。',
  },
  'value.withoutQuotes': { en: 'Write {{value}} without quotation marks.', zh: '请写 {{value}}，不要加引号。' },
  'value.daysExpected': {
    en: '"{{operator}}" takes a number of days: write a number, not {{value}}.',
    zh: '"{{operator}}" 需要天数：请写数字，而不是 {{value}}。',
  },
  'value.daysOutOfRange': {
    en: '"{{operator}}" takes from 0 to {{most}} days, not {{value}}.',
    zh: '"{{operator}}" 可接受 0 到 {{most}} 天，而不是 {{value}}。',
  },
  'value.daysNotWhole': {
    en: 'Calendar days are counted whole: write {{low}} or {{high}}.',
    zh: '日历日按整天计：请写 {{low}} 或 {{high}}。',
  },
  'value.booleanExpected': {
    en: '"{{title}}" is true or false: write true or false, not {{value}}.',
    zh: '“{{title}}”是是非值：请写 true 或 false，而不是 {{value}}。',
  },
  'value.presentExpected': {
    en: '"{{operator}}" takes the value true. To test for the opposite, use "{{opposite}}".',
    zh: '"{{operator}}" 的值为 true。要判断相反情况，请使用 "{{opposite}}"。',
  },
  'value.instantExpected': {
    en: '"{{title}}" is a date and time: write an existing one with its zone, such as "2026-01-31T09:00:00+01:00", not {{value}}.',
    zh: '“{{title}}”是日期时间：请写存在的、带时区的日期时间，例如 "2026-01-31T09:00:00+01:00"，而不是 {{value}}。',
  },
  'value.textExpected': {
    en: '"{{title}}" is a text: write it in quotation marks, not {{value}}.',
    zh: '“{{title}}”是文本：请写在引号中，而不是 {{value}}。',
  },
  'value.textTooLong': {
    en: 'This text is longer than {{most}} bytes. Shorten it.',
    zh: '此文本超过 {{most}} 字节。请缩短。',
  },
  'value.neverMeant': {
    en: '"{{title}}" is never {{value}}. Did you mean "{{near}}"?',
    zh: '“{{title}}”不会是 {{value}}。您是否想写 "{{near}}"？',
  },
  'value.never': {
    en: '"{{title}}" is never {{value}}. Choose {{allowed}}.',
    zh: '“{{title}}”不会是 {{value}}。请选择 {{allowed}}。',
  },
  'list.andMore': { en: '{{list}} (and {{count}} more)', zh: '{{list}}（另有 {{count}} 项）' },
} as const satisfies Readonly<Record<string, Texts>>;
