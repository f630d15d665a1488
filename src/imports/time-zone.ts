const DAY = 86_400_000;

/** A time zone: turns what a clock on the wall shows into the instant. */
export interface Zone {
  /** `local` is the wall clock's reading as if it were UTC, in epoch milliseconds. */
  toInstant(local: number): number;
}

const zones = new Map<string, Zone>();

/** Whether the platform knows a time zone by this name. */
export function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}

/**
 * The zone of an IANA name. A reading that the clocks skipped (spring) moves forward by the length of the gap; one they
 * showed twice (autumn) means the earlier time.
 */
export function timeZone(name: string): Zone {
  const known = zones.get(name);
  if (known) return known;
  const offset = offsets(name);
  const zone: Zone = {
    toInstant(local) {
      const before = offset(local - DAY);
      const after = offset(local + DAY);
      if (before === after) return local - before;
      const fits = [local - before, local - after].filter((at) => at + offset(at) === local);
      return fits.length > 0 ? Math.min(...fits) : local - before;
    },
  };
  zones.set(name, zone);
  return zone;
}

/** Offset from UTC in milliseconds at an instant; asks `Intl` once a day of the calendar, except on days of change. */
function offsets(name: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('en-u-ca-iso8601-nu-latn', {
    timeZone: name,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const exact = (at: number): number => {
    const parts: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(at)) parts[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    const shown = new Date(0);
    shown.setUTCFullYear(year, month - 1, day);
    shown.setUTCHours(hour, minute, second);
    return shown.getTime() - Math.floor(at / 1000) * 1000;
  };
  const midnights = new Map<number, number>();
  const midnight = (day: number): number => {
    let found = midnights.get(day);
    if (found === undefined) {
      found = exact(day * DAY);
      midnights.set(day, found);
    }
    return found;
  };
  return (at) => {
    const day = Math.floor(at / DAY);
    const start = midnight(day);
    return start === midnight(day + 1) ? start : exact(at);
  };
}
