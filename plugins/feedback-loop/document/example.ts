import type { LoopDocument, LoopRule } from './document.ts';

const rated = (key: string, title: string, from: number, to: number, follow: LoopRule['follow']): LoopRule => ({
  ...{ key, title, follow },
  upon: {
    activity: 'surveyAnswer',
    fields: [
      { field: 'measure', is: ['csat'] },
      { field: 'score', from, to },
    ],
  },
});

/** Five of five: ask for a review. Four: ask what could be better. Less, or a complaint: somebody looks after it. */
export const example: LoopDocument = {
  rules: [
    {
      ...rated('review', 'Ask for a public review', 5, 5, { ask: 'review' }),
      when: { all: [{ fact: 'openComplaints', operator: 'lessThanInclusive', value: 0 }] },
    },
    rated('improve', 'Ask what could be better', 4, 4, { ask: 'improve' }),
    rated('unhappy', 'Dissatisfied', 1, 3, { openCase: { priority: 'high', owner: 'support' } }),
    {
      ...{ key: 'complaint', title: 'Complaint', upon: { activity: 'complaintOpened' } },
      follow: { openCase: { priority: 'normal', owner: 'support' } },
    },
  ],
  hours: { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: 9, until: 17, holidays: ['2026-12-25'] },
  deadlines: { analysed: 8, acted: 24, told: 40 },
  escalateTo: 'support-lead',
};
