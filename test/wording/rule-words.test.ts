import { expect, it } from 'vitest';
import { loyaltyTiers } from '../../plugins/loyalty-tiers/tiers/rule-set.ts';
import type { Condition, LeafCondition } from '../../src/contract/condition.ts';
import { defineKind, type Kind } from '../../src/contract/kind.ts';
import { say } from '../../src/language/say.ts';
import { segments } from '../../src/segments/segments.ts';
import { tellRules } from '../../src/wording/rule-words.ts';
import { testWords } from '../../src/wording/test-words.ts';
import { account, catalogue, segmentsOf, test } from './setting.ts';

const both = (kind: Kind<never>, document: never): (string | null)[][] =>
  tellRules(kind, document, catalogue, account).map(({ sentence }) => [
    sentence && say(sentence, 'en'),
    sentence && say(sentence, 'zh'),
  ]);

const spend = test('spendLast365Days', 'greaterThanInclusive', 100_000);
const rating = test('lastRating', 'greaterThanInclusive', 9);

it('A short rule is one sentence', () => {
  const gold = {
    key: 'gold',
    title: 'Gold',
    rank: 3,
    benefits: ['Lounge', 'Free delivery'],
    when: { all: [spend, rating] },
  };
  expect(both(loyaltyTiers, { tiers: [gold] } as never)).toEqual([
    [
      'When spend in the last 365 days is at least £1,000 and last rating is at least 9 → Gold (rank 3, benefits: Lounge, Free delivery)',
      '当近 365 天消费至少为£1,000且最近一次评分至少为9 → Gold（级别 3、权益：Lounge、Free delivery）',
    ],
  ]);
});

it.each<[LeafCondition, string, string]>([
  [test('spendEver', 'equal', 1_250), 'spend ever is £12.50', '累计消费为£12.50'],
  [test('ordersEver', 'notEqual', 1_000), 'orders ever is known and is not 1,000', '累计订单数已知且不为1,000'],
  [test('ordersEver', 'lessThan', 3), 'orders ever is less than 3', '累计订单数小于3'],
  [test('ordersEver', 'lessThanInclusive', 3), 'orders ever is at most 3', '累计订单数至多为3'],
  [test('ordersEver', 'greaterThan', 3), 'orders ever is more than 3', '累计订单数大于3'],
  [
    test('spendEver', 'between', [10_000, 20_050]),
    'spend ever is from £100 to £200.50',
    '累计消费为£100至£200.50（含两端）',
  ],
  [test('ordersEver', 'in', [1, 2, 3]), 'orders ever is 1, 2 or 3', '累计订单数为1、2或3'],
  [
    test('daysSinceLastPurchase', 'lessThan', 30),
    'days since last purchase is less than 30 days',
    '距最近一次购买天数小于30天',
  ],
  [
    test('meanResponseTime', 'greaterThan', 90 * 60_000),
    'mean response time is more than 1 hour, 30 minutes',
    '平均响应时间大于1小时30分钟',
  ],
  [
    test('purchaseFrequencyChange', 'lessThan', -0.5),
    'change of purchase frequency is less than -50%',
    '购买频率变化小于-50%',
  ],
  [test('attribute.country', 'equal', 'DE'), 'country is "DE"', 'Country为"DE"'],
  [
    test('attribute.country', 'notIn', ['DE', 'FR']),
    'country is known and is not "DE" or "FR"',
    'Country已知且不为"DE"或"FR"',
  ],
  [test('attribute.country', 'startsWith', 'D'), 'country starts with "D"', 'Country以"D"开头'],
  [test('attribute.country', 'matches', '^D'), 'country matches the pattern "^D"', 'Country匹配模式"^D"'],
  [test('segment.at-risk', 'equal', true), 'the customer is in “At risk”', '客户属于“At risk”'],
  [test('segment.at-risk', 'notEqual', true), 'the customer is not in “At risk”', '客户不属于“At risk”'],
  [test('lastPurchaseAt', 'known', true), 'last purchase is known', '最近一次购买时间已知'],
  [test('lastPurchaseAt', 'unknown', true), 'last purchase is unknown', '最近一次购买时间未知'],
  [
    test('lastPurchaseAt', 'before', '2026-06-01T09:00:00Z'),
    'last purchase is before 1 June 2026 at 10:00',
    '最近一次购买时间早于2026年6月1日 10:00',
  ],
  [
    test('joinedAt', 'after', '2026-01-01T00:00:00Z'),
    'joined is after 1 January 2026 at 00:00',
    '加入时间晚于2026年1月1日 00:00',
  ],
  [
    test('lastPurchaseAt', 'atLeastElapsedDaysAgo', 1),
    'last purchase is at least 1 day of 24 hours ago',
    '最近一次购买时间距今至少 1 天（每天按 24 小时计）',
  ],
  [
    test('lastPurchaseAt', 'lessThanElapsedDaysAgo', 0.5),
    'last purchase is less than 0.5 days of 24 hours ago',
    '最近一次购买时间距今不到 0.5 天（每天按 24 小时计）',
  ],
  [
    test('lastPurchaseAt', 'atLeastCalendarDaysAgo', 30),
    'last purchase is at least 30 calendar days ago',
    '最近一次购买时间距今至少 30 个日历日',
  ],
  [
    test('lastPurchaseAt', 'lessThanCalendarDaysAgo', 1),
    'last purchase is less than 1 calendar day ago',
    '最近一次购买时间距今不到 1 个日历日',
  ],
  [
    test('nextRenewalAt', 'withinElapsedDaysAhead', 14),
    'next renewal lies ahead, by at most 14 days of 24 hours',
    '下次续订时间在未来 14 天之内（每天按 24 小时计）',
  ],
  [test('gone', 'greaterThan', 3), 'gone greaterThan 3', 'gone greaterThan 3'],
])('The test %j is said', (leaf, en, zh) => {
  const said = testWords(leaf, catalogue, account);
  expect([say(said, 'en'), say(said, 'zh')]).toEqual([en, zh]);
});

const [a, b, c] = ['ordersEver', 'refundsEver', 'openComplaints'].map((fact) => test(fact, 'equal', 1)) as [
  LeafCondition,
  LeafCondition,
  LeafCondition,
];

it.each<[string, Condition, string]>([
  ['a group of one', { all: [{ any: [a] }] }, 'orders ever is 1'],
  [
    'a group in a group of its form',
    { all: [a, { all: [b, c] }] },
    'orders ever is 1, refunds ever is 1 and open complaints is 1',
  ],
  [
    'a group in another',
    { all: [a, { any: [b, c] }] },
    'orders ever is 1 and (refunds ever is 1 or open complaints is 1)',
  ],
  ['what is not so', { all: [a, { not: b }] }, 'orders ever is 1 and it is not so that refunds ever is 1'],
  ['a group that is not so', { not: { any: [a, b] } }, 'it is not so that (orders ever is 1 or refunds ever is 1)'],
])('Conditions are combined in a sentence: %s', (_what, when, condition) => {
  expect(both(segments, segmentsOf(when))[0]?.[0]).toBe(`When ${condition} → Segment 0`);
});

it('A rule that is too long for a sentence is told in lines, nested as its conditions are', () => {
  const when = { any: [{ all: [a, b, { not: { any: [c, spend] } }] }, rating] };
  const [told] = tellRules(segments, segmentsOf(when), catalogue, account);
  expect(told?.sentence).toBeNull();
  const text = (language: 'en' | 'zh') =>
    told?.lines.map(({ depth, phrase }) => `${'  '.repeat(depth)}${say(phrase, language)}`);
  expect(text('en')).toEqual([
    'Segment 0, when at least one of these holds:',
    '  all of these hold:',
    '    orders ever is 1',
    '    refunds ever is 1',
    '    this does not hold:',
    '      at least one of these holds:',
    '        open complaints is 1',
    '        spend in the last 365 days is at least £1,000',
    '  last rating is at least 9',
  ]);
  expect(text('zh')?.slice(0, 3)).toEqual([
    'Segment 0，当以下至少一项成立：',
    '  以下各项全部成立：',
    '    累计订单数为1',
  ]);
});

it('A kind that says nothing of its words has the titles of its outcomes told, or the names of its rules', () => {
  const plain = defineKind<{ readonly rules: readonly string[] }>({
    key: 'plain',
    title: 'Plain',
    description: 'Says nothing.',
    document: {},
    example: { rules: [] },
    rules: ({ rules }) => rules.map((name, i) => ({ name, pointer: `/rules/${i}`, when: a })),
    outcomes: () => [{ key: 'first', title: 'The first' }],
    decide: () => [],
    changes: () => [],
  });
  expect(both(plain, { rules: ['first', 'second'] } as never).map(([en]) => en)).toEqual([
    'When orders ever is 1 → The first',
    'When orders ever is 1 → second',
  ]);
});
