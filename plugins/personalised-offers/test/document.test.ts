import { expect, it } from 'vitest';
import { say } from '#contract';
import { checkOffers } from '../offers/check.ts';
import type { Offer, OffersDocument } from '../offers/document.ts';
import { offer } from './setting.ts';

const budgets: OffersDocument['budgets'] = [{ key: 'money', title: 'Money', amount: 100 }];
const check = (...offers: Offer[]) => checkOffers({ budgets, offers });

it.each<[Partial<Offer>, string, string]>([
  [{ budget: 'mony', cost: 5 }, '/offers/0/budget', 'UNKNOWN_BUDGET'],
  [{ budget: 'money' }, '/offers/0/budget', 'COSTS_NOTHING'],
  [{ budget: 'money', cost: 101 }, '/offers/0/cost', 'NEVER_PAID'],
  [{ cost: 5 }, '/offers/0/cost', 'NO_LIMIT'],
  [{ from: '2026-02-31T99:00:00Z' }, '/offers/0/from', 'NO_INSTANT'],
  [{ from: '2026-05-01T00:00:00Z', until: '2026-05-01T00:00:00Z' }, '/offers/0/until', 'ENDS_BEFORE_IT_BEGINS'],
  [{ message: { en: 'Only in English.' } }, '/offers/0/message', 'LANGUAGE_MISSING'],
])('an offer with %o is told at its place, in English and Chinese', (changes, pointer, code) => {
  const problems = check(offer('one', changes));
  expect(problems.map((one) => [one.pointer, one.code])).toEqual([[pointer, code]]);
  for (const { phrase } of problems) expect(phrase && say(phrase, 'zh')).toMatch(/[\u4e00-\u9fff]/);
});

it('keys are used once, and an offer that is in order is told nothing', () => {
  expect(check(offer('one'), offer('one'))).toMatchObject([{ pointer: '/offers/1/key', code: 'KEY_TAKEN' }]);
  const whole = offer('one', {
    ...{ budget: 'money', cost: 100, message: { en: 'Yes', zh: '好' } },
    ...{ from: '2026-05-01T00:00:00Z', until: '2026-05-02T00:00:00+08:00' },
  });
  expect(check(whole)).toEqual([]);
});
