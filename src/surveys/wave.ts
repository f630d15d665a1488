import type { Calendar } from '../metrics/calendar.ts';
import type { ScheduleTrigger } from './document.ts';

const DAY = 86_400_000;

/** One round of a periodic survey. Times are epoch milliseconds. */
export interface Wave {
  /** The day on which it begins: `2026-11-01`. */
  readonly key: string;
  readonly opensAt: number;
  /** When the next one begins. */
  readonly closesAt: number;
}

/** The round that is on at an instant, by the account's calendar; undefined before the first one. */
export function waveAt(
  { firstAt, everyDays }: Pick<ScheduleTrigger, 'firstAt' | 'everyDays'>,
  calendar: Calendar,
  now: number,
): Wave | undefined {
  const first = Date.parse(firstAt) / DAY;
  const round = Math.floor((calendar.dayOf(now) - first) / everyDays);
  if (!(round >= 0)) return undefined;
  const day = first + round * everyDays;
  return { key: dateOf(day), opensAt: calendar.startOf(day), closesAt: calendar.startOf(day + everyDays) };
}

/** A day of the calendar as a date. */
export const dateOf = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);
