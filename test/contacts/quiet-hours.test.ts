import { describe, expect, it } from 'vitest';
import { quietUntil } from '../../src/contacts/quiet-hours.ts';
import { offsetsOf } from '../../src/time/offsets.ts';

const night = { from: '21:00', to: '09:00' };

function until(hours: typeof night, zone: string, at: string): string | undefined {
  const end = quietUntil(hours, offsetsOf(zone), Date.parse(at));
  return end === undefined ? undefined : new Date(end).toISOString();
}

describe('quiet hours', () => {
  it('begin and end to the millisecond, by the clock where the customer lives', () => {
    expect(until(night, 'Asia/Shanghai', '2026-06-01T12:59:59.999Z')).toBeUndefined();
    expect(until(night, 'Asia/Shanghai', '2026-06-01T13:00:00.000Z')).toBe('2026-06-02T01:00:00.000Z');
    expect(until(night, 'Asia/Shanghai', '2026-06-02T00:59:59.999Z')).toBe('2026-06-02T01:00:00.000Z');
    expect(until(night, 'Asia/Shanghai', '2026-06-02T01:00:00.000Z')).toBeUndefined();
  });

  it('are an hour shorter in the night in which the clocks go forward, and longer when they go back', () => {
    expect(until(night, 'Europe/Berlin', '2026-03-28T20:00:00.000Z')).toBe('2026-03-29T07:00:00.000Z');
    expect(until(night, 'Europe/Berlin', '2026-10-24T19:00:00.000Z')).toBe('2026-10-25T08:00:00.000Z');
  });

  it('end when the clocks skip the time of their end', () => {
    // 2:00 becomes 3:00, and half past two never comes
    expect(until({ from: '22:00', to: '02:30' }, 'Europe/Berlin', '2026-03-29T00:30:00.000Z')).toBe(
      '2026-03-29T01:00:00.000Z',
    );
  });

  it('come back when the clocks show the same hour once more', () => {
    const hours = { from: '22:00', to: '02:30' };
    // 3:00 becomes 2:00
    expect(until(hours, 'Europe/Berlin', '2026-10-25T00:10:00.000Z')).toBe('2026-10-25T00:30:00.000Z');
    expect(until(hours, 'Europe/Berlin', '2026-10-25T00:45:00.000Z')).toBeUndefined();
    expect(until(hours, 'Europe/Berlin', '2026-10-25T01:10:00.000Z')).toBe('2026-10-25T01:30:00.000Z');
  });

  it('may lie within a day', () => {
    expect(until({ from: '12:00', to: '14:00' }, 'UTC', '2026-06-01T13:00:00.000Z')).toBe('2026-06-01T14:00:00.000Z');
    expect(until({ from: '12:00', to: '14:00' }, 'UTC', '2026-06-01T11:59:59.999Z')).toBeUndefined();
  });
});
