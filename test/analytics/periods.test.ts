import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOST_PERIODS, PERIODS, periodsIn } from '../../src/analytics/periods.ts';

const HOUR = 3_600_000;
const at = (text: string): number => Date.parse(text);
const hours = (windows: readonly { readonly from: number; readonly to: number }[]): number[] =>
  windows.map(({ from, to }) => (to - from) / HOUR);

describe('periods of the calendar', () => {
  it('have the hours that clocks show, in spring and in autumn', () => {
    const spring = { from: at('2026-03-27T23:00Z'), to: at('2026-03-30T22:00Z') };
    expect(hours(periodsIn(spring, 'day', 'Europe/Berlin'))).toEqual([24, 23, 24]);
    const autumn = { from: at('2026-10-23T22:00Z'), to: at('2026-10-26T23:00Z') };
    expect(hours(periodsIn(autumn, 'day', 'Europe/Berlin'))).toEqual([24, 25, 24]);
    // half an hour only
    const howe = { from: at('2026-10-02T13:30Z'), to: at('2026-10-04T13:00Z') };
    expect(hours(periodsIn(howe, 'day', 'Australia/Lord_Howe'))).toEqual([24, 23.5]);
  });

  it('leave out a day that a zone left out', () => {
    const samoa = { from: at('2011-12-29T10:00Z'), to: at('2011-12-31T10:00Z') };
    expect(hours(periodsIn(samoa, 'day', 'Pacific/Apia'))).toEqual([24, 24]);
  });

  it('begin where the calendar says: weeks on Mondays, quarters with their first month', () => {
    const year = { from: at('2026-01-01T00:00Z'), to: at('2027-01-01T00:00Z') };
    const starts = (period: 'week' | 'month' | 'quarter' | 'year') =>
      periodsIn(year, period, 'UTC').map(({ from }) => new Date(from).toISOString().slice(0, 10));
    expect(starts('quarter')).toEqual(['2026-01-01', '2026-04-01', '2026-07-01', '2026-10-01']);
    expect(starts('month')).toHaveLength(12);
    expect(starts('year')).toEqual(['2026-01-01']);
    // the first of January 2026 is a Thursday: the week before it is cut
    expect(starts('week').slice(0, 3)).toEqual(['2026-01-01', '2026-01-05', '2026-01-12']);
  });

  it('cover the window without gap or overlap, and end only where it does or the next one begins', () => {
    const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'America/Sao_Paulo', 'Asia/Shanghai', 'Pacific/Apia');
    const instant = fc.integer({ min: at('2009-01-01T00:00Z'), max: at('2027-01-01T00:00Z') });
    fc.assert(
      fc.property(instant, instant, fc.constantFrom(...PERIODS), zone, (a, b, period, timeZone) => {
        const window = { from: Math.min(a, b), to: Math.max(a, b) };
        const windows = periodsIn(window, period, timeZone);
        expect(windows[0]?.from).toBe(window.from === window.to ? undefined : window.from);
        for (const [i, { from }] of windows.slice(1).entries()) expect(from).toBe(windows[i]?.to);
        if (windows.length <= MOST_PERIODS && windows.length > 0) expect(windows.at(-1)?.to).toBe(window.to);
        for (const { from, to } of windows) expect(from).toBeLessThan(to);
      }),
    );
  });
});
