import type { Metric } from '../contract/metric.ts';
import { metric, overTime, ratio } from './make-metric.ts';

const CHANNELS = {
  social: '社交媒体',
  email: '电子邮件',
  chat: '在线聊天',
  call: '电话',
  web: '网站',
  app: '应用',
};

const interactions = Object.entries(CHANNELS).map(([channel, zh]) =>
  metric(`${channel}InteractionsEver`, {
    title: `Interactions by ${channel}`,
    description: `Interactions over the channel "${channel}", of all time.`,
    zh: [`${zh}互动次数`, `全部时间内通过${zh}的互动次数。`],
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
  ...overTime('interactions', 'Interactions', '互动次数', {
    type: 'integer',
    unit: 'interactions',
    measure: { from: 'interaction', aggregate: 'count' },
  }),
  ...interactions,
  metric('lastInteractionAt', {
    title: 'Last interaction',
    description: 'When the customer was last in touch.',
    zh: ['最近一次互动时间', '客户最近一次与我们联系的时间。'],
    type: 'instant',
    unit: 'time',
    measure: { from: 'interaction', aggregate: 'lastAt' },
  }),
  metric('openComplaints', {
    title: 'Open complaints',
    description: 'Complaints that were opened and are not resolved.',
    zh: ['未解决投诉数', '已提出且尚未解决的投诉。'],
    type: 'integer',
    unit: 'complaints',
    direction: 'lowerIsBetter',
    measure: { from: 'complaint', where: [{ field: 'open', operator: 'equal', value: true }], aggregate: 'count' },
  }),
  ...overTime('complaints', 'Complaints opened', '新投诉数', {
    type: 'integer',
    unit: 'complaints',
    direction: 'lowerIsBetter',
    measure: { from: 'complaintOpened', aggregate: 'count' },
  }),
  metric('lastComplaintAt', {
    title: 'Last complaint',
    description: 'When the customer last opened a complaint.',
    zh: ['最近一次投诉时间', '客户最近一次提出投诉的时间。'],
    type: 'instant',
    unit: 'time',
    direction: 'neutral',
    measure: { from: 'complaintOpened', aggregate: 'lastAt' },
  }),
  metric('meanResponseTime', {
    title: 'Mean response time',
    description: 'Mean time from a complaint to its first answer, over complaints that were answered.',
    zh: ['平均响应时间', '从提出投诉到首次答复的平均时间，仅计已答复的投诉。'],
    type: 'duration',
    unit: 'milliseconds',
    direction: 'lowerIsBetter',
    measure: { from: 'complaint', aggregate: 'mean', of: 'responseTime' },
  }),
  metric('meanResolutionTime', {
    title: 'Mean resolution time',
    description: 'Mean time from a complaint to its last resolution, over complaints that are resolved.',
    zh: ['平均解决时间', '从提出投诉到最后一次解决的平均时间，仅计已解决的投诉。'],
    type: 'duration',
    unit: 'milliseconds',
    direction: 'lowerIsBetter',
    measure: { from: 'complaint', aggregate: 'mean', of: 'resolutionTime' },
  }),
  metric('complaintsResolved', {
    title: 'Complaints resolved',
    description: 'Complaints that were resolved and not reopened since.',
    zh: ['已解决投诉数', '已解决且之后未重新打开的投诉。'],
    type: 'integer',
    unit: 'complaints',
    direction: 'neutral',
    measure: { from: 'complaint', where: [{ field: 'resolved', operator: 'equal', value: true }], aggregate: 'count' },
  }),
  metric('complaintsResolvedAtFirstContact', {
    title: 'Complaints resolved at first contact',
    description: 'Resolved complaints that needed one contact only and were never reopened.',
    zh: ['首次联系即解决的投诉数', '只需一次联系即解决、且从未重新打开的投诉。'],
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
    '首次联系即解决的比例',
    'complaintsResolvedAtFirstContact',
    'complaintsResolved',
    {
      type: 'decimal',
      unit: 'share',
    },
  ),
];
