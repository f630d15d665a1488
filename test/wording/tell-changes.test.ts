import { expect, it } from 'vitest';
import { loyaltyTiers } from '../../plugins/loyalty-tiers/tiers/rule-set.ts';
import { say } from '../../src/language/say.ts';
import { jsonDifference } from '../../src/wording/json-difference.ts';
import { tellChanges } from '../../src/wording/tell-changes.ts';
import { account, catalogue, test } from './setting.ts';

const atLeast = (fact: string, value: number) => test(fact, 'greaterThanInclusive', value);
const silver = {
  key: 'silver',
  title: 'Silver',
  rank: 2,
  when: { all: [atLeast('ordersLast365Days', 3), atLeast('spendLast365Days', 30_000)] },
};
const gold = {
  key: 'gold',
  title: 'Gold',
  rank: 3,
  benefits: ['Lounge'],
  when: { all: [atLeast('spendLast365Days', 100_000)] },
};

const changes = (before: object[], after: object[]): string[][] => {
  const said = tellChanges(loyaltyTiers, { tiers: before } as never, { tiers: after } as never, catalogue, account);
  return said.map((one) => [say(one, 'en'), say(one, 'zh')]);
};

it('Nothing is said of versions that mean the same', () => {
  expect(changes([silver, gold], [gold, silver])).toEqual([]);
});

it('Rules that came and went are said whole', () => {
  expect(changes([silver], [gold])).toEqual([
    [
      'Removed: When orders in the last 365 days is at least 3 and spend in the last 365 days is at least £300 → Silver (rank 2)',
      '删除：当近 365 天订单数至少为3且近 365 天消费至少为£300 → Silver（级别 2）',
    ],
    [
      'Added: When spend in the last 365 days is at least £1,000 → Gold (rank 3, benefits: Lounge)',
      '新增：当近 365 天消费至少为£1,000 → Gold（级别 3、权益：Lounge）',
    ],
  ]);
});

it('Another threshold, another test, another name and other benefits are said each by itself', () => {
  const higher = { ...silver, when: { all: [atLeast('ordersLast365Days', 3), atLeast('spendLast365Days', 50_000)] } };
  const stricter = {
    ...gold,
    title: 'Golden',
    benefits: [],
    when: { all: [atLeast('spendLast365Days', 100_000), test('openComplaints', 'equal', 0)] },
  };
  expect(changes([silver, gold], [higher, stricter])).toEqual([
    [
      '“Silver” asked that spend in the last 365 days is at least £300; now that spend in the last 365 days is at least £500.',
      '“Silver”原要求近 365 天消费至少为£300，现要求近 365 天消费至少为£500。',
    ],
    ['“Gold” (gold) is now called “Golden” (gold).', '“Gold”（gold）更名为“Golden”（gold）。'],
    ['“Golden” now asks that open complaints is 0.', '“Golden”新增要求：未解决投诉数为0。'],
    ['“Golden”: instead of rank 3, benefits: Lounge now rank 3.', '“Golden”：由级别 3、权益：Lounge改为级别 3。'],
  ]);
});

it('A rule that has only another key is called otherwise, and is not another rule', () => {
  expect(changes([gold], [{ ...gold, key: 'golden' }]).map(([en]) => en)).toEqual([
    '“Gold” (gold) is now called “Gold” (golden).',
  ]);
});

it('The same tests in other groups are said to be combined otherwise, and what is gone is said', () => {
  const either = { ...silver, when: { any: silver.when.all } };
  expect(changes([silver], [either]).map(([en]) => en)).toEqual(['“Silver” combines its conditions in another way.']);
  const less = { ...silver, when: { all: silver.when.all.slice(1) } };
  expect(changes([silver], [less])).toEqual([
    [
      '“Silver” asks no longer that orders in the last 365 days is at least 3.',
      '“Silver”不再要求近 365 天订单数至少为3。',
    ],
  ]);
});

it('The same fact tested otherwise is another test', () => {
  const most = { ...gold, when: { all: [test('spendLast365Days', 'lessThan', 100_000)] } };
  expect(changes([gold], [most]).map(([en]) => en)).toEqual([
    '“Gold” asks no longer that spend in the last 365 days is at least £1,000.',
    '“Gold” now asks that spend in the last 365 days is less than £1,000.',
  ]);
});

it('A long rule that came is said by its outcome and its length', () => {
  const long = { ...gold, when: { any: [1, 2, 3, 4, 5].map((n) => test('ordersEver', 'equal', n)) } };
  expect(changes([], [long]).map(([en]) => en)).toEqual(['Added: Gold, with 7 lines of conditions']);
});

it('Documents differ in the smallest places, and a tier put in between moves no other', () => {
  const bronze = { key: 'bronze', title: 'Bronze', rank: 1, when: { all: [atLeast('ordersEver', 1)] } };
  const higher = { ...gold, when: { all: [atLeast('spendLast365Days', 120_000)] } };
  expect(jsonDifference({ tiers: [silver, gold] }, { tiers: [bronze, silver, higher] })).toEqual([
    { pointer: '/tiers/0', after: bronze },
    { pointer: '/tiers/2/when/all/0/value', before: 100_000, after: 120_000 },
  ]);
  expect(jsonDifference({ tiers: [silver, gold] }, { tiers: [gold] })).toEqual([
    { pointer: '/tiers/0', before: silver },
  ]);
  expect(jsonDifference({ tiers: [silver, gold] }, { tiers: [gold, silver] })).toEqual([
    { pointer: '/tiers', before: ['silver', 'gold'], after: ['gold', 'silver'] },
  ]);
  expect(jsonDifference({ a: [1, 2], 'b/c': null }, { a: [1], 'b/c': 0 })).toEqual([
    { pointer: '/a/1', before: 2 },
    { pointer: '/b~1c', before: null, after: 0 },
  ]);
});
