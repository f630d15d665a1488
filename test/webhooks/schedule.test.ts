import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ATTEMPTS,
  DELAYS,
  delayAfter,
  GIVE_UP_AFTER,
  jitter,
  pauseAfter,
  retryAfter,
} from '../../src/webhooks/schedule.ts';

const MIDDLE = (): number => 0.5;
const now = Date.UTC(2026, 10, 24, 12);

describe('the schedule', () => {
  it('is that of Standard Webhooks, and longer than an endpoint may fail as a whole', () => {
    expect(ATTEMPTS).toBe(10);
    expect(DELAYS.map((delay) => delay / 60_000)).toEqual([1 / 12, 5, 30, 120, 300, 600, 840, 1200, 1440]);
    const whole = DELAYS.reduce((sum, delay) => sum + delay, 0);
    expect(whole / 3_600_000).toBeCloseTo(75.6, 1);
    expect(whole).toBeGreaterThan(GIVE_UP_AFTER);
  });

  it('goes on with its last delay', () => {
    expect([1, 2, 9, 10, 25].map((attempts) => delayAfter(attempts, MIDDLE))).toEqual([
      DELAYS[0],
      DELAYS[1],
      DELAYS[8],
      DELAYS[8],
      DELAYS[8],
    ]);
  });

  it('spreads by a fifth to both sides', () => {
    expect([0, 0.25, 0.5, 1].map((luck) => jitter(1000, () => luck))).toEqual([800, 900, 1000, 1200]);
  });

  it('leaves a failing endpoint alone for longer and longer, up to half an hour', () => {
    expect([1, 5, 6, 7, 100].map((failures) => pauseAfter(failures, MIDDLE))).toEqual([
      5000, 5000, 10_000, 20_000, 1_800_000,
    ]);
  });
});

describe('Retry-After', () => {
  it.each([
    ['0', 0],
    ['120', 120_000],
    [' 5 ', 5000],
    ['9999999', 86_400_000],
    ['Tue, 24 Nov 2026 12:00:30 GMT', 30_000],
    ['Tue, 24 Nov 2026 11:00:00 GMT', 0],
    ['Sun, 24 Nov 2030 12:00:00 GMT', 86_400_000],
    ['-5', undefined],
    ['1.5', undefined],
    ['soon', undefined],
    ['', undefined],
    ['2026-11-24', undefined],
    [undefined, undefined],
  ])('%s asks for %s ms', (header, wait) => {
    expect(retryAfter(header, now)).toBe(wait);
  });

  it('never asks for something that cannot be waited for, whatever it says', () => {
    fc.assert(
      fc.property(fc.string(), (header) => {
        const wait = retryAfter(header, now);
        expect(wait === undefined || (wait >= 0 && wait <= 86_400_000)).toBe(true);
      }),
    );
  });
});
