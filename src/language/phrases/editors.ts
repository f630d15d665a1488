import type { Texts } from '../phrase.ts';

/** What an editor shows about the parts of a document. */
export const editors = {
  'editor.condition': {
    en: 'A test of one fact, or a group of conditions.',
    zh: '对一个字段的判断，或一组条件。',
  },
  'editor.all': { en: 'Holds when every condition in it holds.', zh: '其中所有条件都成立时成立。' },
  'editor.any': { en: 'Holds when at least one condition in it holds.', zh: '其中至少一个条件成立时成立。' },
  'editor.not': { en: 'Holds when the condition in it does not.', zh: '其中的条件不成立时成立。' },
  'editor.fact': { en: 'What is tested.', zh: '判断什么。' },
  'editor.operator': { en: 'How it is tested.', zh: '如何判断。' },
  'editor.value': { en: 'What it is tested against.', zh: '与什么比较。' },
  'editor.numberRange': {
    en: 'The lower and the higher end, both included.',
    zh: '下限和上限，均包含在内。',
  },
  'editor.pattern': {
    en: 'A regular expression without look-around and back references; it may match anywhere in the text.',
    zh: '不含环视和反向引用的正则表达式；可匹配文本中的任何位置。',
  },
  'editor.instant': { en: 'A date and time with its zone.', zh: '带时区的日期时间。' },
  'editor.money': {
    en: 'An amount in the smallest unit of the currency: 100000 is 1,000.00.',
    zh: '以货币最小单位表示的金额：100000 即 1,000.00。',
  },
  'editor.duration': { en: 'In milliseconds: 86400000 is a day.', zh: '以毫秒计：86400000 即一天。' },
  'editor.days': { en: 'Times 24 hours.', zh: '若干个 24 小时。' },
  'editor.calendarDays': { en: 'Calendar days.', zh: '日历日。' },
} as const satisfies Readonly<Record<string, Texts>>;
