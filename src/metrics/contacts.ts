import type { Metric } from '../contract/metric.ts';
import { metric, overTime, ratio } from './make-metric.ts';

const interactions = (['social', 'email', 'chat', 'call', 'web', 'app'] as const).map((channel) =>
  metric(`${channel}InteractionsEver`, {
    title: `Interactions by ${channel}`,
    description: `Interactions over the channel "${channel}", of all time.`,
    type: 'integer',
    unit: 'interactions',
    measure: {
      from: 'interaction',
      where: [{ field: 'channel', operator: 'equal', value: channel }],
      aggregate: 'count',
    },
  }),
);

/** Interactions, complaints, and how well they were met. */
export const contacts: readonly Metric[] = [
  ...overTime('interactions', 'Interactions', {
    type: 'integer',
    unit: 'interactions',
    measure: { from: 'interaction', aggregate: 'count' },
  }),
  ...interactions,
  metric('lastInteractionAt', {
    title: 'Last interaction',
    description: 'When the customer was last in touch.',
    type: 'instant',
    unit: 'time',
    measure: { from: 'interaction', aggregate: 'lastAt' },
  }),
  metric('openComplaints', {
    title: 'Open complaints',
    description: 'Complaints that were opened and are not resolved.',
    type: 'integer',
    unit: 'complaints',
    direction: 'lowerIsBetter',
    measure: { from: 'complaint', where: [{ field: 'open', operator: 'equal', value: true }], aggregate: 'count' },
  }),
  ...overTime('complaints', 'Complaints opened', {
    type: 'integer',
    unit: 'complaints',
    direction: 'lowerIsBetter',
    measure: { from: 'complaintOpened', aggregate: 'count' },
  }),
  metric('lastComplaintAt', {
    title: 'Last complaint',
    description: 'When the customer last opened a complaint.',
    type: 'instant',
    unit: 'time',
    direction: 'neutral',
    measure: { from: 'complaintOpened', aggregate: 'lastAt' },
  }),
  metric('meanResponseTime', {
    title: 'Mean response time',
    description: 'Mean time from a complaint to its first answer, over complaints that were answered.',
    type: 'duration',
    unit: 'milliseconds',
    direction: 'lowerIsBetter',
    measure: { from: 'complaint', aggregate: 'mean', of: 'responseTime' },
  }),
  metric('meanResolutionTime', {
    title: 'Mean resolution time',
    description: 'Mean time from a complaint to its last resolution, over complaints that are resolved.',
    type: 'duration',
    unit: 'milliseconds',
    direction: 'lowerIsBetter',
    measure: { from: 'complaint', aggregate: 'mean', of: 'resolutionTime' },
  }),
  metric('complaintsResolved', {
    title: 'Complaints resolved',
    description: 'Complaints that were resolved and not reopened since.',
    type: 'integer',
    unit: 'complaints',
    direction: 'neutral',
    measure: { from: 'complaint', where: [{ field: 'resolved', operator: 'equal', value: true }], aggregate: 'count' },
  }),
  metric('complaintsResolvedAtFirstContact', {
    title: 'Complaints resolved at first contact',
    description: 'Resolved complaints that needed one contact only and were never reopened.',
    type: 'integer',
    unit: 'complaints',
    measure: {
      from: 'complaint',
      where: [{ field: 'firstContact', operator: 'equal', value: true }],
      aggregate: 'count',
    },
  }),
  ratio(
    'firstContactShare',
    'Share resolved at first contact',
    'complaintsResolvedAtFirstContact',
    'complaintsResolved',
    {
      type: 'decimal',
      unit: 'share',
    },
  ),
];
