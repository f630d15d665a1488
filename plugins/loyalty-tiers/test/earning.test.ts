import { expect, it } from 'vitest';
import { publish } from '../../../test/support/road.ts';
import { checkProgramme } from '../programme/check.ts';
import { expiryOf, periodEnd } from '../programme/dates.ts';
import type { Programme } from '../programme/document.ts';
import { amountOf } from '../programme/earning.ts';
import { buy, DAY, START, setting, stars } from './setting.ts';

const utc = { calendarDay: (at: number) => Math.floor(at / DAY), startOfDay: (day: number) => day * DAY };
const on = (year: number, month: number, day: number, hour = 0): number => Date.UTC(year, month - 1, day, hour);
const spend = (operator: string, value: unknown) => ({ all: [{ fact: 'spendEver', operator, value }] });

it('points last some months from the day they were earned, to the last day of a shorter month', () => {
  const months = (count: number, at: number) => expiryOf({ kind: 'lifetime', months: count }, at, utc);
  expect(months(12, on(2026, 2, 10, 17))).toBe(on(2027, 2, 10));
  expect(months(1, on(2026, 1, 31))).toBe(on(2026, 2, 28));
  expect(months(12, on(2024, 2, 29))).toBe(on(2025, 2, 28));
  expect(expiryOf(undefined, 0, utc)).toBe(Number.POSITIVE_INFINITY);
});

it('on a fixed date all points expire but those that are too young, which wait for the next one', () => {
  const date = (at: number) => expiryOf({ kind: 'date', month: 1, day: 1, safeDays: 90 }, at, utc);
  expect(date(on(2026, 9, 1))).toBe(on(2027, 1, 1));
  expect(date(on(2026, 10, 2))).toBe(on(2027, 1, 1));
  expect(date(on(2026, 10, 3))).toBe(on(2028, 1, 1));
});

it('credits count to the end of the period in which they were earned', () => {
  const at = on(2026, 6, 15);
  expect(periodEnd({ kind: 'calendarYear' }, at, null, utc)).toBe(on(2027, 1, 1));
  expect(periodEnd({ kind: 'rolling', months: 12 }, at, null, utc)).toBe(on(2027, 6, 15));
  expect(periodEnd({ kind: 'anniversary' }, at, on(2020, 3, 20), utc)).toBe(on(2027, 3, 20));
  expect(periodEnd({ kind: 'anniversary' }, at, on(2020, 6, 20), utc)).toBe(on(2026, 6, 20));
});

it('points are rounded down once, at the very end, and exactly', () => {
  const each = { field: 'amount', every: 100, give: 1 };
  expect(amountOf(each, { amount: 19_999 }, 100)).toBe(199);
  expect(amountOf(each, { amount: 19_999 }, 150)).toBe(299);
  // 0.1 + 0.2 of floating point would lose one
  expect(amountOf({ field: 'hours', every: 1, give: 10 }, { hours: 0.3 }, 100)).toBe(3);
  expect(amountOf(each, { amount: -500 }, 100)).toBe(0);
  expect(amountOf(each, {}, 100)).toBe(0);
  expect(amountOf({ fixed: 5 }, {}, 150)).toBe(7);
});

it('a programme that contradicts itself is refused where it does', () => {
  const codes = (more: Partial<Programme>) =>
    checkProgramme({ ...stars, ...more }).map(({ code, pointer }) => `${code} ${pointer}`);
  expect(codes({})).toEqual([]);
  const [rule] = stars.earn as [Programme['earn'][0]];
  expect(codes({ earn: [rule, rule] })).toEqual(['KEY_TAKEN /earn/1/key']);
  expect(codes({ earn: [{ key: 'a', title: 'A', on: 'purchase' }] })).toEqual(['EARNS_NOTHING /earn/0']);
  expect(codes({ expiry: { kind: 'date', month: 2, day: 30, safeDays: 90 } })).toEqual(['NO_SUCH_DAY /expiry/day']);
  expect(codes({ expiry: { kind: 'rolling', days: 7 } })).toEqual(['EXPIRES_WHILE_PENDING /expiry']);
});

const tier = (key: string, every: number, when: object) => ({
  ...{ key, title: key, on: 'purchase', points: { field: 'amount', every, give: 1 } },
  when: when as Programme['members'],
});

it('who spent less than the second tier asks for earns by the first, from the first purchase on, and below it nothing', async () => {
  const { record, values } = await setting({
    stars: {
      ...{ title: 'Stars', members: spend('greaterThanInclusive', 0), rewards: [] },
      earn: [
        tier('first', 100_000, {
          all: [...spend('greaterThanInclusive', 10_000_000).all, ...spend('lessThan', 30_000_000).all],
        }),
        tier('second', 90_000, spend('greaterThanInclusive', 30_000_000)),
      ],
    },
  });
  await record(START, buy('ada', '1', 196_000, START), buy('bob', '1', 20_000, START));
  expect(await values('ada')).toMatchObject({ pointsBalance: 196 });
  expect(await values('bob')).toMatchObject({ pointsBalance: 0 });
  // what is spent in all decides, not what a single purchase costs
  await record(START + DAY, buy('ada', '2', 104_000, START + DAY));
  expect(await values('ada')).toMatchObject({ pointsBalance: 196 + 115 });
});

it('a bonus of a tier holds for those who were in it before the purchase, and of several the largest counts once', async () => {
  const programme: Programme = {
    ...{ title: 'Stars', members: spend('greaterThanInclusive', 0) },
    earn: [
      {
        ...{ key: 'all', title: 'all', on: 'purchase', points: { field: 'amount', every: 100, give: 1 } },
        bonus: [
          { when: { all: [{ fact: 'pointsBalance', operator: 'greaterThan', value: 0 }] }, times: 1.25 },
          { when: { all: [{ fact: 'ordersEver', operator: 'greaterThan', value: 2 }] }, times: 2 },
        ],
      },
      {
        ...{ key: 'gold', title: 'gold', on: 'purchase', points: { fixed: 1000 } },
        when: { all: [{ fact: 'segment.big', operator: 'equal', value: true }] },
      },
    ],
  };
  // the segment is not there yet: such a programme cannot be published
  await expect(setting({ stars: programme })).rejects.toThrow('segment.big');
  const { road, record, values } = await setting({});
  await publish(road, 'sizes', 'segments', {
    segments: [{ key: 'big', title: 'Big', when: spend('greaterThanInclusive', 10_000) }],
  });
  await publish(road, 'stars', 'loyalty-points', programme);
  await record(START, buy('cem', '1', 100, START));
  expect(await values('cem')).toMatchObject({ pointsBalance: 100 });
  await record(START + DAY, buy('cem', '2', 100, START + DAY));
  expect(await values('cem')).toMatchObject({ pointsBalance: 100 + 125 + 1000 });
  await record(START + 2 * DAY, buy('cem', '3', 100, START + 2 * DAY));
  expect(await values('cem')).toMatchObject({ pointsBalance: 1225 + 200 + 1000 });
});

it('where points live on with activity, every purchase prolongs them all, and without one they expire together', async () => {
  const { record, values, sweep } = await setting({
    stars: { ...stars, pendingDays: 0, expiry: { kind: 'rolling', days: 30 } },
  });
  await record(START, buy('dee', '1', 10, START));
  await record(START + 20 * DAY, buy('dee', '2', 5, START + 20 * DAY));
  await sweep(START + 45 * DAY);
  expect(await values('dee')).toMatchObject({ pointsBalance: 15, nextPointsExpiryAt: START + 50 * DAY });
  await sweep(START + 50 * DAY);
  expect(await values('dee')).toMatchObject({ pointsBalance: 0 });
});
