const DAY = 86_400_000;
/** Midnights that are remembered of one zone: 27 years of them. */
const MOST = 10_000;

/** How far the clocks of a time zone are ahead of UTC at an instant, in milliseconds. */
export type Offsets = (at: number) => number;

const zones = new Map<string, Offsets>();

/** Whether the platform knows a time zone by this name. */
export function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}

/** The offsets of an IANA time zone; asks `Intl` once a day of the calendar, except on days on which the clocks change. */
export function offsetsOf(timeZone: string): Offsets {
  if (timeZone === 'UTC') return () => 0;
  let offsets = zones.get(timeZone);
  if (!offsets) {
    offsets = readOffsets(timeZone);
    zones.set(timeZone, offsets);
  }
  return offsets;
}

/** The first instant after `from` and up to `to` at which the clocks were changed; none when both have one offset. */
export function clockChange(offsets: Offsets, from: number, to: number): number | undefined {
  const before = offsets(from);
  if (offsets(to) === before) return undefined;
  let [low, high] = [from, to];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsets(middle) === before) low = middle;
    else high = middle;
  }
  return high;
}

function readOffsets(timeZone: string): Offsets {
  const format = new Intl.DateTimeFormat('en-u-ca-iso8601-nu-latn', {
    timeZone,
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
      if (midnights.size > MOST) midnights.clear();
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
