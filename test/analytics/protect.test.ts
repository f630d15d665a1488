import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hiddenOf, PRIVACY_FLOOR } from '../../src/analytics/protect.ts';

const groups = (...people: readonly number[]) => people.map((count, i) => ({ cell: i, people: count }));
const hide = (people: readonly number[], whole: number, addUp = true): number[] =>
  [...hiddenOf(groups(...people), whole, PRIVACY_FLOOR, addUp)].sort((a, b) => a - b);

describe('small groups', () => {
  it('are hidden, and with one of them the next larger, which would tell of it', () => {
    expect(hide([50, 40, 10], 100)).toEqual([]);
    expect(hide([50, 40, 3], 93)).toEqual([1, 2]);
    // two small ones of six people together give nobody away
    expect(hide([50, 40, 3, 3], 96)).toEqual([2, 3]);
    expect(hide([50, 40, 1, 2], 93)).toEqual([1, 2, 3]);
  });

  it('are hidden when they are all but a few, and when there are but a few in all', () => {
    expect(hide([97], 100, false)).toEqual([0]);
    expect(hide([97, 60], 100, false)).toEqual([0]);
    expect(hide([4], 4)).toEqual([0]);
    expect(hide([5], 5)).toEqual([]);
    expect(hide([0, 5], 5)).toEqual([]);
  });

  it('what is left out of the whole is nobody, or enough people', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(30), { minLength: 1, maxLength: 12 }), (people) => {
        const whole = people.reduce((sum, one) => sum + one, 0);
        const hidden = hide(people, whole);
        const left = hidden.reduce((sum, i) => sum + (people[i] as number), 0);
        expect(left === 0 || left >= PRIVACY_FLOOR || left === whole).toBe(true);
        for (const [i, one] of people.entries())
          expect(one === 0 || one >= PRIVACY_FLOOR || hidden.includes(i)).toBe(true);
      }),
    );
  });
});
