import { expect, it } from 'vitest';
import { tellIn } from '../../src/language/told.ts';
import { checkConditions } from '../../src/rules/check-conditions.ts';
import { catalogue, test } from '../wording/setting.ts';

const told = (fact: string, value: unknown, operator = 'greaterThanInclusive'): string[] =>
  checkConditions(test(fact, operator, value), '', catalogue).flatMap((problem) => [
    `${problem.severity} ${problem.pointer} ${problem.code}: ${tellIn(problem, 'en')}`,
    tellIn(problem, 'zh'),
  ]);

it.each<[string, unknown, string, string]>([
  [
    'spendEver',
    12.5,
    '“Spend ever” is counted in the smallest unit of the currency, and 12.5 is not a whole number of it. Write 1250 for 12.50.',
    '“累计消费”以货币最小单位计，而 12.5 不是整数。12.50 请写 1250。',
  ],
  [
    'meanResponseTime',
    24,
    '“Mean response time” is counted in milliseconds, and 24 of them are less than a second. Write 3600000 for an hour.',
    '“平均响应时间”以毫秒计，24 毫秒不到一秒。一小时请写 3600000。',
  ],
  [
    'firstContactShare',
    80,
    '“Share resolved at first contact” is a share, and 80 is 8,000%. Write 0.8 for 80 percent.',
    '“首次联系即解决的比例”是比例，80 即 8,000%。百分之 80 请写 0.8。',
  ],
])('A number in the wrong unit is warned of: %s of %j', (fact, value, en, zh) => {
  expect(told(fact, value)).toEqual([`warning /value UNIT_DOES_NOT_FIT: ${en}`, zh]);
});

it('A number in a list, or at the end of a range, is warned of as well', () => {
  expect(told('spendEver', [1.5, 100], 'between')[0]).toContain('1.5 is not a whole number');
});

it.each<[string, unknown]>([
  ['spendEver', 1250],
  ['meanResponseTime', 0],
  ['meanResponseTime', 3_600_000],
  ['firstContactShare', 0.8],
  ['purchaseFrequencyChange', 2],
  ['lastRating', 4.5],
  ['ordersEver', 80],
])('A number that may be meant is not warned of: %s of %j', (fact, value) => {
  expect(told(fact, value)).toEqual([]);
});
