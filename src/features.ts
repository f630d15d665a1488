import { coreActivities } from './activities/kinds.ts';
import { coreThreads } from './activities/threads.ts';
import { definePlugin, type Plugin } from './contract/index.ts';
import { coreMetrics } from './metrics/catalogue.ts';
import { SegmentEntered, SegmentLeft } from './segments/changes.ts';
import { segments } from './segments/segments.ts';

/** Table of contents: what core brings, in the order in which a change travels. */
export const features: readonly Plugin[] = [
  definePlugin({
    name: 'activities',
    description: 'What customers do and say.',
    activities: coreActivities,
    threads: coreThreads,
  }),
  definePlugin({ name: 'metrics', description: 'What follows from it, as typed values.', metrics: coreMetrics }),
  definePlugin({
    name: 'segments',
    description: 'Named groups of customers, by rules.',
    kinds: [segments],
    changes: [SegmentEntered, SegmentLeft],
  }),
];
