import type { Metric } from '../contract/metric.ts';
import { buying } from './buying.ts';
import { contacts } from './contacts.ts';
import { relationship } from './relationship.ts';
import { satisfaction } from './satisfaction.ts';
import { surveying } from './surveying.ts';

/** The metrics that core brings. */
export const coreMetrics: readonly Metric[] = [...buying, ...contacts, ...relationship, ...satisfaction, ...surveying];
