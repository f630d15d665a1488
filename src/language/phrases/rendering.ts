import type { Texts } from '../phrase.ts';

/** Rules as people say them. */
export const rendering = {
  'words.rule': { en: 'When {{condition}} → {{outcome}}', zh: '当{{condition}} → {{outcome}}' },
  'words.ruleWith': {
    en: 'When {{condition}} → {{outcome}} ({{details}})',
    zh: '当{{condition}} → {{outcome}}（{{details}}）',
  },
  'words.outcomeAll': { en: '{{outcome}}, when all of these hold:', zh: '{{outcome}}，当以下各项全部成立：' },
  'words.outcomeAny': {
    en: '{{outcome}}, when at least one of these holds:',
    zh: '{{outcome}}，当以下至少一项成立：',
  },
  'words.outcomeNot': { en: '{{outcome}}, when this does not hold:', zh: '{{outcome}}，当以下不成立：' },
  'words.outcomeOne': { en: '{{outcome}}, when this holds:', zh: '{{outcome}}，当以下成立：' },
  'words.all': { en: 'all of these hold:', zh: '以下各项全部成立：' },
  'words.any': { en: 'at least one of these holds:', zh: '以下至少一项成立：' },
  'words.not': { en: 'this does not hold:', zh: '以下不成立：' },
  'words.group': { en: '({{parts}})', zh: '（{{parts}}）' },
  'words.itIsNotSo': { en: 'it is not so that {{condition}}', zh: '并非{{condition}}' },
  'words.list': { en: '{{parts}}', zh: '{{parts}}' },
  'test.equal': { en: '{{fact}} is {{value}}', zh: '{{fact}}为{{value}}' },
  'test.notEqual': { en: '{{fact}} is known and is not {{value}}', zh: '{{fact}}已知且不为{{value}}' },
  'test.lessThan': { en: '{{fact}} is less than {{value}}', zh: '{{fact}}小于{{value}}' },
  'test.lessThanInclusive': { en: '{{fact}} is at most {{value}}', zh: '{{fact}}至多为{{value}}' },
  'test.greaterThan': { en: '{{fact}} is more than {{value}}', zh: '{{fact}}大于{{value}}' },
  'test.greaterThanInclusive': { en: '{{fact}} is at least {{value}}', zh: '{{fact}}至少为{{value}}' },
  'test.between': { en: '{{fact}} is from {{low}} to {{high}}', zh: '{{fact}}为{{low}}至{{high}}（含两端）' },
  'test.in': { en: '{{fact}} is {{values}}', zh: '{{fact}}为{{values}}' },
  'test.notIn': { en: '{{fact}} is known and is not {{values}}', zh: '{{fact}}已知且不为{{values}}' },
  'test.startsWith': { en: '{{fact}} starts with {{value}}', zh: '{{fact}}以{{value}}开头' },
  'test.matches': { en: '{{fact}} matches the pattern {{value}}', zh: '{{fact}}匹配模式{{value}}' },
  'test.known': { en: '{{fact}} is known', zh: '{{fact}}已知' },
  'test.unknown': { en: '{{fact}} is unknown', zh: '{{fact}}未知' },
  'test.before': { en: '{{fact}} is before {{value}}', zh: '{{fact}}早于{{value}}' },
  'test.after': { en: '{{fact}} is after {{value}}', zh: '{{fact}}晚于{{value}}' },
  'test.atLeastElapsedDaysAgo': {
    en: {
      one: '{{fact}} is at least {{count}} day of 24 hours ago',
      other: '{{fact}} is at least {{count}} days of 24 hours ago',
    },
    zh: '{{fact}}距今至少 {{count}} 天（每天按 24 小时计）',
  },
  'test.lessThanElapsedDaysAgo': {
    en: {
      one: '{{fact}} is less than {{count}} day of 24 hours ago',
      other: '{{fact}} is less than {{count}} days of 24 hours ago',
    },
    zh: '{{fact}}距今不到 {{count}} 天（每天按 24 小时计）',
  },
  'test.atLeastCalendarDaysAgo': {
    en: {
      one: '{{fact}} is at least {{count}} calendar day ago',
      other: '{{fact}} is at least {{count}} calendar days ago',
    },
    zh: '{{fact}}距今至少 {{count}} 个日历日',
  },
  'test.lessThanCalendarDaysAgo': {
    en: {
      one: '{{fact}} is less than {{count}} calendar day ago',
      other: '{{fact}} is less than {{count}} calendar days ago',
    },
    zh: '{{fact}}距今不到 {{count}} 个日历日',
  },
  'test.withinElapsedDaysAhead': {
    en: {
      one: '{{fact}} lies ahead, by at most {{count}} day of 24 hours',
      other: '{{fact}} lies ahead, by at most {{count}} days of 24 hours',
    },
    zh: '{{fact}}在未来 {{count}} 天之内（每天按 24 小时计）',
  },
  'test.yes': { en: '{{fact}} is true', zh: '{{fact}}为是' },
  'test.no': { en: '{{fact}} is false', zh: '{{fact}}为否' },
  'test.other': { en: '{{fact}} {{operator}} {{value}}', zh: '{{fact}} {{operator}} {{value}}' },
  'value.yes': { en: 'true', zh: '是' },
  'value.no': { en: 'false', zh: '否' },
  'value.unknown': { en: 'unknown', zh: '未知' },
} as const satisfies Readonly<Record<string, Texts>>;
