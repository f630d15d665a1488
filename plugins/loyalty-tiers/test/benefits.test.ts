import { expect, it } from 'vitest';
import { say } from '../../../src/language/say.ts';
import { tellIn } from '../../../src/language/told.ts';
import { checkDocument } from '../../../src/rules/check-document.ts';
import { tellRules } from '../../../src/wording/rule-words.ts';
import { account, catalogue, test } from '../../../test/wording/setting.ts';
import type { Benefit, SaidBenefit } from '../benefits/benefit.ts';
import { gains, losses } from '../benefits/compare.ts';
import { worthOf } from '../benefits/worth.ts';
import { loyaltyTiers, type Tier, type TiersDocument } from '../tiers/rule-set.ts';

const delivery: Benefit = {
  ...{ key: 'free-delivery', name: 'Free delivery', kind: 'monetary' },
  ...{ value: { amount: 490, per: 'order' }, cost: { amount: 300, per: 'order' }, limit: { times: 1, per: 'month' } },
};
const manager: Benefit = {
  ...{ key: 'account-manager', name: 'Account manager', kind: 'non-monetary' },
  cost: { amount: 20_000, per: 'quarter' },
};
const price = (percent: number, limit?: Benefit['limit']): Benefit => ({
  ...{ key: 'member-price', name: 'Member price', kind: 'monetary', value: { percent, per: 'order' } },
  ...(limit && { limit }),
});
const voucher: Benefit = {
  ...{ key: 'voucher', name: 'Voucher', kind: 'monetary', value: { amount: 2000, per: 'year' } },
};
const training: Benefit = { key: 'training', name: 'Training', kind: 'non-monetary', limit: { times: 2, per: 'year' } };
const back: Benefit = { key: 'back', name: 'Money back', kind: 'monetary', value: { percent: 1.5, per: 'quarter' } };

const tier = (rank: number, benefits: readonly unknown[], more: object = {}) => ({
  ...{ key: `t${rank}`, title: `Tier ${rank}`, rank, benefits, ...more },
  when: test('spendLast365Days', 'greaterThanInclusive', rank * 1000),
});
const problemsOf = (...tiers: readonly object[]) => checkDocument(loyaltyTiers, { tiers }, catalogue).problems;

it.each<[string, object, string, string]>([
  ['a key that is used twice', tier(1, [training, training]), '/benefits/1/key', 'KEY_TAKEN'],
  ['money of no value', tier(1, [{ ...voucher, value: undefined }]), '/benefits/0', 'NO_VALUE'],
  [
    'a value of what is not money',
    tier(1, [{ ...manager, value: voucher.value }]),
    '/benefits/0/value',
    'NEEDLESS_VALUE',
  ],
  ['no value', tier(1, [{ ...voucher, value: { per: 'year' } }]), '/benefits/0/value', 'NOT_ONE_VALUE'],
  [
    'two values',
    tier(1, [{ ...price(5), value: { amount: 5, percent: 5, per: 'year' } }]),
    '/benefits/0/value',
    'NOT_ONE_VALUE',
  ],
  ['a limit to nothing', tier(1, [price(5, { per: 'year' })]), '/benefits/0/limit', 'LIMITS_NOTHING'],
  [
    'money of what is none',
    tier(1, [{ ...training, limit: { amount: 5, per: 'year' } }]),
    '/benefits/0/limit/amount',
    'NO_AMOUNT',
  ],
  [
    'a value beyond its limit',
    tier(1, [{ ...voucher, limit: { amount: 5, per: 'year' } }]),
    '/benefits/0/limit/amount',
    'NEVER_IN_FULL',
  ],
  ['doing without what no tier has', tier(1, [], { without: ['x'] }), '/without/0', 'UNKNOWN_BENEFIT'],
  ['a percentage beyond 100', tier(1, [price(101)]), '/benefits/0/value/percent', 'TOO_LARGE'],
  ['a value by nothing', tier(1, [{ ...voucher, value: { amount: 5 } }]), '/benefits/0/value', 'MISSING_PROPERTY'],
  ['a kind that there is not', tier(1, [{ ...voucher, kind: 'money' }]), '/benefits/0/kind', 'VALUE_NOT_ALLOWED'],
  ['neither a text nor terms', tier(1, [5]), '/benefits/0', 'NO_FORM_FITS'],
])('%s is told at its place, in English and Chinese', (_what, document, pointer, code) => {
  const problems = problemsOf(JSON.parse(JSON.stringify(document)));
  expect(problems.map((one) => [one.pointer, one.code])).toEqual([[`/tiers/0${pointer}`, code]]);
  for (const problem of problems) expect(tellIn(problem, 'zh')).toMatch(/[\u4e00-\u9fff]/);
});

it('a better tier that gives less than the next lower one is warned of, unless the document says that it is meant', () => {
  const silver = tier(1, ['Free wrapping', delivery, training, price(5)]);
  const gold = (benefits: readonly SaidBenefit[], without?: readonly string[]) => tier(2, benefits, { without });
  const told = (...tiers: object[]) =>
    problemsOf(...JSON.parse(JSON.stringify(tiers))).map((one) => `${one.severity} ${one.pointer}: ${one.message}`);
  // whatever their order; what was said of one tier is not said again of the next
  expect(told(tier(3, [price(10)]), gold([price(10)]), silver)).toEqual([
    'warning /tiers/1/benefits: "Tier 2" does not give "Free delivery" and "Training", which the lower tier "Tier 1" gives; add it, or say so in "without".',
  ]);
  expect(told(silver, gold([delivery, price(4)], ['training']))).toEqual([
    'warning /tiers/1/benefits/1: "Member price" is worth less here than in the lower tier "Tier 1".',
  ]);
  expect(told(silver, gold([delivery, training, price(5, { amount: 5000, per: 'year' })]))).toHaveLength(1);
  expect(told(silver, gold([delivery, price(5)], ['training']))).toEqual([]);
  expect(told(silver, gold([delivery, training, price(5)], ['training']))).toEqual([
    expect.stringContaining('cannot be without it as well'),
  ]);
});

it('documents whose benefits are texts mean what they meant', () => {
  expect(problemsOf(tier(1, ['Free delivery', 'Lounge']), tier(2, ['Early access']))).toEqual([]);
});

it('benefits are told in words, with their value and their limits', () => {
  const document = {
    tiers: [tier(1, ['Lounge', delivery, manager, price(5, { amount: 10_000, per: 'year' }), voucher, back, training])],
  };
  const [told] = tellRules(loyaltyTiers, document as never, catalogue, account);
  const details = (language: 'en' | 'zh') => told?.details.map((one) => say(one, language)).at(-1);
  expect(details('en')).toBe(
    'benefits: Lounge, Free delivery (£4.90 off each order, at most once a month), Account manager, Member price (5% off each order, at most £100 a year), Voucher (£20 a year), Money back (1.5% back of what is spent in a quarter), Training (at most 2 times a year)',
  );
  expect(details('zh')).toContain('Free delivery（每单减免 £4.90、每月最多 1 次）');
});

it.each<[string, SaidBenefit, { orders: number; spend: number }, number, number | undefined]>([
  ['so often as the limit allows', delivery, { orders: 30, spend: 0 }, 12 * 490, 12 * 300],
  ['no more often than is ordered', delivery, { orders: 5, spend: 0 }, 5 * 490, 5 * 300],
  ['a percentage of what is spent', price(5), { orders: 4, spend: 90_010 }, 4501, 4501],
  ['up to an amount', price(5, { amount: 1000, per: 'quarter' }), { orders: 4, spend: 900_000 }, 4000, 4000],
  ['on some of the orders', price(5, { times: 1, per: 'year' }), { orders: 4, spend: 40_000 }, 500, 500],
  ['nothing of nothing', price(5), { orders: 0, spend: 0 }, 0, 0],
  ['each year', voucher, { orders: 0, spend: 0 }, 2000, 2000],
  ['back each quarter', back, { orders: 1, spend: 100_000 }, 1500, 1500],
  ['no money, and it costs', manager, { orders: 9, spend: 9 }, 0, 80_000],
  ['a text', 'Lounge', { orders: 9, spend: 9 }, 0, undefined],
])('what a benefit is worth in a year: %s', (_what, benefit, year, value, cost) => {
  const worth = worthOf([benefit], year);
  expect([worth.value, worth.cost, worth.uncosted]).toEqual([value, cost ?? 0, cost === undefined ? [benefit] : []]);
});

it('another tier adds what is new or in other terms, and takes what it does not have', () => {
  const silver: SaidBenefit[] = ['Lounge', 'Wrapping', delivery, price(5), training];
  const gold: SaidBenefit[] = ['Lounge', { ...delivery, name: 'Delivery', description: 'By van.' }, price(10), voucher];
  expect(gains(silver, gold)).toEqual([
    { benefit: price(10), instead: price(5) },
    { benefit: voucher, instead: null },
  ]);
  expect(losses(silver, gold)).toEqual(['Wrapping', training]);
  expect(gains([], silver).map(({ instead }) => instead)).toEqual(Array(5).fill(null));
});

it('whether a customer has a benefit is a fact for the rule sets that follow', () => {
  const tiers = [tier(1, [training]), tier(2, [training, voucher])] as unknown as readonly Tier[];
  const facts = (
    loyaltyTiers as never as { provides(d: TiersDocument, k: string): { name: string; value(o: object[]): unknown }[] }
  )
    .provides({ tiers }, 'club')
    .filter(({ name }) => name.startsWith('benefit.'));
  expect(facts.map(({ name, value }) => [name, value([]), value([{ key: 't1' }]), value([{ key: 't2' }])])).toEqual([
    ['benefit.club.training', false, true, true],
    ['benefit.club.voucher', false, false, true],
  ]);
});
