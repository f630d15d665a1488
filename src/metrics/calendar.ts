const DAY = 86_400_000;
const QUARTER_HOUR = 900_000;

/** Calendar days in one time zone. A day is known by its index: days since 1970-01-01 in that zone. */
export interface Calendar {
  dayOf(at: number): number;
  /** The instant at which the day begins: midnight, or the first moment after a midnight that does not exist. */
  startOf(day: number): number;
}

const utc: Calendar = { dayOf: (at) => Math.floor(at / DAY), startOf: (day) => day * DAY };

/** The calendar of an IANA time zone. Offsets change at whole quarters of an hour only, so they are kept per quarter. */
export function calendarOf(timeZone: string): Calendar {
  if (timeZone === 'UTC') return utc;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const offsets = new Map<number, number>();
  const offsetAt = (at: number): number => {
    const quarter = Math.floor(at / QUARTER_HOUR);
    let offset = offsets.get(quarter);
    if (offset === undefined) {
      const whole = quarter * QUARTER_HOUR;
      const parts = Object.fromEntries(format.formatToParts(whole).map(({ type, value }) => [type, Number(value)]));
      const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
      offset = Date.UTC(year, month - 1, day, hour, minute, second) - whole;
      if (offsets.size > 50_000) offsets.clear();
      offsets.set(quarter, offset);
    }
    return offset;
  };
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
