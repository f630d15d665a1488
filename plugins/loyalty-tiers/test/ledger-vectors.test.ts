import { expect, it } from 'vitest';
import { EMPTY } from '../ledger/account.ts';
import { balanceOf } from '../ledger/balance.ts';
import { develop } from '../ledger/breakage.ts';
import { allocate, liabilityOf, recognise } from '../ledger/liability.ts';
import { portion, shares } from '../ledger/shares.ts';
import { book, DAY, day } from './book.ts';

it('points are spent in the order in which they were earned when all live equally long: 100 and 150, redeem 120, leaves 0 and 130', () => {
  const lots = book()
    .earn(100, day(2026, 1, 10), { expiresAt: day(2027, 1, 10) })
    .earn(150, day(2026, 3, 10), { expiresAt: day(2027, 3, 10) })
    .spend(120, day(2026, 4, 1)).account.lots;
  expect(lots.map(({ remaining }) => remaining)).toEqual([0, 130]);
});

it('what expires first is spent first: 50 until January and 80 until June, 30 spent in December, leaves 80 on 1 January', () => {
  const books = book()
    .earn(80, day(2026, 5, 1), { expiresAt: day(2027, 6, 1) })
    .earn(50, day(2026, 6, 1), { expiresAt: day(2027, 1, 1) })
    .spend(30, day(2026, 12, 5));
  expect(books.balance.available).toBe(100);
  books.pass(day(2027, 1, 1) - 1);
  expect(books.balance.available).toBe(100);
  books.pass(day(2027, 1, 1));
  expect(books.balance.available).toBe(80);
  expect(books.movements.filter(({ kind }) => kind === 'expired').map(({ points }) => points)).toEqual([20]);
});

it('the price is divided between goods and points, and becomes revenue, as in IFRS 15 Example 52', () => {
  const allocated = allocate(100_000, { goods: 100_000, points: 9500 });
  expect(allocated).toEqual({ goods: 91_324, points: 8676 });
  const first = recognise(allocated.points, { redeemed: 4500, expected: 9500 }, 0);
  expect(first).toBe(4110);
  expect(recognise(allocated.points, { redeemed: 8500, expected: 9700 }, first)).toBe(3493);
});

it('revenue follows a changed expectation as in the KPMG handbook, examples 10A and 10B', () => {
  const first = recognise(9000, { redeemed: 4500, expected: 9700 }, 0);
  expect(first).toBe(4175);
  expect(recognise(9000, { redeemed: 8500, expected: 9900 }, first)).toBe(3552);
  expect(recognise(9000, { redeemed: 8500, expected: 9200 }, first)).toBe(4140);
  expect(recognise(9000, { redeemed: 0, expected: 0 }, 0)).toBe(0);
});

it('breakage is what of a vintage was never redeemed, and younger vintages are expected to develop as older ones did', () => {
  const triangle = develop([
    { issued: 1000, redeemed: [200, 400, 500] },
    { issued: 2000, redeemed: [400, 800] },
    { issued: 1000, redeemed: [300] },
    { issued: 0, redeemed: [] },
  ]);
  expect(triangle.map(({ breakage }) => breakage)).toEqual([0.5, 0.6, 0.7, null]);
  // by one month of age what was redeemed doubles, by another it grows by a quarter
  expect(triangle.map(({ expectedRedeemed }) => expectedRedeemed)).toEqual([0.5, 0.5, 0.75, null]);
  expect(
    develop([
      { issued: 10, redeemed: [0] },
      { issued: 10, redeemed: [0, 0] },
    ])[0]?.expectedRedeemed,
  ).toBeNull();
  expect(liabilityOf(1000, { value: 2, redeemedShare: 0.75 })).toBe(1500);
});

it('whole numbers are divided without losing or making one, whatever their size', () => {
  expect(shares(10, [1, 1, 1])).toEqual([4, 3, 3]);
  expect(shares(100, [50, 30, 20])).toEqual([50, 30, 20]);
  expect(shares(7, [0, 0])).toEqual([0, 0]);
  expect(portion(9_007_199_254_740_991, 2, 3)).toBe(6_004_799_503_160_660);
  expect(shares(9_007_199_254_740_991, [1, 2]).reduce((a, b) => a + b)).toBe(9_007_199_254_740_991);
});

it('points that are earned later pay off what is owed, those of other lots at once', () => {
  const books = book()
    .earn(100, day(2026, 1, 1), { source: 'order' })
    .spend(80, day(2026, 1, 2));
  books.refund('order', 100, day(2026, 1, 3));
  // 20 remained and are reversed, 80 were spent and are owed
  expect(books.balance).toMatchObject({ available: 0, debt: 80 });
  books.earn(50, day(2026, 1, 4)).earn(50, day(2026, 1, 5));
  expect(books.balance).toMatchObject({ available: 20, debt: 0 });
  expect(balanceOf(EMPTY)).toMatchObject({ available: 0, debt: 0, nextExpiryAt: Number.POSITIVE_INFINITY });
  expect(DAY).toBe(86_400_000);
});
