import { expect, it } from 'vitest';
import { say } from '#contract';
import { checkRetention } from '../document/check.ts';
import type { Benchmark, RetentionDocument, Target } from '../document/document.ts';
import { example } from '../document/example.ts';
import { BENCHMARKS } from '../targets/benchmarks.ts';
import { economicsOf, targetOf } from '../targets/ladder.ts';
import { lifetimesOf, lifetimeValue } from '../targets/lifetime.ts';
import { paceOf } from '../targets/pace.ts';

const target = (changes: Partial<Target> = {}): Target => ({
  ...{ key: 'all', title: 'All', base: 0.75, from: '2026-01-01', years: 3 },
  ladder: { by: 'points', step: 0.03 },
  ...changes,
});
const ladder = (changes: Partial<Target>) =>
  [1, 2, 3].map((year) => Number(targetOf(target(changes), year, BENCHMARKS).toFixed(8)));

it('a ladder rises by points, by a part of retention or by a part of churn, as published', () => {
  expect(ladder({})).toEqual([0.78, 0.81, 0.84]);
  expect(ladder({ ladder: { by: 'partOfRetention', step: 0.03 } })).toEqual([0.7725, 0.795675, 0.81954525]);
  expect(ladder({ ladder: { by: 'partOfChurn', step: 0.03 } })).toEqual([0.7575, 0.764775, 0.77183175]);
  expect(ladder({ ladder: { by: 'points', step: 0.03, atMost: 0.8 } })).toEqual([0.78, 0.8, 0.8]);
  expect(ladder({ base: 0.6, above: { industry: 'retail', by: 0.02 } })).toEqual([0.65, 0.66, 0.69]);
  expect(ladder({ ladder: { by: 'points', step: 0.2 } })).toEqual([0.95, 1, 1]);
  const economics = { value: 10_000, saving: 2000, acquisition: 5000 };
  expect(economicsOf(target({ economics }), 0.78)).toEqual({ gain: expect.closeTo(240), cheaperThanNew: true });
});

it('a pace says how many have to be saved, and is on track by the lower end of its interval alone', () => {
  const counts = { year: 1, elapsed: 1, customers: 1000, retained: 942, atRisk: 212, reachable: 200 };
  expect(paceOf(counts, 0.78)).toMatchObject({ rate: 0.942, toSave: 50, onTrack: true, asked: 0.78 });
  expect(paceOf({ ...counts, retained: 790 }, 0.78)).toMatchObject({ rate: 0.79, onTrack: false, toSave: 202 });
  expect(paceOf({ ...counts, elapsed: 0.5 }, 0.81).asked).toBeCloseTo(0.9, 12);
  expect(paceOf({ ...counts, customers: 100, retained: 81, atRisk: 0 }, 0.81).toSave).toBe(0);
});

it('a lifetime is worth what is published, and all margins one after the other', () => {
  expect(lifetimeValue({ margin: 1, discount: 0.1 }, 0.8)).toBeCloseTo(8 / 3, 12);
  expect(lifetimeValue({ margin: 1, discount: 0.1, first: 'now' }, 0.8)).toBeCloseTo(11 / 3, 12);
  expect(lifetimeValue({ margin: 100, discount: 0.12 }, 0.9)).toBeCloseTo(409.0909090909, 9);
  const margins = (first: number) => Array.from({ length: 400 }, (_, year) => 50 * (0.7 / 1.08) ** (year + first));
  const sum = (first: number) => margins(first).reduce((total, margin) => total + margin, 0);
  expect(lifetimeValue({ margin: 50, discount: 0.08 }, 0.7)).toBeCloseTo(sum(1), 9);
  expect(lifetimeValue({ margin: 50, discount: 0.08, first: 'now' }, 0.7)).toBeCloseTo(sum(0), 9);
});

it('a target is worth the lifetime at its share less that at the share before', () => {
  const economics = { lifetime: { margin: 10_000, discount: 0.1 }, saving: 2000, acquisition: 5000 };
  const told = lifetimesOf(target({ economics }), 0.78);
  expect(told).toEqual({
    before: expect.closeTo((10_000 * 0.75) / 0.35, 6),
    after: expect.closeTo(24_375, 6),
    cost: expect.closeTo(60, 9),
    perAcquisition: expect.closeTo(30 / 7, 9),
  });
  expect(lifetimesOf(target({ economics: { ...economics, acquisition: 0 } }), 0.78)).not.toHaveProperty(
    'perAcquisition',
  );
  expect(lifetimesOf(target({ economics: { value: 1, saving: 0, acquisition: 0 } }), 0.78)).toBeUndefined();
  expect(economicsOf(target({ economics }), 0.78)).toEqual({ cheaperThanNew: true });
  const faults = (changes: object, rest: Partial<Target> = {}) =>
    problems({ targets: [target({ economics: { ...economics, ...changes }, ...rest })] });
  expect(faults({})).toEqual([]);
  expect(faults({ lifetime: undefined })).toEqual(['/targets/0/economics NO_VALUE']);
  const free = { lifetime: { margin: 1, discount: 0 } };
  expect(faults(free)).toEqual([]);
  expect(faults(free, { base: 0.99 })).toContain('/targets/0/economics/lifetime/discount ENDLESS');
});

const problems = (changes: Partial<RetentionDocument>) =>
  checkRetention({ ...example, ...changes }).map(({ pointer, code }) => `${pointer} ${code}`);

it('a document is held to stages, benchmarks and days that exist', () => {
  expect(problems({})).toEqual([]);
  expect(problems({ otherwise: 'actve' })).toEqual(['/otherwise UNKNOWN_STAGE']);
  expect(problems({ stages: example.stages.map((stage) => ({ ...stage, after: ['onboarding'] })) }).at(-1)).toBe(
    '/stages/5/after/0 AFTER_ALL_OTHERS',
  );
  expect(problems({ targets: [target({ above: { industry: 'spice' }, from: '2026-02-30', stage: 'x' })] })).toEqual([
    '/targets/0/stage UNKNOWN_STAGE',
    '/targets/0/from NO_DAY',
    '/targets/0/above/industry UNKNOWN_INDUSTRY',
  ]);
  const own = { ...(BENCHMARKS[0] as Benchmark), industry: 'spice' };
  expect(problems({ benchmarks: [own] })).toEqual([]);
  expect(problems({ benchmarks: [own, { ...own, low: 0.7, asOf: '2026-02-30' }] })).toEqual([
    '/benchmarks/1/industry KEY_TAKEN',
    '/benchmarks/1/asOf NO_DAY',
    '/benchmarks/1/high BELOW_LOW',
  ]);
});

it('targets of stages are held to the target of the whole: weights, years, days and sums', () => {
  const whole = target({ base: 0.75 });
  const active = target({ key: 'a', stage: 'active', base: 0.85, weight: 0.75 });
  const risky = target({ key: 'b', stage: 'at-risk', base: 0.45, weight: 0.25 });
  const gaps = (...targets: Target[]) => problems({ targets });
  expect(gaps(whole, active, risky)).toEqual([]);
  expect(gaps(whole, { ...active, weight: 0.6 }, { ...risky, weight: 0.4 })).toEqual([
    '/targets/0/base DOES_NOT_ADD_UP',
  ]);
  expect(gaps(whole, active)).toEqual(['/targets/1/weight WEIGHTS_DO_NOT_ADD_UP']);
  expect(gaps(whole, active, { ...risky, weight: 0.3 })).toEqual(['/targets/1/weight WEIGHTS_DO_NOT_ADD_UP']);
  // a step that differs shows in the second year, which one of the parts does not reach
  const steeper = { ...risky, ladder: { by: 'points', step: 0.06 } } as const;
  expect(gaps(whole, active, steeper)).toEqual(['/targets/0/base DOES_NOT_ADD_UP']);
  expect(gaps(whole, { ...active, years: 1 }, { ...steeper, base: 0.42 })).toEqual([
    '/targets/1/years ENDS_BEFORE_THE_WHOLE',
  ]);
  expect(gaps({ ...whole, years: 1 }, active, { ...steeper, base: 0.42 })).toEqual([]);
  expect(gaps(whole, active, { ...risky, from: '2026-02-01' })).toEqual([
    '/targets/2/from BEGINS_BESIDE_THE_WHOLE',
    '/targets/1/weight WEIGHTS_DO_NOT_ADD_UP',
  ]);
  // who is lost is no part of those who are to be kept
  expect(gaps(whole, active, risky, target({ key: 'c', stage: 'lapsed', base: 0.1, weight: 0.2 }))).toEqual([]);
  expect(gaps(active, risky)).toEqual([]);
});

it('what does not make up the whole is told in the words of who reads it', () => {
  const targets = [target(), target({ key: 'a', stage: 'active', weight: 0.6, years: 2 })];
  const told = (language: 'en' | 'zh') =>
    checkRetention({ ...example, targets }).map(({ phrase }) => phrase && say(phrase, language));
  expect(told('en')).toEqual([
    'It ends with year 2, and the target of the whole goes on to year 3; give both as many years, for nothing holds the later ones together.',
    'The weights of the stages come to 60 % of all customers instead of 100 %; give every stage that is not lost one target, and its share as the weight.',
  ]);
  expect(told('zh')[1]).toContain('60 %');
});
