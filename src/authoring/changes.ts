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
