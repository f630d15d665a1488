import { type Hours, WEEKDAYS } from '../document/document.ts';

const HOUR = 3_600_000;
/** So many days are looked through at most, three years: then nobody works any more. */
const MOST_DAYS = 1100;

/** How many hours people work in so many days, those of holidays included. */
export const mostWorkingHours = ({ days, from, until }: Hours): number =>
  Math.floor(MOST_DAYS / 7) * new Set(days).size * (until - from);

/** Days of the account's time zone: the index of the day of an instant, and the instant at which a day begins. */
export interface Days {
  calendarDay(at: number): number;
  startOfDay(day: number): number;
}

/**
 * The instant at which so many working hours are over since `at`; Infinity: there are none. Hours are told by the clock on
 * the wall: on a day on which it is changed at night, nine in the morning is nine in the morning.
 */
export function addWorkingHours(at: number, hours: number, work: Hours | undefined, days: Days): number {
  let left = hours * HOUR;
  if (!work) return at + left;
  const first = days.calendarDay(at);
  for (let day = first; day < first + MOST_DAYS; day++) {
    if (!isWorkday(day, work)) continue;
    const begin = Math.max(at, onTheClock(day, work.from, days));
    const end = onTheClock(day, work.until, days);
    if (end <= begin) continue;
    if (left <= end - begin) return begin + left;
    left -= end - begin;
  }
  return Number.POSITIVE_INFINITY;
}

/** Clocks are changed in the first hours of a day, so all but its very beginning is counted from its end. */
const onTheClock = (day: number, hour: number, days: Days): number =>
  hour === 0 ? days.startOfDay(day) : days.startOfDay(day + 1) - (24 - hour) * HOUR;

/** Days are counted from 1 January 1970, a Thursday. */
const THURSDAY = WEEKDAYS.indexOf('thu');

function isWorkday(day: number, { days, holidays }: Hours): boolean {
  const weekday = WEEKDAYS[(((day + THURSDAY) % 7) + 7) % 7];
  if (weekday === undefined || !days.includes(weekday)) return false;
  return !holidays?.includes(new Date(day * 24 * HOUR).toISOString().slice(0, 10));
}
