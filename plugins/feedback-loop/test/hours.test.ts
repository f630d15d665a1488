import fc from 'fast-check';
import { expect, it } from 'vitest';
import { calendarOf } from '../../../src/metrics/calendar.ts';
import type { Hours } from '../document/document.ts';
import { addWorkingHours } from '../hours/working-time.ts';

const HOUR = 3_600_000;
const zone = (name: string) => {
  const calendar = calendarOf(name);
  return { calendarDay: (at: number) => calendar.dayOf(at), startOfDay: (day: number) => calendar.startOf(day) };
};
const work: Hours = { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: 9, until: 17, holidays: ['2026-12-25'] };
const at = (text: string): number => Date.parse(text);

it('hours are counted while people work, over nights, weekends and holidays', () => {
  const days = zone('UTC');
  const add = (from: string, hours: number) => new Date(addWorkingHours(at(from), hours, work, days)).toISOString();
  expect(add('2026-12-23T10:00Z', 2)).toBe('2026-12-23T12:00:00.000Z');
  expect(add('2026-12-23T16:00Z', 2)).toBe('2026-12-24T10:00:00.000Z');
  expect(add('2026-12-24T16:00Z', 2)).toBe('2026-12-28T10:00:00.000Z');
  expect(add('2026-12-26T11:00Z', 8)).toBe('2026-12-28T17:00:00.000Z');
  expect(add('2026-12-28T03:00Z', 1)).toBe('2026-12-28T10:00:00.000Z');
  expect(addWorkingHours(at('2026-12-23T10:00Z'), 5, undefined, days)).toBe(at('2026-12-23T15:00Z'));
  expect(addWorkingHours(0, 1, { ...work, days: [] }, days)).toBe(Number.POSITIVE_INFINITY);
});

it('on a day on which clocks are changed work begins at the same hour on the wall', () => {
  const daily: Hours = { ...work, days: ['sun', 'mon'] };
  const days = zone('Europe/Berlin');
  // the last Sundays of March and October
  expect(addWorkingHours(at('2026-03-28T20:00Z'), 1, daily, days)).toBe(at('2026-03-29T08:00Z'));
  expect(addWorkingHours(at('2026-10-24T20:00Z'), 1, daily, days)).toBe(at('2026-10-25T09:00Z'));
});

it('as many working hours lie between as were asked for, wherever one begins and whatever clocks do', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: at('2026-03-01T00:00Z'), max: at('2026-11-30T00:00Z') }),
      fc.integer({ min: 1, max: 120 }),
      fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Shanghai'),
      (from, quarters, name) => {
        const end = addWorkingHours(from, quarters / 4, work, zone(name));
        // the clock on the wall, minute by minute, told by another calendar
        const wall = new Intl.DateTimeFormat('en-GB', {
          ...{ timeZone: name, hourCycle: 'h23', weekday: 'short', year: 'numeric' },
          ...{ month: '2-digit', day: '2-digit', hour: '2-digit' },
        });
        let worked = 0;
        for (let one = from; one < end; one += HOUR / 60) {
          const parts = Object.fromEntries(wall.formatToParts(one).map(({ type, value }) => [type, value]));
          const isWorkday = !['Sat', 'Sun'].includes(parts.weekday as string);
          if (isWorkday && Number(parts.hour) >= 9 && Number(parts.hour) < 17) worked += 1;
        }
        expect(Math.abs(worked - quarters * 15)).toBeLessThanOrEqual(1 + Math.ceil(quarters / 32));
      },
    ),
    { numRuns: 25 },
  );
});
