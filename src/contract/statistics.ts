/** The statistics that core uses, for the figures of plugins. */
export { type Difference, type Share, shareDifference } from '../statistics/difference.ts';
export type { Interval } from '../statistics/interval.ts';
export { type Mean, welch } from '../statistics/mean.ts';
export { type Lift, relativeLift } from '../statistics/relative-lift.ts';
export { type SampleRatio, sampleRatio } from '../statistics/sample-ratio.ts';
export { perGroup } from '../statistics/sample-size.ts';
export { wilson } from '../statistics/wilson.ts';
