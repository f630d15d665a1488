import fc from 'fast-check';
import { expect, test } from 'vitest';
import { progressLine } from '../../src/imports/progress-line.ts';

const half = { done: 500, total: 1000, rows: 20_000, failed: 0, startedAt: 1000, now: 11_000 };

test('on a terminal there is a bar, percent, rows a second and the time left', () => {
  expect(progressLine({ ...half, width: 80 })).toBe(
    `[${'█'.repeat(17)}${'░'.repeat(17)}]  50 %  20,000 rows  2,000 rows/s  10 s left`,
  );
});

test('elsewhere there is a plain line', () => {
  expect(progressLine({ ...half, failed: 3 })).toBe('50 %  20,000 rows  3 failed  2,000 rows/s  10 s left');
});

test('of a stream of unknown length it tells how long it has taken', () => {
  expect(progressLine({ ...half, total: undefined, width: 80 })).toBe('20,000 rows  2,000 rows/s  10 s');
});

test('long times are told in hours', () => {
  expect(progressLine({ ...half, done: 1, now: 11_000 })).toContain('2 h 46 min left');
});

test('whatever the numbers, the line fits the terminal and has no nonsense in it', () => {
  const size = fc.nat({ max: 1e12 });
  const input = fc.record({
    done: size,
    total: fc.option(size, { nil: undefined }),
    rows: size,
    failed: size,
    startedAt: size,
    now: size,
    width: fc.integer({ min: 1, max: 200 }),
  });
  fc.assert(
    fc.property(input, (progress) => {
      const line = progressLine(progress);
      expect(line.length).toBeLessThanOrEqual(progress.width);
      expect(line).not.toMatch(/NaN|Infinity|undefined|\n/);
    }),
  );
});
