import { type Condition, Conditions, defineKind } from '#contract';
import { changeMilestones, decideMilestones } from './decide.ts';
import { keepMilestones } from './keep.ts';

/** What a marketer writes. */
export interface MilestonesDocument {
  readonly milestones: readonly { readonly key: string; readonly title: string; readonly when: Condition }[];
}

/** The kind of rule set that this plugin brings. All of it but `settle` is pure. */
export const sampleMilestonesKind = defineKind<MilestonesDocument>({
  key: 'sample-milestones',
  title: 'Milestones (Sample milestones)',
  description: 'Milestones that customers reach once and keep.',
  translations: {
    zh: {
      'Milestones (Sample milestones)': '里程碑（Sample milestones）',
      'Milestones that customers reach once and keep.': '客户达到一次即永久保留的里程碑。',
      Milestones: '里程碑',
      Key: '键',
      Title: '标题',
    },
  },
  document: {
    type: 'object',
    additionalProperties: false,
    required: ['milestones'],
    properties: {
      milestones: {
        type: 'array',
        title: 'Milestones',
        minItems: 1,
        maxItems: 50,
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['key', 'title', 'when'],
          properties: {
            key: { type: 'string', title: 'Key', pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$', maxLength: 64 },
            title: { type: 'string', title: 'Title', minLength: 1, maxLength: 200 },
            when: Conditions,
          },
        },
      },
    },
  },
  example: {
    milestones: [
      {
        key: 'second-order',
        title: 'Second order',
        when: { all: [{ fact: 'ordersEver', operator: 'greaterThanInclusive', value: 2 }] },
      },
      {
        key: 'tenth-order',
        title: 'Tenth order',
        when: { all: [{ fact: 'ordersEver', operator: 'greaterThanInclusive', value: 10 }] },
      },
    ],
  },
  rules: ({ milestones }) =>
    milestones.map(({ key, when }, i) => ({ name: key, pointer: `/milestones/${i}/when`, when })),
  outcomes: ({ milestones }) => milestones.map(({ key, title }) => ({ key, title })),
  decide: decideMilestones,
  changes: changeMilestones,
  settle: keepMilestones,
});
