import { describe, expect, it } from 'vitest';
import type { Distribution } from '../../src/analytics/distribution.ts';
import { meanOf } from '../../src/analytics/means.ts';
import {
  effort,
  goodness,
  mean,
  netSatisfaction,
  nps,
  type Scale,
  satisfiedShare,
  topBox,
} from '../../src/analytics/measures.ts';
import { roundHalfAway } from '../../src/statistics/round-half-away.ts';
import { golden } from '../support/golden.ts';

type Counts = Readonly<Record<string, number>>;

interface Unit {
  readonly csat: {
    readonly scores: readonly number[];
    readonly wilson: readonly [number, number];
    readonly top2_box: number;
    readonly top_box: number;
    readonly mean: number;
    readonly mean_rescaled_0_100: number;
  };
  readonly ces: {
    readonly v2_agree_easy_1to7: readonly number[];
    readonly mean: number;
    readonly pct_agree_5to7: number;
    readonly mean_effort: number;
    readonly v1_effort_1to5: readonly number[];
    readonly v1_mean: number;
    readonly v1_low_effort_share: number;
  };
}

interface Published {
  readonly csat_delighted: { readonly counts: Counts; readonly csat: number; readonly rounded: number };
  readonly csat_oversai: {
    readonly counts: Counts;
    readonly csat: number;
    readonly top_box: number;
    readonly net_satisfaction: number;
  };
}

const unit = golden<Unit>('unit_vectors');
const published = golden<Published>('published_vectors');

const making = (scale: Scale) => ({ scale, level: 0.95 });
const CSAT = making({ measure: 'csat', min: 1, max: 5, higherIsBetter: true, satisfiedFrom: 4 });
const CES1 = making({ measure: 'ces1', min: 1, max: 5, higherIsBetter: false, satisfiedFrom: 2 });
const CES2 = making({ measure: 'ces2', min: 1, max: 7, higherIsBetter: true, satisfiedFrom: 5 });
const CUSTOM = making({ measure: 'custom', min: 0, max: 4, higherIsBetter: true, satisfiedFrom: null });

const fromCounts = (counts: Counts): Distribution =>
  Object.entries(counts).map(([score, n]) => ({ score: Number(score), n, weight: n, squares: n }));
const fromScores = (scores: readonly number[]): Distribution =>
  scores.map((score) => ({ score, n: 1, weight: 1, squares: 1 }));

describe.skipIf(!unit)('the small cases', () => {
  it('CSAT of ten answers', () => {
    const { scores, wilson, ...expected } = (unit as Unit).csat;
    const of = fromScores(scores);
    const share = satisfiedShare(of, CSAT);
    expect(share.value).toBeCloseTo(expected.top2_box, 9);
    expect([share.n, share.numerator, share.denominator, share.lowBase]).toEqual([10, 7, 10, true]);
    expect(share.interval?.low).toBeCloseTo(wilson[0], 9);
    expect(share.interval?.high).toBeCloseTo(wilson[1], 9);
    expect(topBox(of, CSAT).value).toBeCloseTo(expected.top_box, 9);
    expect(mean(of, CSAT).value).toBeCloseTo(expected.mean, 9);
    expect(goodness(of, CSAT).value).toBeCloseTo(expected.mean_rescaled_0_100, 9);
    // by the tables, t is 2.262157162740992 at nine degrees of freedom
    expect(mean(of, CSAT).interval?.low).toBeCloseTo(2.7432147810625884, 9);
    expect(mean(of, CSAT).interval?.high).toBeCloseTo(4.656785218937412, 9);
  });

  it('CES in both versions', () => {
    const { ces } = unit as Unit;
    const [easy, hard] = [fromScores(ces.v2_agree_easy_1to7), fromScores(ces.v1_effort_1to5)];
    expect(mean(easy, CES2).value).toBeCloseTo(ces.mean, 9);
    expect(satisfiedShare(easy, CES2).value).toBeCloseTo(ces.pct_agree_5to7, 9);
    expect(effort(easy, CES2).value).toBeCloseTo(ces.mean_effort, 9);
    expect(mean(hard, CES1).value).toBeCloseTo(ces.v1_mean, 9);
    expect(effort(hard, CES1).value).toBeCloseTo(ces.v1_mean, 9);
    expect(satisfiedShare(hard, CES1).value).toBeCloseTo(ces.v1_low_effort_share, 9);
    // where lower is better, a mean of 2.6 of 1 to 5 is better than the middle
    expect(goodness(hard, CES1).value).toBeCloseTo(60, 9);
  });
});

describe.skipIf(!published)('published examples of CSAT', () => {
  it('69 of 107', () => {
    const { counts, csat, rounded } = (published as Published).csat_delighted;
    const { value } = satisfiedShare(fromCounts(counts), CSAT);
    expect(value).toBeCloseTo(csat, 9);
    expect(roundHalfAway(100 * (value as number))).toBe(rounded);
  });

  it('with mean, top box and net satisfaction', () => {
    const { counts, ...expected } = (published as Published).csat_oversai;
    const of = fromCounts(counts);
    expect(satisfiedShare(of, CSAT).value).toBeCloseTo(expected.csat, 9);
    // the page prints a mean of 3.95, which its own counts do not have: 390 points in 100 answers
    expect(mean(of, CSAT).value).toBeCloseTo(3.9, 9);
    expect(topBox(of, CSAT).value).toBeCloseTo(expected.top_box, 9);
    expect(netSatisfaction(of, CSAT).value).toBeCloseTo(expected.net_satisfaction, 9);
  });
});

describe('what cannot be told', () => {
  it('is null with a reason and never 0', () => {
    const none = { value: null, n: 0, numerator: null, denominator: null, interval: null, lowBase: true };
    for (const figure of [mean([], CSAT), goodness([], CSAT), satisfiedShare([], CSAT), topBox([], CSAT)])
      expect(figure).toMatchObject({ ...none, reason: 'no-answers' });
    const weightless = [{ score: 3, n: 2, weight: 0, squares: 0 }];
    expect(mean(weightless, CSAT)).toMatchObject({ value: null, reason: 'no-answers' });
    expect(satisfiedShare(weightless, CSAT)).toMatchObject({ value: null, reason: 'no-answers' });
    const one = fromScores([3]);
    expect(nps(one, CSAT, 'wald')).toMatchObject({ value: null, reason: 'not-this-measure' });
    expect(effort(one, CSAT)).toMatchObject({ value: null, reason: 'not-this-measure' });
    expect(satisfiedShare(one, CUSTOM)).toMatchObject({ value: null, reason: 'no-threshold' });
    expect(netSatisfaction(one, CUSTOM)).toMatchObject({ value: null, reason: 'no-threshold' });
    expect(mean(one, CUSTOM)).toMatchObject({ value: 3, interval: null, variance: null, reason: null });
    expect(meanOf([])).toBeNull();
  });
});

it('weights change the value, and as how many answers they tell', () => {
  const of = [
    { score: 9, n: 2, weight: 3, squares: 5 },
    { score: 2, n: 2, weight: 1, squares: 0.5 },
  ];
  const NPS = making({ measure: 'nps', min: 0, max: 10, higherIsBetter: true, satisfiedFrom: 9 });
  const figure = nps(of, NPS, 'wald');
  expect(figure).toMatchObject({ value: 50, n: 4, numerator: 2, denominator: 4 });
  expect(figure.effective).toBeCloseTo(16 / 5.5, 12);
  expect(mean(of, NPS).value).toBe(7.25);
});
