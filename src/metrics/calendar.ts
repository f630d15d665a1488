import { offsetsOf } from '../time/offsets.ts';

const DAY = 86_400_000;

/** Calendar days in one time zone. A day is known by its index: days since 1970-01-01 in that zone. */
export interface Calendar {
  dayOf(at: number): number;
  /** The instant at which the day begins: midnight, or the first moment after a midnight that does not exist. */
  startOf(day: number): number;
}

const utc: Calendar = { dayOf: (at) => Math.floor(at / DAY), startOf: (day) => day * DAY };

/** The calendar of an IANA time zone. */
export function calendarOf(timeZone: string): Calendar {
  if (timeZone === 'UTC') return utc;
  const offsetAt = offsetsOf(timeZone);
  // an unknown instant has an unknown day
  const dayOf = (at: number): number => (Number.isNaN(at) ? at : Math.floor((at + offsetAt(at)) / DAY));
  return {
    dayOf,
    startOf(day) {
      // midnight lies at most a day and some hours from the same reading in UTC: search it
      let low = day * DAY - 26 * 3_600_000;
      let high = day * DAY + 26 * 3_600_000;
      while (high - low > 1) {
        const middle = Math.floor((low + high) / 2);
        if (dayOf(middle) < day) low = middle;
        else high = middle;
      }
      return high;
    },
  };
}
