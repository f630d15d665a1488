import { defineChange } from '../contract/change.ts';

export const ScheduleSuspended = defineChange({
  type: 'rule-set.suspended',
  name: 'ScheduleSuspended',
  description: 'A version that was scheduled will not be published by itself: look at it, and schedule it again.',
  subject: 'rule-set',
  fields: {
    key: { name: 'reason', description: 'Why, as the code of what stands in the way.' },
    to: { name: 'versionNumberSuspended', description: 'Number of the version.' },
  },
});

export const RolledBack = defineChange({
  type: 'rule-set.rolled-back',
  name: 'RolloutRolledBack',
  description: 'A version that was being rolled out was stopped by a guard, and what held before holds again.',
  subject: 'rule-set',
  fields: { key: { name: 'guard', description: 'What there was too much of: entered, left, up or down.' } },
});
