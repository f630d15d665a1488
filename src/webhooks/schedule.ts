const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** From each failed attempt of a message to the next one; the first attempt is at once. Standard Webhooks' schedule, 75 hours. */
export const DELAYS: readonly number[] = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];

/** How often a message is tried before it counts as poison. */
export const ATTEMPTS = DELAYS.length + 1;

/** An endpoint that fails for so long, without a single success between, is disabled. */
export const GIVE_UP_AFTER = 3 * DAY;

/** From so many failures in a row on, an endpoint is left alone for a while, and then tried with one message. */
export const OPEN_AFTER = 5;

const LONGEST_PAUSE = 30 * MINUTE;
const LONGEST_RETRY_AFTER = DAY;

/** A number from 0 to 1, 1 excluded. */
export type Random = () => number;

/** Spreads a delay by up to a fifth to both sides, so that what failed together does not come back together. */
export const jitter = (delay: number, random: Random): number => Math.round(delay * (0.8 + 0.4 * random()));

/** How long after its n-th failed attempt (1, 2, 3 …) a message is tried again. */
export const delayAfter = (attempts: number, random: Random): number =>
  jitter(DELAYS[Math.min(attempts, DELAYS.length) - 1] as number, random);

/** How long an endpoint is left alone after so many failures in a row: 5 seconds, doubled each time, up to half an hour. */
export const pauseAfter = (failures: number, random: Random): number =>
  jitter(Math.min(LONGEST_PAUSE, 5 * SECOND * 2 ** Math.max(0, failures - OPEN_AFTER)), random);

/** What `Retry-After` asks for, in milliseconds from now: seconds or a date, at most a day. Undefined: nothing that can be read. */
export function retryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  const wait = /^\d{1,10}$/.test(text) ? Number(text) * SECOND : HTTP_DATE.test(text) ? Date.parse(text) - now : NaN;
  return Number.isNaN(wait) ? undefined : Math.min(Math.max(0, wait), LONGEST_RETRY_AFTER);
}

/** `Sun, 06 Nov 1994 08:49:37 GMT`; a recipient reads the two obsolete forms as well, which nobody sends. */
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;
