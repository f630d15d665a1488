import type { KeeperOutlook } from '#contract';
import type { Expiry, Period } from './document.ts';

export const DAY = 86_400_000;

/** The days of the account. */
export type Days = Pick<KeeperOutlook, 'calendarDay' | 'startOfDay'>;

/** When points expire that were earned at an instant. */
export function expiryOf(expiry: Expiry | undefined, earnedAt: number, days: Days): number {
  switch (expiry?.kind) {
    case undefined:
      return Number.POSITIVE_INFINITY;
    case 'lifetime':
      return monthsLater(earnedAt, expiry.months, days);
    case 'rolling':
      return earnedAt + expiry.days * DAY;
    case 'date':
      return nextDate(expiry.month, expiry.day, earnedAt + expiry.safeDays * DAY, days);
  }
}

/** When credits that were earned at an instant count no longer. */
export function periodEnd(period: Period | undefined, earnedAt: number, joinedAt: number | null, days: Days): number {
  switch (period?.kind) {
    case undefined:
      return Number.POSITIVE_INFINITY;
    case 'rolling':
      return monthsLater(earnedAt, period.months, days);
    case 'calendarYear':
      return nextDate(1, 1, earnedAt, days);
    case 'anniversary': {
      // of whom nobody knows when they joined, the calendar year counts
      const joined = joinedAt === null ? undefined : dateOf(days.calendarDay(joinedAt));
      return nextDate(joined?.month ?? 1, joined?.day ?? 1, earnedAt, days);
    }
  }
}

/** The beginning of the same day some months later; of the last day of a shorter month, where there is no such day. */
export function monthsLater(at: number, months: number, days: Days): number {
  const { year, month, day } = dateOf(days.calendarDay(at));
  return days.startOfDay(dayOf(year, month + months, day));
}

/** The beginning of the first such day of a year behind an instant. */
export function nextDate(month: number, day: number, behind: number, days: Days): number {
  const { year } = dateOf(days.calendarDay(behind));
  for (let next = year; ; next++) {
    const at = days.startOfDay(dayOf(next, month, day));
    if (at > behind) return at;
  }
}

/** A calendar day by its index. */
export function dateOf(index: number): { readonly year: number; readonly month: number; readonly day: number } {
  const date = new Date(index * DAY);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

function dayOf(year: number, month: number, day: number): number {
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return Date.UTC(year, month - 1, Math.min(day, last)) / DAY;
}
