import { describe, expect, it } from 'vitest';
import { npsDifference, shareDifference } from '../../src/statistics/difference.ts';
import { logGamma } from '../../src/statistics/log-gamma.ts';
import { twoSided, zOf } from '../../src/statistics/normal.ts';
import { adjusted, npsError, npsInterval, npsOf, npsVariance } from '../../src/statistics/nps.ts';
import { roundHalfAway } from '../../src/statistics/round-half-away.ts';
import { answersFor, perGroup, USUAL_NPS_VARIANCE } from '../../src/statistics/sample-size.ts';
import { wilson } from '../../src/statistics/wilson.ts';
import { golden } from '../support/golden.ts';

type Pair = readonly [number, number];

interface Unit {
  readonly nps: readonly {
    readonly name: string;
    readonly counts: Readonly<Record<string, number>>;
    readonly expected: Readonly<Record<'n' | 'nps' | 'variance' | 'se', number>> & {
      readonly ci95: Pair;
      readonly se_n_minus_1: number | null;
    };
  }[];
  readonly wilson: readonly { readonly k: number; readonly n: number; readonly expected: Pair }[];
  readonly wilson_published: { readonly cases: readonly Readonly<Record<'k' | 'n' | 'lo' | 'hi', number>>[] };
  readonly newcombe_published: {
    readonly cases: readonly (Readonly<Record<'a' | 'm' | 'b' | 'n' | 'lo' | 'hi', number>> & { readonly got: Pair })[];
  };
}

interface Published {
  readonly nps_adjusted_wald: {
    readonly cases: readonly Readonly<Record<'P' | 'N' | 'D' | 'raw' | 'center' | 'se' | 'lo' | 'hi', number>>[];
  };
  readonly nps_whuber: { readonly var: number; readonly se_points_n324: number };
  readonly csat_delighted: {
    readonly counts: Readonly<Record<string, number>>;
    readonly csat: number;
    readonly rounded: number;
  };
  readonly power_two_proportions: readonly {
    readonly p0: number;
    readonly p1: number;
    readonly power?: number;
    readonly n_per_arm: number;
  }[];
  readonly complaint_rates: { readonly wilson_lo_hi: Pair };
}

const unit = golden<Unit>('unit_vectors');
const published = golden<Published>('published_vectors');
const special = golden<{ gammaln: readonly { x: number; value: number }[] }>('special_functions');

const sharesOf = (promoters: number, passives: number, detractors: number) => {
  const n = promoters + passives + detractors;
  return { promoters: promoters / n, detractors: detractors / n, n };
};
const close = (value: number, expected: number): void => expect(value).toBeCloseTo(expected, 9);
const closePair = ({ low, high }: { low: number; high: number }, [from, to]: Pair): void => {
  close(low, from);
  close(high, to);
};

describe.skipIf(!unit)('the small cases', () => {
  it.each(unit?.nps.filter(({ expected }) => expected.n > 0) ?? [])('NPS: $name', ({ counts, expected }) => {
    const count = (low: number, high: number) =>
      Object.entries(counts).reduce((sum, [score, n]) => sum + (+score >= low && +score <= high ? n : 0), 0);
    const shares = sharesOf(count(9, 10), count(7, 8), count(0, 6));
    close(npsOf(shares), expected.nps);
    close(npsVariance(shares), expected.variance);
    close(npsError(shares), expected.se);
    closePair(
      npsInterval(shares, 0.95, 'wald'),
      expected.ci95.map((limit) => Math.max(-100, Math.min(100, limit))) as never,
    );
    if (expected.se_n_minus_1 !== null) close(npsError({ ...shares, n: shares.n - 1 }), expected.se_n_minus_1);
  });

  it.each(unit?.wilson ?? [])('Wilson: $k of $n', ({ k, n, expected }) => {
    closePair(wilson(k / n, n, 0.95), expected);
  });

  it('Wilson, as Newcombe printed it', () => {
    for (const { k, n, lo, hi } of unit?.wilson_published.cases ?? []) {
      const { low, high } = wilson(k / n, n, 0.95);
      expect([low.toFixed(4), high.toFixed(4)]).toEqual([lo.toFixed(4), hi.toFixed(4)]);
    }
  });

  it('Newcombe’s differences, as he printed them and in full', () => {
    for (const { a, m, b, n, lo, hi, got } of unit?.newcombe_published.cases ?? []) {
      const { interval, value } = shareDifference({ p: b / n, n }, { p: a / m, n: m }, 0.95);
      close(value, a / m - b / n);
      closePair(interval, got);
      expect([interval.low.toFixed(4), interval.high.toFixed(4)]).toEqual([lo.toFixed(4), hi.toFixed(4)]);
    }
  });
});

describe.skipIf(!published)('published examples', () => {
  it('adjusted Wald, clipped to what a score can be', () => {
    for (const { P, N, D, raw, center, se, lo, hi } of published?.nps_adjusted_wald.cases ?? []) {
      const shares = sharesOf(P, N, D);
      close(npsOf(shares), raw);
      close(npsOf(adjusted(shares)), center);
      close(npsError(adjusted(shares)), se);
      closePair(npsInterval(shares, 0.95), [Math.max(-100, lo), Math.min(100, hi)]);
    }
  });

  it('the variance and error of one half, one third and one sixth', () => {
    const shares = { promoters: 1 / 2, detractors: 1 / 6, n: 324 };
    close(npsVariance(shares), published?.nps_whuber.var as number);
    close(npsError(shares), published?.nps_whuber.se_points_n324 as number);
  });

  it('how many answers show a difference of two shares', () => {
    for (const { p0, p1, power = 0.8, n_per_arm } of published?.power_two_proportions ?? [])
      expect(perGroup(p0, p1, 0.05, power) / n_per_arm).toBeCloseTo(1, 9);
  });

  it('the share of complaints that were resolved', () => {
    closePair(wilson(0.7, 10, 0.95), published?.complaint_rates.wilson_lo_hi as Pair);
  });
});

describe.skipIf(!special)('special functions', () => {
  it('the logarithm of the gamma function', () => {
    for (const { x, value } of special?.gammaln ?? [])
      expect(Math.abs(logGamma(x) - value)).toBeLessThan(1e-9 * Math.max(1, Math.abs(value)));
  });
});

describe('formulas without a golden answer', () => {
  it('z at the usual levels, and how improbable it is', () => {
    // Abramowitz and Stegun, table 26.5; scipy.stats.norm
    expect(zOf(0.95)).toBeCloseTo(1.959963984540054, 14);
    expect(zOf(0.5)).toBeCloseTo(0.6744897501960817, 14);
    expect(zOf(0.99)).toBeCloseTo(2.5758293035489004, 13);
    expect(zOf(0.999)).toBeCloseTo(3.2905267314918945, 12);
    expect(twoSided(0)).toBe(1);
    expect(twoSided(4.509001234231293)).toBeCloseTo(6.513353001420456e-6, 16);
  });

  it('so many answers for so many points', () => {
    expect(answersFor(0.05, USUAL_NPS_VARIANCE, 0.95)).toBe(846);
  });

  it('rounds halves away from zero, and never to minus zero', () => {
    expect([-0.5, 0.5, -1.5, 2.5, -0.4, 1.4].map(roundHalfAway)).toEqual([-1, 1, -2, 3, 0, 1]);
    expect(Object.is(roundHalfAway(-0.2), 0)).toBe(true);
  });

  it('a difference of two scores says how many errors wide it is', () => {
    const { value, z, p, interval } = npsDifference(sharesOf(50, 30, 20), sharesOf(60, 30, 10), 0.95, 'wald');
    close(value, 20);
    const error = 100 * Math.sqrt((0.7 - 0.09) / 100 + (0.7 - 0.25) / 100);
    close(z as number, 20 / error);
    closePair(interval, [20 - 1.959963984540054 * error, 20 + 1.959963984540054 * error]);
    expect(p).toBeGreaterThan(0.05);
  });
});
