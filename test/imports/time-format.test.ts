import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type TimeFormat, timeReader } from '../../src/imports/time-format.ts';

const ZONES = [
  'UTC',
  'Europe/London',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'America/Sao_Paulo',
  'Africa/Casablanca',
];

function read(format: TimeFormat, value: unknown): string | undefined {
  const reader = timeReader(format);
  if ('fault' in reader) throw new Error(reader.fault[0]);
  const at = reader.read(value);
  return at === undefined ? undefined : new Date(at).toISOString();
}

const wall = (format: Intl.DateTimeFormat, at: number) => format.format(at).replace(', ', ' ').replace('T', ' ');
/** Swedish writes dates as yyyy-MM-dd HH:mm:ss. */
const clock = (timeZone: string) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });

/** Independent: tries every offset in steps of a quarter of an hour and asks which instants show this time. */
function instantsShowing(text: string, zone: string): number[] {
  const local = Date.parse(`${text.replace(' ', 'T')}Z`);
  const format = clock(zone);
  const found: number[] = [];
  for (let quarter = 14 * 4; quarter >= -14 * 4; quarter--) {
    const at = local - quarter * 900_000;
    if (wall(format, at) === text) found.push(at);
  }
  return found;
}

const pad = (number: number) => String(number).padStart(2, '0');
const anyTime = fc
  .record({
    year: fc.integer({ min: 1975, max: 2037 }),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 31 }),
    hour: fc.integer({ min: 0, max: 23 }),
    minute: fc.integer({ min: 0, max: 59 }),
  })
  .map(({ year, month, day, hour, minute }) => `${year}-${pad(month)}-${pad(day)} ${pad(hour)}:${pad(minute)}:07`);

test('a local time is the earliest instant at which the clocks of its zone show it', () => {
  fc.assert(
    fc.property(anyTime, fc.constantFrom(...ZONES), (text, timeZone) => {
      const got = read({ format: 'yyyy-MM-dd HH:mm:ss', timeZone }, text);
      const exists =
        !Number.isNaN(Date.parse(`${text.replace(' ', 'T')}Z`)) &&
        new Date(`${text.slice(0, 10)}T00:00:00Z`).toISOString().startsWith(text.slice(0, 10));
      if (!exists) expect(got).toBeUndefined();
      else {
        const [first] = instantsShowing(text, timeZone);
        if (first !== undefined) expect(got).toBe(new Date(first).toISOString());
        else expect(got).toBeDefined();
      }
    }),
    { numRuns: 600 },
  );
});

test('around every change of the clocks in ten years, gaps move forward and overlaps take the earlier time', () => {
  let gaps = 0;
  let overlaps = 0;
  for (const timeZone of ['Europe/London', 'America/New_York', 'Australia/Lord_Howe', 'America/Sao_Paulo']) {
    const format = clock(timeZone);
    const shift = (at: number) => Date.parse(`${wall(format, at).replace(' ', 'T')}Z`) - at;
    for (let at = Date.UTC(2009, 0, 1); at < Date.UTC(2019, 0, 1); at += 3_600_000) {
      const [before, after] = [shift(at), shift(at + 3_600_000)];
      if (before === after) continue;
      for (let local = at + before - 7_200_000; local < at + before + 10_800_000; local += 900_000) {
        const text = new Date(local).toISOString().slice(0, 19).replace('T', ' ');
        const showing = instantsShowing(text, timeZone);
        const got = Date.parse(read({ format: 'yyyy-MM-dd HH:mm:ss', timeZone }, text) as string);
        if (showing.length > 0) expect(got).toBe(Math.min(...showing));
        // In a gap: what the clocks would have shown, had they not been put forward; so later by the length of the gap.
        else expect(Date.parse(`${wall(format, got).replace(' ', 'T')}Z`)).toBe(local + after - before);
        if (showing.length === 0) gaps += 1;
        if (showing.length === 2) overlaps += 1;
      }
    }
  }
  expect(gaps).toBeGreaterThan(100);
  expect(overlaps).toBeGreaterThan(100);
});

test.each([
  ['Europe/London', '2011-03-27 01:30:00', '2011-03-27T01:30:00.000Z'],
  ['Europe/London', '2011-10-30 01:30:00', '2011-10-30T00:30:00.000Z'],
  ['Europe/London', '2011-07-01 12:00:00', '2011-07-01T11:00:00.000Z'],
  ['Pacific/Apia', '2011-12-30 12:00:00', '2011-12-30T22:00:00.000Z'],
  ['Asia/Shanghai', '2026-02-17 00:00:00', '2026-02-16T16:00:00.000Z'],
])('in %s, %s is %s', (timeZone, text, expected) =>
  expect(read({ format: 'yyyy-MM-dd HH:mm:ss', timeZone }, text)).toBe(expected),
);

describe('RFC 3339', () => {
  test('equals the platform for every instant and offset', () => {
    const offset = fc.integer({ min: -14 * 60, max: 14 * 60 });
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }), offset, (date, minutes) => {
        const shown = new Date(date.getTime() + minutes * 60_000).toISOString().slice(0, -1);
        const size = Math.abs(minutes);
        const zone = `${minutes < 0 ? '-' : '+'}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
        expect(read({}, shown + zone)).toBe(date.toISOString());
      }),
    );
  });

  test.each([
    '2026-03-01T09:30:00', // no zone
    '2026-02-30T09:30:00Z',
    '2026-03-01T24:00:00Z',
    '2026-03-01T09:30:60Z',
    '2026-03-01',
    '2026-03-01T09:30:00+1:00',
    'Sun, 01 Mar 2026 09:30:00 GMT',
    1772357400,
  ])('%s is refused', (text) => expect(read({}, text)).toBeUndefined());

  test('fractions are kept to the millisecond', () =>
    expect(read({}, '2026-03-01t09:30:00.123999z')).toBe('2026-03-01T09:30:00.123Z'));
});

test('epochs are read exactly, from texts and numbers', () => {
  expect(read({ format: 'epochSeconds' }, '1291191960.5')).toBe('2010-12-01T08:26:00.500Z');
  expect(read({ format: 'epochMilliseconds' }, 1291191960001)).toBe('2010-12-01T08:26:00.001Z');
  expect(read({ format: 'epochSeconds' }, '1291191960000')).toBeUndefined(); // milliseconds by mistake: year 42886
});

test('patterns may have one-digit days, fixed letters and milliseconds', () => {
  expect(read({ format: 'd/M/yyyy H:mm', timeZone: 'UTC' }, '1/12/2010 8:26')).toBe('2010-12-01T08:26:00.000Z');
  expect(read({ format: "yyyyMMdd'at'HHmmss.SSS", timeZone: 'UTC' }, '20101201at082600.042')).toBe(
    '2010-12-01T08:26:00.042Z',
  );
  expect(read({ format: 'yyyy-MM-dd', timeZone: 'UTC' }, '2010-12-01x')).toBeUndefined();
  expect(read({ format: 'dd.MM.yyyy', timeZone: 'UTC' }, '29.02.2011')).toBeUndefined();
});

test.each([
  [{ format: 'yyyy-MM-dd' }, 'NO_TIME_ZONE'],
  [{ format: 'yyyy-MM-dd', timeZone: 'Europe/Londn' }, 'UNKNOWN_TIME_ZONE'],
  [{ format: 'yy-MM-dd', timeZone: 'UTC' }, 'UNKNOWN_TIME_TOKEN'],
  [{ format: 'yyyy-MM-dd HH:mmZ', timeZone: 'UTC' }, 'UNKNOWN_TIME_TOKEN'],
  [{ format: 'HH:mm', timeZone: 'UTC' }, 'BAD_TIME_FORMAT'],
  [{ format: 'yyyy-MM-dd dd', timeZone: 'UTC' }, 'BAD_TIME_FORMAT'],
])('the format %j is refused as %s', (format, code) =>
  expect(timeReader(format)).toEqual({ fault: [code, expect.any(String)] }),
);
