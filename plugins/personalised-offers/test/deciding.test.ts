import { expect, it } from 'vitest';
import { rank } from '../decision/consider.ts';
import { boughtFor, momentAt } from '../decision/moments.ts';
import type { PublishedOffer } from '../offers/published.ts';
import { DAY, HOUR, NOON, offer } from './setting.ts';

const days = { calendarDay: (at: number) => Math.floor(at / DAY), startOfDay: (day: number) => day * DAY };
const ruleSet = { id: 'r', key: 'set', kind: 'personalised-offers', versionId: 'v', document: {} };
const published = (...offers: ReturnType<typeof offer>[]): PublishedOffer[] =>
  offers.map((one) => ({ name: `set ${one.key}`, ruleSet, document: { offers }, offer: one }));

it('priority goes before value, value before what was shown least recently, and that before the name', () => {
  const offers = published(
    offer('d-shown-late'),
    offer('c-shown-early'),
    offer('b-never'),
    offer('a-never'),
    offer('cheap', { value: 1 }),
    offer('dear', { value: 2 }),
    offer('first', { priority: 1 }),
    offer('last', { priority: -1, value: 9 }),
  );
  const shown = { 'd-shown-late': 2, 'c-shown-early': 1 };
  const made = Object.entries(shown).map(([key, madeAt]) => ({ ruleSet: 'set', offer: key, madeAt }) as never);
  const order = ['first', 'dear', 'cheap', 'a-never', 'b-never', 'c-shown-early', 'd-shown-late', 'last'];
  for (const some of [offers, offers.toReversed()])
    expect(rank(some, { offers: made }).map((one) => one.offer.key)).toEqual(order);
});

it('a moment after an activity lasts as long as it says, to the millisecond', () => {
  const after = { after: 'referralMade', withinHours: 2 };
  const there = (at: number, now: number) =>
    momentAt(after, [{ customerId: 'c', kind: 'referralMade', at, skus: [] }], null, now, days).there;
  expect([NOON - 1, NOON, NOON + 2 * HOUR - 1, NOON + 2 * HOUR].map((now) => there(NOON, now))).toEqual([
    false,
    true,
    true,
    false,
  ]);
});

it('an anniversary begins with its day, lasts some days, and comes every year; 29 February is the last of the month', () => {
  const moment = { anniversary: 'joined', withinDays: 3 } as const;
  const at = (joined: number | null, now: number) => momentAt(moment, [], joined, now, days);
  const joined = Date.UTC(2024, 1, 29, 15);
  const day = Date.UTC(2026, 1, 28);
  expect(at(joined, joined)).toEqual({ there: false, nextAt: Date.UTC(2025, 1, 28) });
  expect(at(joined, day - 1)).toEqual({ there: false, nextAt: day });
  expect(at(joined, day)).toEqual({ there: true });
  expect(at(joined, day + 3 * DAY - 1)).toEqual({ there: true });
  expect(at(joined, day + 3 * DAY)).toEqual({ there: false, nextAt: Date.UTC(2027, 1, 28) });
  // over the turn of the year
  expect(at(Date.UTC(2020, 11, 31), Date.UTC(2026, 0, 2, 12))).toEqual({ there: true });
  expect(at(null, NOON)).toEqual({ there: false, nextAt: null });
});

it('what was bought counts for some days, and not with what the offer is about', () => {
  const bought = (at: number, ...skus: string[]) => ({ customerId: 'c', kind: 'purchase', at, skus });
  const phone = { any: ['phone', 'tablet'], without: ['case'], withinDays: 10 };
  const fits = (...happened: ReturnType<typeof bought>[]) => {
    const found = boughtFor(phone, happened, NOON);
    return found.there || found.nextAt;
  };
  expect(fits(bought(NOON, 'phone', 'lamp'))).toBe(true);
  expect(fits(bought(NOON - 10 * DAY, 'phone'))).toBe(null);
  expect(fits(bought(NOON - DAY, 'phone'), bought(NOON, 'case'))).toBe(null);
  // the case is forgotten before the phone is
  expect(fits(bought(NOON - DAY, 'phone'), bought(NOON - 2 * DAY, 'case'))).toBe(NOON + 8 * DAY);
  expect(fits(bought(NOON - DAY, 'phone'), bought(NOON - 10 * DAY, 'case'))).toBe(true);
  expect(fits(bought(NOON, 'lamp'))).toBe(null);
  expect(fits(bought(NOON + 1, 'tablet'))).toBe(null);
});
