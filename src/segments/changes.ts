import { defineChange } from '../contract/change.ts';

const segment = { name: 'segmentKey', description: 'Key of the segment.' };

export const SegmentEntered = defineChange({
  type: 'segment.entered',
  name: 'SegmentEntered',
  description: 'A customer became a member of a segment.',
  fields: { key: segment },
});

export const SegmentLeft = defineChange({
  type: 'segment.left',
  name: 'SegmentLeft',
  description: 'A customer is no longer a member of a segment.',
  fields: { key: segment },
});
