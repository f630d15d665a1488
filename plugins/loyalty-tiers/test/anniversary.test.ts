import { expect, it } from 'vitest';
import { calendarOf } from '../../../src/metrics/calendar.ts';
import { decideTier } from '../tiers/decide.ts';
import { type Keeping, nextReview } from '../tiers/reviews.ts';
import type { TiersDocument } from '../tiers/rule-set.ts';
import { DAY } from './setting.ts';

const calendar = (timeZone: string) => {
  const { dayOf, startOf } = calendarOf(timeZone);
  return { calendarDay: dayOf, startOfDay: startOf };
};
const utc = calendar('UTC');
const on = (year: number, month: number, day: number): number => Date.UTC(year, month - 1, day);
const iso = (at: number): string => new Date(at).toISOString();
const keeping = (graceDays = 0, landing: Keeping['landing'] = 'full'): Keeping => ({
  period: { kind: 'anniversary' },
  graceDays,
  landing,
});
/** The reviews of a tier, one after the other. */
const reviews = (count: number, since: number, joinedAt: number | undefined, graceDays = 0, days = utc): string[] => {
  const found: number[] = [];
  while (found.length < count)
    found.push(nextReview(keeping(graceDays), { since, joinedAt }, found.at(-1) ?? since, days));
  return found.map(iso);
};
const days = (...texts: string[]): string[] => texts.map((text) => `${text}T00:00:00.000Z`);

it('who joined on 29 February has an anniversary on the 28th where there is no 29th, and on the 29th where there is one', () => {
  const joined = on(2024, 2, 29) + DAY / 2;
  const years = days('2025-02-28', '2026-02-28', '2027-02-28', '2028-02-29', '2029-02-28');
  expect(reviews(5, joined, joined)).toEqual(years);
  // whatever the day on which the tier began: that of the anniversary belongs to the new year already
  expect(reviews(1, on(2027, 2, 28) - 1, joined)).toEqual(days('2027-02-28'));
  expect(reviews(1, on(2027, 2, 28), joined)).toEqual(days('2028-02-29'));
  expect(reviews(1, on(2028, 2, 28), joined)).toEqual(days('2028-02-29'));
  expect(reviews(1, on(2028, 2, 29), joined)).toEqual(days('2029-02-28'));
  // days of grace are counted from there
  expect(reviews(2, on(2027, 3, 1), joined, 10)).toEqual(days('2028-03-10', '2029-03-10'));
});

it('whoever joined on 28 February or 1 March keeps that day in every year', () => {
  expect(reviews(2, on(2027, 1, 1), on(2023, 2, 28))).toEqual(days('2027-02-28', '2028-02-28'));
  expect(reviews(2, on(2027, 1, 1), on(2023, 3, 1))).toEqual(days('2027-03-01', '2028-03-01'));
});

it('the day is that of the account, through changes of the clock, and without one the calendar year counts', () => {
  const berlin = calendar('Europe/Berlin');
  // late in the evening in London is the next day in Berlin
  const joined = Date.UTC(2020, 6, 9, 22, 30);
  expect(reviews(2, on(2026, 1, 1), joined, 0, berlin)).toEqual([
    '2026-07-09T22:00:00.000Z',
    '2027-07-09T22:00:00.000Z',
  ]);
  expect(reviews(1, on(2026, 1, 1), Date.UTC(2020, 0, 10), 0, berlin)).toEqual(['2026-01-09T23:00:00.000Z']);
  expect(reviews(2, on(2026, 5, 1), undefined)).toEqual(days('2027-01-01', '2028-01-01'));
});

const when = { all: [] };
const documentOf = (keep: Keeping): TiersDocument => ({
  tiers: [
    { key: 'gold', title: 'Gold', rank: 3, when },
    { key: 'silver', title: 'Silver', rank: 2, when },
    { key: 'bronze', title: 'Bronze', rank: 1, when },
  ],
  keep,
});

it('a tier whose conditions held until the end of the period is kept for the next one, though that begins with nothing', () => {
  const joinedAt = on(2020, 6, 20);
  const end = on(2026, 6, 20);
  const land = (landing: Keeping['landing'], earned: readonly number[], now = end, decidedAt = end - 1) => {
    const [one] = decideTier({
      ...{ document: documentOf(keeping(0, landing)), holds: new Uint8Array(3), now, decidedAt, days: utc },
      before: [{ key: 'gold', since: on(2026, 1, 1) }],
      values: [joinedAt],
      heldAt: (instant) => Uint8Array.from([0, 1, 2], (rule) => Number(instant === end - 1 && earned.includes(rule))),
    });
    return one && [one.key, iso(one.until as number).slice(0, 10)];
  };
  expect(land('full', [0, 1, 2])).toEqual(['gold', '2027-06-20']);
  expect(land('full', [2])).toEqual(['bronze', '2027-06-20']);
  expect(land('oneTier', [2])).toEqual(['silver', '2027-06-20']);
  expect(land('full', [])).toBeUndefined();
  // a little late is on time; who was not looked at for a whole period and more has nothing left to show
  expect(land('full', [0], end + 3 * DAY)).toEqual(['gold', '2027-06-20']);
  expect(land('full', [0], on(2027, 6, 21))).toBeUndefined();
});
