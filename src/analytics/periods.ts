import { calendarOf } from '../metrics/calendar.ts';

export const PERIODS = ['day', 'week', 'month', 'quarter', 'year'] as const;
export type Period = (typeof PERIODS)[number];

/** From an instant on, before another one; both in epoch milliseconds. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** Longest series that is made. */
export const MOST_PERIODS = 1000;

const DAY = 86_400_000;

/**
 * The calendar's periods in a time zone that a window touches, each from its first instant to that of the next; the first
 * and the last one end where the window does. A day on which clocks change has 23 or 25 hours, as it does. At most one
 * more than {@link MOST_PERIODS}.
 */
export function periodsIn({ from, to }: Window, period: Period, timeZone: string): Window[] {
  const calendar = calendarOf(timeZone);
  const windows: Window[] = [];
  let first = firstDay(calendar.dayOf(from), period);
  for (let start = from; start < to && windows.length <= MOST_PERIODS; ) {
    first = nextFirst(first, period);
    const end = Math.min(to, calendar.startOf(first));
    // a day that a zone left out, as those at the date line did, has no hours
    if (end > start) windows.push({ from: start, to: end });
    start = end;
  }
  return windows;
}

const MONTHS = { month: 1, quarter: 3, year: 12 } as const;

/** The first day of the period in which a day lies; weeks begin on Mondays. Days are counted from 1970-01-01. */
function firstDay(day: number, period: Period): number {
  if (period === 'day') return day;
  if (period === 'week') return day - ((((day + 3) % 7) + 7) % 7);
  const date = new Date(day * DAY);
  const month = date.getUTCMonth();
  return dayOfMonth(date.getUTCFullYear(), month - (month % MONTHS[period]));
}

function nextFirst(first: number, period: Period): number {
  if (period === 'day') return first + 1;
  if (period === 'week') return first + 7;
  const date = new Date(first * DAY);
  return dayOfMonth(date.getUTCFullYear(), date.getUTCMonth() + MONTHS[period]);
}

const dayOfMonth = (year: number, month: number): number => Date.UTC(year, month, 1) / DAY;
