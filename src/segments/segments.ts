import type { Condition } from '../contract/condition.ts';
import { Conditions, type DecideInput, defineKind, type Outcome } from '../contract/kind.ts';
import { definePhrases } from '../language/phrase.ts';

/** One segment of a document: a named group of customers, and who belongs to it. */
export interface SegmentRule {
  readonly key: string;
  readonly title: string;
  readonly description?: string;
  readonly when: Condition;
}

export interface SegmentsDocument {
  readonly segments: readonly SegmentRule[];
}

const phrases = definePhrases('segments', {
  isMember: { en: 'the customer is in “{{title}}”', zh: '客户属于“{{title}}”' },
  isNoMember: { en: 'the customer is not in “{{title}}”', zh: '客户不属于“{{title}}”' },
});

/** Every segment whose conditions hold, in the order of the document. */
function decideSegments({ document, holds }: DecideInput<SegmentsDocument>): readonly Outcome[] {
  const outcomes: Outcome[] = [];
  document.segments.forEach(({ key }, rule) => {
    if (holds[rule] === 1) outcomes.push({ key, rule });
  });
  return outcomes;
}

/** The kind that core brings, in the same form as a plugin's: a customer is a member while the conditions hold. */
export const segments = defineKind<SegmentsDocument>({
  key: 'segments',
  title: 'Segments',
  description: 'Named groups of customers. A customer is a member as long as the conditions hold.',
  translations: {
    zh: {
      Segments: '客户分群',
      'Named groups of customers. A customer is a member as long as the conditions hold.':
        '命名的客户分组。只要条件成立，客户就是其成员。',
      Key: '键',
      'Lower-case words joined by hyphens; stays when the title changes.':
        '由连字符连接的小写单词；标题更改时保持不变。',
      Title: '标题',
      Description: '说明',
    },
  },
  document: {
    type: 'object',
    title: 'Segments',
    additionalProperties: false,
    required: ['segments'],
    properties: {
      segments: {
        type: 'array',
        title: 'Segments',
        minItems: 1,
        maxItems: 500,
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['key', 'title', 'when'],
          properties: {
            key: {
              type: 'string',
              title: 'Key',
              description: 'Lower-case words joined by hyphens; stays when the title changes.',
              pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$',
              maxLength: 64,
            },
            title: { type: 'string', title: 'Title', minLength: 1, maxLength: 200 },
            description: { type: 'string', title: 'Description', maxLength: 1000 },
            when: Conditions,
          },
        },
      },
    },
  },
  example: {
    segments: [
      {
        key: 'active',
        title: 'Active in the last 30 days',
        when: { all: [{ fact: 'ordersLast30Days', operator: 'greaterThanInclusive', value: 1 }] },
      },
    ],
  },
  rules: (document) =>
    document.segments.map(({ key, when }, i) => ({ name: key, pointer: `/segments/${i}/when`, when })),
  outcomes: (document) => document.segments.map(({ key, title }) => ({ key, title })),
  byRule: true,
  decide: decideSegments,
  changes: (before, after) => [
    ...after
      .filter(({ key }) => !before.some((one) => one.key === key))
      .map(({ key, rule }) => ({ type: 'segment.entered', key, from: null, to: key, rule })),
    ...before
      .filter(({ key }) => !after.some((one) => one.key === key))
      .map(({ key }) => ({ type: 'segment.left', key, from: key, to: null })),
  ],
  provides: (document) =>
    document.segments.map(({ key, title }) => ({
      name: `segment.${key}`,
      title: `Member of ${title}`,
      translations: { zh: { title: `属于“${title}”` } },
      said: { yes: phrases.isMember({ title }), no: phrases.isNoMember({ title }) },
      type: 'boolean',
      value: (outcomes) => outcomes.some((one) => one.key === key),
    })),
});
