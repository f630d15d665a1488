/** A day as a fixed length of time: 24 hours in milliseconds. Calendar days are another thing. */
export const DAY = 86_400_000;

const RFC_3339 =
  /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/**
 * Epoch milliseconds of an RFC 3339 date and time with its zone, or NaN. Unlike `Date.parse` it refuses a day that the
 * month does not have.
 */
export function parseInstant(text: string): number {
  const parts = RFC_3339.exec(text);
  if (!parts) return Number.NaN;
  const daysInMonth = new Date(Date.UTC(Number(parts[1]), Number(parts[2]), 0)).getUTCDate();
  return Number(parts[3]) > daysInMonth ? Number.NaN : Date.parse(text);
}

/** The length of `days` elapsed days, which may be a fraction, rounded to the millisecond. */
export const elapsed = (days: number): number => Math.round(days * DAY);
