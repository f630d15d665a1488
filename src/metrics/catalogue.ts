import type { Metric } from '../contract/metric.ts';
import { buying } from './buying.ts';
import { contacts } from './contacts.ts';
import { relationship } from './relationship.ts';

/** The metrics that core brings: buying, contacts and relationship. */
export const coreMetrics: readonly Metric[] = [...buying, ...contacts, ...relationship];
