import type { Texts } from '../phrase.ts';

/** Names of operators for editors: each reads after the fact's title. */
export const operators = {
  'operatorTitle.known': { en: 'is known', zh: '已知' },
  'operatorTitle.unknown': { en: 'is unknown', zh: '未知' },
  'operatorTitle.equal': { en: 'is', zh: '等于' },
  'operatorTitle.notEqual': { en: 'is known and is not', zh: '已知且不等于' },
  'operatorTitle.lessThan': { en: 'is less than', zh: '小于' },
  'operatorTitle.lessThanInclusive': { en: 'is at most', zh: '至多为' },
  'operatorTitle.greaterThan': { en: 'is more than', zh: '大于' },
  'operatorTitle.greaterThanInclusive': { en: 'is at least', zh: '至少为' },
  'operatorTitle.between': { en: 'is between, both ends included,', zh: '介于（含两端）' },
  'operatorTitle.in': { en: 'is one of', zh: '是以下之一' },
  'operatorTitle.notIn': { en: 'is known and is none of', zh: '已知且不是以下任何一个' },
  'operatorTitle.startsWith': { en: 'starts with', zh: '以此开头' },
  'operatorTitle.matches': { en: 'matches the pattern', zh: '匹配模式' },
  'operatorTitle.before': { en: 'is before', zh: '早于' },
  'operatorTitle.after': { en: 'is after', zh: '晚于' },
  'operatorTitle.atLeastElapsedDaysAgo': {
    en: 'is at least so many times 24 hours ago:',
    zh: '距今至少若干个 24 小时：',
  },
  'operatorTitle.lessThanElapsedDaysAgo': {
    en: 'is less than so many times 24 hours ago:',
    zh: '距今不到若干个 24 小时：',
  },
  'operatorTitle.atLeastCalendarDaysAgo': {
    en: 'is at least so many calendar days ago:',
    zh: '距今至少若干个日历日：',
  },
  'operatorTitle.lessThanCalendarDaysAgo': {
    en: 'is less than so many calendar days ago:',
    zh: '距今不到若干个日历日：',
  },
  'operatorTitle.withinElapsedDaysAhead': {
    en: 'lies ahead by at most so many times 24 hours:',
    zh: '在未来至多若干个 24 小时之内：',
  },
} as const satisfies Readonly<Record<string, Texts>>;
